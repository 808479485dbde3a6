//! An entry's name, as hostile as it likes → a path inside the package, and what was odd about it.

use crate::model::{AnomalyKind, RelPath};

use super::limits::Limits;
use super::notes::Notes;

/// What becomes of the first part of each name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstPart {
    Kept,
    /// As npm does it: dropped whatever it is, even `.` or `..`.
    Dropped,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct CleanName {
    pub path: RelPath,
    /// The dropped first part.
    pub top: Option<String>,
    /// Installers leave such an entry out: it would land outside the package, or stands outside its top folder.
    pub left_out: bool,
}

/// None for what names no file at all (`.`, the top folder itself) and for names over a limit, which are noted.
pub(super) fn clean(raw: &[u8], first: FirstPart, limits: &Limits, notes: &mut Notes) -> Option<CleanName> {
    let name = String::from_utf8_lossy(raw);
    note_odd_characters(raw, &name, notes);
    let slashed = name.replace('\\', "/").replace('\0', "\u{fffd}");
    let relative = without_root(&slashed);
    if name.len() > limits.name_bytes {
        notes.add(AnomalyKind::LimitReached, &name, format!("a name of {} bytes, limit {}", name.len(), limits.name_bytes));
        return None;
    }
    let climbs = relative.split('/').any(|part| part == "..");
    if climbs {
        notes.add(AnomalyKind::Traversal, &name, "`..` in a name");
    }
    let (top, rest, outside) = split_top(relative, first);
    let parts = inner_parts(rest);
    if relative.len() != slashed.len() || parts.drive {
        notes.add(AnomalyKind::AbsolutePath, &name, "an absolute name");
    }
    let parts = parts.parts;
    if parts.len() > limits.depth {
        notes.add(AnomalyKind::LimitReached, &name, format!("{} folders deep, limit {}", parts.len(), limits.depth));
        return None;
    }
    let path = RelPath::new(&parts.join("/")).ok()?;
    let left_out = outside || rest.split('/').any(|part| part == "..");
    Some(CleanName { path, top, left_out })
}

/// The first part, the rest, and whether the name has a single part where one had to be dropped.
fn split_top(relative: &str, first: FirstPart) -> (Option<String>, &str, bool) {
    match (first, relative.split_once('/')) {
        (FirstPart::Kept, _) => (None, relative, false),
        (FirstPart::Dropped, Some((top, rest))) => (Some(top.to_owned()), rest, false),
        (FirstPart::Dropped, None) => (None, relative, true),
    }
}

/// Takes away leading slashes and drive letters, as often as they come.
fn without_root(slashed: &str) -> &str {
    let mut rest = slashed;
    loop {
        let bytes = rest.as_bytes();
        if bytes.first() == Some(&b'/') {
            rest = &rest[1..];
        } else if bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' {
            rest = &rest[2..];
        } else {
            return rest;
        }
    }
}

struct InnerParts<'a> {
    parts: Vec<&'a str>,
    /// A drive letter stood in front of them.
    drive: bool,
}

/// The parts that are names; `./C:x` must not turn into the absolute `C:x`.
fn inner_parts(rest: &str) -> InnerParts<'_> {
    let mut inner = InnerParts { parts: Vec::new(), drive: false };
    for part in rest.split('/') {
        let name = if inner.parts.is_empty() { without_root(part) } else { part };
        inner.drive |= name.len() != part.len();
        if !matches!(name, "" | "." | "..") {
            inner.parts.push(name);
        }
    }
    inner
}

fn note_odd_characters(raw: &[u8], name: &str, notes: &mut Notes) {
    if std::str::from_utf8(raw).is_err() {
        notes.add(AnomalyKind::OddName, name, "a name that is not UTF-8");
    }
    if name.is_ascii() && !name.bytes().any(|byte| byte == b'\\' || byte.is_ascii_control()) {
        return;
    }
    if name.contains('\\') {
        notes.add(AnomalyKind::OddName, name, "a backslash, which some systems take for a folder's end");
    }
    if name.chars().any(char::is_control) {
        notes.add(AnomalyKind::OddName, name, "control characters");
    }
    if name.chars().any(is_invisible) {
        notes.add(AnomalyKind::OddName, name, "characters that are invisible or turn the direction of text");
    }
}

