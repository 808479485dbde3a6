//! Whether an environment marker holds for a target: comparisons, joined by `and`, `or` and brackets. They are answered one by one,
//! since the library's own form of a whole marker may grow beyond any bound for a hostile one.

use std::cell::RefCell;
use std::collections::HashMap;

use pep508_rs::{MarkerEnvironment, MarkerEnvironmentBuilder};

use super::comparison;
use crate::model::{Platform, PythonVersion, Target};

/// Longer markers are not understood; those of large lock files have some hundred characters.
const MARKER_MAX: usize = 8_192;
const DEPTH_MAX: usize = 32;

/// What one target answers to markers. No extra and no group of dependencies is wanted.
#[derive(Debug)]
pub(in crate::resolve::lock) struct Markers {
    environment: Option<MarkerEnvironment>,
    known: RefCell<HashMap<String, Option<bool>>>,
}

impl Markers {
    pub fn of(target: &Target) -> Self {
        Self { environment: environment(target), known: RefCell::default() }
    }

    /// None where it is not understood.
    pub fn holds(&self, marker: &str) -> Option<bool> {
        if marker.len() > MARKER_MAX {
            return None;
        }
        if let Some(known) = self.known.borrow().get(marker) {
            return *known;
        }
        let mut parser = Parser { markers: self, rest: marker };
        let holds = parser.any(0).filter(|_| parser.rest.trim().is_empty());
        self.known.borrow_mut().insert(marker.to_owned(), holds);
        holds
    }

    fn compare(&self, comparison: &str) -> Option<bool> {
        let comparison = comparison.trim();
        // PEP 751: `'cli' in extras`, `'dev' not in dependency_groups`.
        let words: Vec<&str> = comparison.split_ascii_whitespace().collect();
        match words[..] {
            [_, "in", "extras" | "dependency_groups"] => return Some(false),
            [_, "not", "in", "extras" | "dependency_groups"] => return Some(true),
            _ => {}
        }
        comparison::holds(comparison, self.environment.as_ref()?)
    }
}

/// Markers that ask for a patch release of a Python in use are answered as for a late one.
const LATE_PATCH: u32 = 99;

fn environment(target: &Target) -> Option<MarkerEnvironment> {
    let Target { python: PythonVersion { major, minor }, platform: Platform { os, arch } } = target;
    let (os_name, sys_platform, platform_system) = match os.as_str() {
        "windows" => ("nt", "win32", "Windows"),
        "macos" => ("posix", "darwin", "Darwin"),
        "linux" => ("posix", "linux", "Linux"),
        other => ("posix", other, other),
    };
    let platform_machine = match (os.as_str(), arch.as_str()) {
        ("windows", "x86_64") => "AMD64",
        ("windows", "aarch64") => "ARM64",
        ("macos", "aarch64") => "arm64",
        ("linux", "x86") => "i686",
        ("linux", "arm") => "armv7l",
        ("linux", "powerpc64") => "ppc64le",
        (_, other) => other,
    };
    let (version, full) = (format!("{major}.{minor}"), format!("{major}.{minor}.{LATE_PATCH}"));
    MarkerEnvironment::try_from(MarkerEnvironmentBuilder {
        implementation_name: "cpython",
        implementation_version: &full,
        os_name,
        platform_machine,
        platform_python_implementation: "CPython",
        platform_release: "",
        platform_system,
        platform_version: "",
        python_full_version: &full,
        python_version: &version,
        sys_platform,
    })
    .ok()
}

struct Parser<'m> {
    markers: &'m Markers,
    rest: &'m str,
}

impl<'m> Parser<'m> {
    fn any(&mut self, depth: usize) -> Option<bool> {
        let mut holds = self.all(depth)?;
        while self.eat("or") {
            holds |= self.all(depth)?;
        }
        Some(holds)
    }

    fn all(&mut self, depth: usize) -> Option<bool> {
        let mut holds = self.one(depth)?;
        while self.eat("and") {
            holds &= self.one(depth)?;
        }
        Some(holds)
    }

    fn one(&mut self, depth: usize) -> Option<bool> {
        self.rest = self.rest.trim_start();
        let Some(inside) = self.rest.strip_prefix('(') else {
            let comparison = self.comparison();
            return self.markers.compare(comparison);
        };
        if depth >= DEPTH_MAX {
            return None;
        }
        self.rest = inside;
        let holds = self.any(depth + 1)?;
        self.rest = self.rest.trim_start().strip_prefix(')')?;
        Some(holds)
    }

