//! Words, counts and sizes, fitted to a line.

use std::borrow::Cow;

use crate::model::Location;
use crate::report::escape;

/// Breaks at spaces; a word that is longer than the line is broken anywhere. Never empty.
pub(in crate::report) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(16);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        let line = lines.last_mut().expect("there is a first line");
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if length <= width {
            line.push_str(word);
            used += length;
        } else {
            used = break_word(&mut lines, word, width);
        }
    }
    lines
}

/// Gives the length of the last line.
fn break_word(lines: &mut Vec<String>, word: &str, width: usize) -> usize {
    let mut used = 0;
    for c in word.chars() {
        if used == width {
            lines.push(String::new());
            used = 0;
        }
        lines.last_mut().expect("there is a first line").push(c);
        used += 1;
    }
    used
}

/// Safe to print and at most `limit` characters; what is cut leaves an ellipsis.
pub(in crate::report) fn short(text: &str, limit: usize) -> Cow<'_, str> {
    let safe = match text.char_indices().nth(limit) {
        // What is cut anyway need not be escaped: a hostile text may be of any length.
        Some((end, _)) => Cow::Owned(format!("{}…", escape(&text[..end]))),
        None => escape(text),
    };
    match safe.char_indices().nth(limit.saturating_sub(1)) {
        Some((end, _)) if safe.chars().count() > limit => Cow::Owned(format!("{}…", &safe[..end])),
        _ => safe,
    }
}

/// `dist/index.js:12`
pub(in crate::report) fn place(location: &Location) -> String {
    format!("{}:{}", short(location.path.as_str(), 80), location.start_line)
}

/// `1 file`, `2 files`
pub(in crate::report) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `789 B`, `45.7 kB`, `1.2 MB`
pub fn size(bytes: u64) -> String {
    let (unit, word) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes / (unit / 10);
    format!("{}.{} {word}", tenths / 10, tenths % 10)
}

/// As many of the items as fit into `width`, then how many are left.
pub(in crate::report) fn list(items: &[String], width: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for (at, item) in items.iter().enumerate() {
        let length = item.chars().count() + 2;
        // Leaves room for `, +1234 more`.
        if at > 0 && used + length + 12 > width {
            return format!("{out}, +{} more", items.len() - at);
        }
        if at > 0 {
            out.push_str(", ");
        }
        out.push_str(item);
        used += length;
    }
    out
}

/// `31,021`
pub(in crate::report) fn number(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrap("one two three four five", 16), ["one two three", "four five"]);
        assert_eq!(wrap("a 0123456789012345678901 b", 16), ["a", "0123456789012345", "678901 b"]);
        assert_eq!(wrap("", 16), [""]);
    }

    #[test]
    fn short_texts_are_safe_and_no_longer_than_asked() {
        assert_eq!(short("plain", 5), "plain");
        assert_eq!(short("plainer", 5), "plai…");
        assert_eq!(short("a\u{1b}b", 20), "a\\u{1b}b");
        let hidden = "\u{200b}".repeat(100);
        assert_eq!(short(&hidden, 10), "\\u{200b}\\…");
    }

    #[test]
    fn sizes_and_counts_read_like_words() {
        assert_eq!((size(789), size(45_678), size(1_234_567)), ("789 B".into(), "45.6 kB".into(), "1.2 MB".into()));
        assert_eq!([0_u32, 999, 1_000, 12_345, 1_234_567].map(number), ["0", "999", "1,000", "12,345", "1,234,567"]);
        assert_eq!((count(1, "file", "files"), count(0, "file", "files")), ("1 file".into(), "0 files".into()));
    }

    #[test]
    fn a_list_says_how_many_it_leaves_out() {
        let items: Vec<String> = (0..20).map(|n| format!("item{n}")).collect();
        assert_eq!(list(&items, 40), "item0, item1, item2, item3, +16 more");
        assert_eq!(list(&items[..2], 40), "item0, item1");
    }
}
