//! Text of a package made safe for a terminal: what would steer it, or hide from its reader, is spelled out as `\u{…}`.

use std::borrow::Cow;
use std::ops::Range;

/// On one line: line breaks and tabs are spelled out as well.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().fold(String::with_capacity(text.len() + 16), |mut out, c| {
        push(&mut out, c);
        out
    }))
}

/// Our own layout with package text in it: keeps line breaks and tabs, spells out everything else.
pub fn escape_lines(text: &str) -> String {
    escape_source(text, 0..0).0
}

/// Source code: keeps line breaks and tabs, and moves the byte range `mark` along. A range that does not fit the text is cut to it.
pub(super) fn escape_source(text: &str, mark: Range<usize>) -> (String, Range<usize>) {
    let mut out = String::with_capacity(text.len());
    let (mut start, mut end) = (None, None);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if start.is_none() && at >= mark.start {
            start = Some(out.len());
        }
        if end.is_none() && at >= mark.end {
            end = Some(out.len());
        }
        let line_end = c == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n');
        match c {
            '\n' | '\t' => out.push(c),
            // The carriage return of a Windows line end moves nothing.
            '\r' if line_end => {}
            c => push(&mut out, c),
        }
    }
    let start = start.unwrap_or(out.len());
    let end = end.unwrap_or(out.len()).max(start);
    (out, start..end)
}

fn push(out: &mut String, c: char) {
    if is_unsafe(c) {
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
}

/// A control character, or one that [`is_hidden`].
fn is_unsafe(c: char) -> bool {
    c.is_control() || is_hidden(c)
}

/// Shows nothing, or changes how its neighbours are shown: bidirectional controls, zero-width and filler characters, line separators,
/// variation selectors, tags, private use.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_of_any_language_is_not_touched() {
        for text in ["plain", "größer, 日本語, עברית", "a → b", "😀"] {
            assert!(matches!(escape(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn what_steers_a_terminal_or_hides_from_its_reader_is_spelled_out() {
        assert_eq!(escape("\x1b]0;owned\x07"), "\\u{1b}]0;owned\\u{7}");
        assert_eq!(escape("a\r\nb\u{9b}31m"), "a\\u{d}\\u{a}b\\u{9b}31m");
        assert_eq!(escape("user\u{202e}txt.exe\u{2066}"), "user\\u{202e}txt.exe\\u{2066}");
        assert_eq!(escape("pay\u{200b}pal\u{feff}"), "pay\\u{200b}pal\\u{feff}");
        assert_eq!(escape("\u{e0041}\u{fe01}\u{2028}"), "\\u{e0041}\\u{fe01}\\u{2028}");
    }

    #[test]
    fn source_keeps_its_lines_and_the_mark_stays_on_its_text() {
        let text = "a\u{202e}b\r\n\teval(x)";
        let at = text.find("eval").unwrap();
        let (out, mark) = escape_source(text, at..at + 4);
        assert_eq!(out, "a\\u{202e}b\n\teval(x)");
        assert_eq!(&out[mark], "eval");
    }

    #[test]
    fn a_mark_that_does_not_fit_is_cut_to_the_text() {
        assert_eq!(escape_source("äb", 1..900), ("äb".into(), 2..3));
        assert_eq!(escape_source("ab", 7..9), ("ab".into(), 2..2));
        #[expect(clippy::reversed_empty_ranges, reason = "a damaged frame may hold any numbers")]
        let backwards = escape_source("abc", 2..1);
        assert_eq!(backwards, ("abc".into(), 2..2));
    }
}