    fn eat(&mut self, word: &str) -> bool {
        let behind = self.rest.trim_start().strip_prefix(word);
        let behind = behind.filter(|behind| behind.starts_with(|next: char| next.is_whitespace() || next == '('));
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }

    /// Up to a bracket, an `and` or an `or` outside of quotes.
    fn comparison(&mut self) -> &'m str {
        let (bytes, mut quote) = (self.rest.as_bytes(), None);
        let mut end = bytes.len();
        for (at, byte) in bytes.iter().enumerate() {
            match (quote, byte) {
                (Some(open), byte) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'\'' | b'"') => quote = Some(byte),
                (None, b')') => {
                    end = at;
                    break;
                }
                (None, b' ' | b'\t' | b'\n') if is_joint(&self.rest[at..]) => {
                    end = at;
                    break;
                }
                (None, _) => {}
            }
        }
        let (comparison, rest) = self.rest.split_at(end);
        self.rest = rest;
        comparison
    }
}

/// Directly behind a blank.
fn is_joint(rest: &str) -> bool {
    let rest = &rest[1..];
    ["and", "or"].iter().any(|word| {
        let behind = rest.strip_prefix(word);
        behind.is_some_and(|behind| behind.starts_with(|next: char| next.is_whitespace() || next == '('))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn markers() -> Markers {
        let platform = Platform { os: "linux".into(), arch: "x86_64".into() };
        Markers::of(&Target { python: PythonVersion { major: 3, minor: 13 }, platform })
    }

    #[test]
    fn markers_are_answered_for_the_target() {
        let markers = markers();
        for marker in [
            "python_version >= '3.8'",
            "python_version >= \"3.8\" and sys_platform == 'linux'",
            "sys_platform == 'win32' or python_full_version >= '3.13'",
            "(sys_platform == 'win32' or os_name=='posix')and(platform_machine == 'x86_64')",
            "sys_platform == 'win32' and extra == 'x' or platform_system != 'Windows'",
            "extra != 'cli'",
            "'dev' not in dependency_groups",
            "'linux' in sys_platform",
            "platform_python_implementation == 'CPython' and implementation_name == 'cpython'",
        ] {
            assert_eq!(markers.holds(marker), Some(true), "{marker}");
        }
        for marker in [
            "python_version < '3.8'",
            "sys_platform == 'win32' and python_version >= '3.8'",
            "extra == 'cli'",
            "'cli' in extras",
            "sys_platform == 'linux' and (os_name == 'nt' or platform_machine == 'and (x')",
        ] {
            assert_eq!(markers.holds(marker), Some(false), "{marker}");
        }
    }

    #[test]
    fn what_is_no_marker_has_no_answer_and_ends_soon() {
        let markers = markers();
        let many: String = (0..300).map(|at| format!("'{at}' in platform_version and '{at}x' in platform_release or ")).collect();
        for marker in
            ["", "linux", "sys_platform ==", "(os_name == 'nt'", "os_name == 'nt')", "os_name == 'nt' and", &"(".repeat(8_000), &many]
        {
            assert_eq!(markers.holds(marker), None, "{marker}");
        }
        let many = many.strip_suffix(" or ").unwrap().chars().take(8_000).collect::<String>();
        let _ = markers.holds(&many);
    }

    #[test]
    fn versions_beyond_counting_have_no_answer() {
        for operator in ["==", "!=", "~=", "<", "<=", ">", ">="] {
            let marker = format!("python_version {operator} '3.{}'", u64::MAX);
            assert_eq!(markers().holds(&marker), None, "{marker}");
        }
    }

    proptest! {
        #[test]
        fn no_marker_panics(
            asked in "python_version|python_full_version|implementation_version|os_name|extra|extras|[(]|[)]",
            operator in "==|!=|<|<=|>|>=|~=|===| in | not in | and | or |=",
            text in "[0-9.*a-c+!, -é]{0,8}|[0-9]{1,2}[.][0-9]{9,20}([.][0-9*])?",
        ) {
            let markers = markers();
            for marker in [format!("{asked}{operator}'{text}'"), format!("'{text}'{operator}{asked}"), format!("{text}{operator}({asked}")] {
                let _ = markers.holds(&marker);
            }
        }
    }
}
