//! Whether a marker holds (PEP 508): comparisons joined by `and`, `or` and parentheses. They are answered one by one; joined into a
//! diagram, as the library does, their number may be the exponent of its size.

mod comparison;
pub(super) mod environment;

use pep508_rs::{ExtraName, MarkerEnvironment};

/// The longest markers of honest packages have some twenty comparisons.
const LONGEST: usize = 16 << 10;
const DEEPEST: usize = 64;

/// What a lock file lets an installer choose from (PEP 751).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Extras,
    Groups,
}

/// Whether something of this name was chosen.
type Chosen<'a> = dyn Fn(Set, &str) -> bool + 'a;

/// None where the marker cannot be read. Nothing that a lock file offers is chosen.
pub(super) fn holds(marker: &str, environment: &MarkerEnvironment, extras: &[ExtraName]) -> Option<bool> {
    holds_with(marker, environment, extras, &|_, _| false)
}

pub(super) fn holds_with(marker: &str, environment: &MarkerEnvironment, extras: &[ExtraName], chosen: &Chosen<'_>) -> Option<bool> {
    if marker.len() > LONGEST {
        return None;
    }
    let mut reader = Reader { words: words(marker), at: 0, depth: 0, environment, extras, chosen };
    let holds = reader.any()?;
    (reader.at == reader.words.len()).then_some(holds)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word<'a> {
    Open,
    Close,
    And,
    Or,
    /// `python_version >= "3.8"`
    Comparison(&'a str),
}

fn words(marker: &str) -> Vec<Word<'_>> {
    let (mut words, mut begin, mut at, mut quote) = (Vec::new(), 0, 0, None);
    let bytes = marker.as_bytes();
    while at < bytes.len() {
        let joint = match (quote, bytes[at]) {
            (Some(open), byte) => {
                quote = quote.filter(|_| byte != open);
                None
            }
            (None, byte @ (b'"' | b'\'')) => {
                quote = Some(byte);
                None
            }
            (None, b'(') => Some((Word::Open, 1)),
            (None, b')') => Some((Word::Close, 1)),
            (None, _) if is_word(bytes, at, b"and") => Some((Word::And, 3)),
            (None, _) if is_word(bytes, at, b"or") => Some((Word::Or, 2)),
            (None, _) => None,
        };
        let Some((word, length)) = joint else {
            at += 1;
            continue;
        };
        words.extend(comparison(&marker[begin..at]));
        words.push(word);
        at += length;
        begin = at;
    }
    words.extend(comparison(&marker[begin..]));
    words
}

fn comparison(text: &str) -> Option<Word<'_>> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(Word::Comparison)
}

fn is_word(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let is_part =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.') || !byte.is_ascii());
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    bytes[at..].starts_with(word) && !is_part(before) && !is_part(bytes.get(at + word.len()))
}

struct Reader<'a> {
    words: Vec<Word<'a>>,
    at: usize,
    depth: usize,
    environment: &'a MarkerEnvironment,
    extras: &'a [ExtraName],
    chosen: &'a Chosen<'a>,
}