/// Bidirectional controls, zero-width characters and the tag block.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(raw: &str, first: FirstPart) -> (Option<(String, bool)>, Vec<AnomalyKind>) {
        let mut notes = Notes::default();
        let clean = clean(raw.as_bytes(), first, &Limits::default(), &mut notes);
        let kinds = notes.finish().into_iter().map(|anomaly| anomaly.kind).collect();
        (clean.map(|clean| (clean.path.to_string(), clean.left_out)), kinds)
    }

    fn path(text: &str, left_out: bool) -> Option<(String, bool)> {
        Some((text.to_owned(), left_out))
    }

    #[test]
    fn npm_drops_the_first_part_whatever_it_is() {
        for name in ["package/lib/a.js", "other/lib/a.js", "./lib/a.js", "package//lib/./a.js"] {
            assert_eq!(cleaned(name, FirstPart::Dropped), (path("lib/a.js", false), vec![]), "{name}");
        }
        assert_eq!(cleaned("/package/a.js", FirstPart::Dropped), (path("a.js", false), vec![AnomalyKind::AbsolutePath]));
        assert_eq!(cleaned("../x", FirstPart::Dropped), (path("x", false), vec![AnomalyKind::Traversal]));
        assert_eq!(cleaned("package/../x", FirstPart::Dropped), (path("x", true), vec![AnomalyKind::Traversal]));
        assert_eq!(cleaned("stray.js", FirstPart::Dropped), (path("stray.js", true), vec![]));
    }

    #[test]
    fn names_that_leave_the_package_are_kept_inside_and_said() {
        assert_eq!(cleaned("../../etc/passwd", FirstPart::Kept), (path("etc/passwd", true), vec![AnomalyKind::Traversal]));
        assert_eq!(cleaned("C:\\x\\y", FirstPart::Kept), (path("x/y", false), vec![AnomalyKind::OddName, AnomalyKind::AbsolutePath]));
        assert_eq!(cleaned("a\u{202e}sj.x", FirstPart::Kept), (path("a\u{202e}sj.x", false), vec![AnomalyKind::OddName]));
        assert_eq!(cleaned("a\0b", FirstPart::Kept), (path("a\u{fffd}b", false), vec![AnomalyKind::OddName]));
    }

    #[test]
    fn names_over_a_limit_are_left_out_loudly() {
        assert_eq!(cleaned(&"a/".repeat(1100), FirstPart::Kept), (None, vec![AnomalyKind::LimitReached]));
        assert_eq!(cleaned(&"a".repeat(5000), FirstPart::Kept), (None, vec![AnomalyKind::LimitReached]));
    }

    proptest! {
        #[test]
        fn a_cleaned_name_is_safe_and_stays_as_it_is(raw in proptest::collection::vec(any::<u8>(), 0..60)) {
            let mut notes = Notes::default();
            if let Some(first) = clean(&raw, FirstPart::Kept, &Limits::default(), &mut notes) {
                let again = clean(first.path.as_str().as_bytes(), FirstPart::Kept, &Limits::default(), &mut notes);
                prop_assert_eq!(again.map(|again| again.path), Some(first.path));
            }
        }

        #[test]
        fn slashes_dots_and_drives_never_lead_outside(raw in "[a:/\\\\.C]{0,20}") {
            let mut notes = Notes::default();
            for first in [FirstPart::Kept, FirstPart::Dropped] {
                if let Some(name) = clean(raw.as_bytes(), first, &Limits::default(), &mut notes) {
                    prop_assert!(RelPath::new(name.path.as_str()).is_ok());
                }
            }
        }
    }
}
