//! The order in which npm goes through names: that of `localeCompare` in English.

use std::cmp::Ordering;

/// What may stand in a path of packages, in the order of the Unicode collation; letters and digits come after all of it.
const MARKS: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// Letters count before their case does, and small ones come first.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let primary = |text: &str| text.chars().map(weight).collect::<Vec<_>>();
    let tertiary = |text: &str| text.chars().map(char::is_uppercase).collect::<Vec<_>>();
    primary(one).cmp(&primary(other)).then_with(|| tertiary(one).cmp(&tertiary(other)))
}

fn weight(letter: char) -> (u32, u32) {
    match MARKS.chars().position(|mark| mark == letter) {
        Some(at) => (0, at as u32),
        None if letter.is_ascii_digit() => (1, letter as u32),
        None => (2, letter.to_lowercase().next().unwrap_or(letter) as u32),
    }
}

/// A path as a key that sorts as npm sorts paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path(pub String);

impl PartialOrd for Path {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Path {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_npm_sorts_them() {
        let mut names = ["b", "a.b", "a-b", "A", "a", "@a/b", "a_b", "a1", "ab", "1a"];
        names.sort_by(|a, b| compare(a, b));
        // As `[...].sort((a, b) => a.localeCompare(b, 'en'))` has it.
        assert_eq!(names, ["@a/b", "1a", "a", "A", "a_b", "a-b", "a.b", "a1", "ab", "b"]);
    }
}