impl Reader<'_> {
    fn any(&mut self) -> Option<bool> {
        let mut holds = self.all()?;
        while self.takes(Word::Or) {
            holds |= self.all()?;
        }
        Some(holds)
    }

    fn all(&mut self) -> Option<bool> {
        let mut holds = self.one()?;
        while self.takes(Word::And) {
            holds &= self.one()?;
        }
        Some(holds)
    }

    fn one(&mut self) -> Option<bool> {
        let word = *self.words.get(self.at)?;
        self.at += 1;
        match word {
            Word::Comparison(text) => self.in_set(text).or_else(|| comparison::holds(text, self.environment, self.extras)),
            Word::Open if self.depth < DEEPEST => {
                self.depth += 1;
                let holds = self.any()?;
                self.depth -= 1;
                self.takes(Word::Close).then_some(holds)
            }
            Word::Open | Word::Close | Word::And | Word::Or => None,
        }
    }

    /// `'cli' in extras`, `'dev' not in dependency_groups`.
    fn in_set(&self, comparison: &str) -> Option<bool> {
        let words: Vec<&str> = comparison.split_ascii_whitespace().collect();
        let (name, is_in, set) = match words[..] {
            [name, "in", set] => (name, true, set),
            [name, "not", "in", set] => (name, false, set),
            _ => return None,
        };
        let set = match set {
            "extras" => Set::Extras,
            "dependency_groups" => Set::Groups,
            _ => return None,
        };
        Some((self.chosen)(set, name.trim_matches(['"', '\''])) == is_in)
    }

    fn takes(&mut self, word: Word<'_>) -> bool {
        let is_there = self.words.get(self.at) == Some(&word);
        self.at += usize::from(is_there);
        is_there
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Platform, PythonVersion, Target};

    fn on(os: &str, arch: &str, marker: &str, extras: &[&str]) -> Option<bool> {
        let target = Target { python: PythonVersion { major: 3, minor: 11 }, platform: Platform { os: os.into(), arch: arch.into() } };
        let extras: Vec<ExtraName> = extras.iter().map(|extra| extra.parse().unwrap()).collect();
        holds(marker, &environment::of(&target), &extras)
    }

    fn here(marker: &str) -> Option<bool> {
        on("linux", "x86_64", marker, &[])
    }

    #[test]
    fn comparisons_are_answered_for_the_target() {
        for marker in [
            "python_version >= '3.10'",
            "python_full_version >= '3.11.4'",
            "python_version<'4'and python_version>'3'",
            "sys_platform == 'linux' and platform_machine == \"x86_64\"",
            "platform_machine in 'x86_64 AMD64'",
            "os_name == 'posix' and platform_system == 'Linux' and implementation_name == 'cpython'",
            "platform_python_implementation != 'PyPy'",
            "python_version in '2.7, 3.11' and python_version not in \"3.1 3.12\"",
            "'3.8' <= python_version and '3.11' == python_version and python_version == '3.*' and python_version ~= '3.0'",
            "'lin' in sys_platform and 'win' not in sys.platform and python_implementation=='CPython'",
            "extra != 'cli' and platform_release < '5'",
            "sys_platform == 'win32' or (python_version >= '3.9' and (os_name != 'nt' or os_name == 'nt'))",
        ] {
            assert_eq!(here(marker), Some(true), "{marker}");
        }
        for marker in
            ["python_full_version < '3.11.3'", "sys_platform == 'win32'", "extra == 'cli'", "sys_platform == 'or' and os_name == 'posix'"]
        {
            assert_eq!(here(marker), Some(false), "{marker}");
        }
        assert_eq!(on("windows", "x86_64", "platform_machine == 'AMD64' and sys_platform == 'win32' and os_name == 'nt'", &[]), Some(true));
        assert_eq!(on("macos", "aarch64", "platform_machine == 'arm64' and sys_platform == 'darwin'", &[]), Some(true));
    }

    #[test]
    fn extras_are_compared_by_their_normal_names() {
        assert_eq!(on("linux", "x86_64", "extra == 'Fast_API' and python_version > '3'", &["fast-api"]), Some(true));
        assert_eq!(on("linux", "x86_64", "extra == 'other'", &["fast-api"]), Some(false));
    }

    #[test]
    fn and_binds_closer_than_or() {
        assert_eq!(here("os_name == 'posix' or os_name == 'nt' and os_name == 'nt'"), Some(true));
        assert_eq!(here("(os_name == 'posix' or os_name == 'nt') and os_name == 'nt'"), Some(false));
    }

    #[test]
    fn what_is_no_marker_is_told() {
        let deep = format!("{}os_name == 'nt'{}", "(".repeat(DEEPEST + 1), ")".repeat(DEEPEST + 1));
        let large = format!("python_version > '3.{}'", u64::MAX);
        for marker in [
            "",
            "and",
            "os_name == 'nt' or",
            "(os_name == 'nt'",
            "os_name == 'nt')",
            "whatever == 'x'",
            "os_name 'nt'",
            "os_name == 'nt' 'x'",
            "'a' == 'a'",
            "os_name == sys_platform",
            "extra < 'a'",
            "python_version >= 'x'",
            &large,
            &deep,
        ] {
            assert_eq!(here(marker), None, "{marker}");
        }
    }

    #[test]
    fn many_comparisons_are_read_in_time() {
        let pairs: Vec<String> = (0..200).map(|at| format!("extra == 'a{at}' and extra == 'b{at}'")).collect();
        assert_eq!(here(&pairs.join(" or ")), Some(false));
    }

    proptest! {
        #[test]
        fn no_marker_panics(marker in "([a-z_]{1,8}|python_version|extra|and|or|not|in|[()<>=!~]|[0-9.*]{1,5}|'[^']{0,6}'|\"|é| ){0,20}") {
            let _ = here(&marker);
        }

        #[test]
        fn no_comparison_panics(
            asked in "python_version|python_full_version|implementation_version|os_name|extra",
            operator in "==|!=|<|<=|>|>=|~=|===| in | not in ",
            text in "[0-9.*a-c+!, -]{0,8}|[0-9]{1,2}[.][0-9]{17,20}([.][0-9*])?",
        ) {
            let _ = here(&format!("{asked}{operator}'{text}'"));
            let _ = here(&format!("'{text}'{operator}{asked}"));
        }
    }
}
