//! Marks that make text run backwards, so that a line reads otherwise than it runs.

/// A line in which direction is changed and not changed back before its end, or letters are forced out of their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reordered {
    /// The first such mark, in bytes of the text.
    pub start: usize,
    pub end: usize,
    /// The line holds letters that are written from right to left, which have a use for such marks.
    pub is_written_so: bool,
}

/// In the order of the text.
pub fn reordered(text: &str) -> Vec<Reordered> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    // All such marks begin with the same two bytes; none of them is common.
    while let Some(at) = memchr::memchr(0xE2, &bytes[from..]).map(|at| at + from) {
        if !matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xAA..=0xAE] | [0x81, 0xA6..=0xA9])) {
            from = at + 1;
            continue;
        }
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        let line = &text[start..end];
        if is_deceiving(line) {
            found.push(Reordered { start: at, end: at + 3, is_written_so: line.chars().any(is_right_to_left) });
        }
        from = end;
    }
    found
}

fn is_deceiving(line: &str) -> bool {
    // What stands in a list or range of characters changes no order.
    if marks(line).all(|at| is_listed(line, at)) {
        return false;
    }
    let mut open: Vec<char> = Vec::new();
    let mut forced = false;
    for character in line.chars() {
        match character {
            '\u{202A}' | '\u{202B}' | '\u{2066}' | '\u{2067}' | '\u{2068}' => open.push(character),
            '\u{202D}' | '\u{202E}' => {
                forced = true;
                open.push(character);
            }
            '\u{202C}' | '\u{2069}' => {
                open.pop();
            }
            _ => {}
        }
    }
    !open.is_empty() || forced
}

fn marks(line: &str) -> impl Iterator<Item = usize> + '_ {
    line.char_indices().filter(|(_, character)| is_mark(*character)).map(|(at, _)| at)
}

fn is_mark(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `[\u{202A}-\u{202E}]`, `'\u{202E}'`: a neighbour on either side is a sign of lists, or a mark itself.
fn is_listed(line: &str, at: usize) -> bool {
    let is_sign = |character: char| {
        is_mark(character) || matches!(character, '-' | '[' | ']' | '|' | '\'' | '"' | '\u{200B}'..='\u{200F}' | '\u{FEFF}')
    };
    let before = line[..at].chars().next_back();
    let after = line[at..].chars().nth(1);
    before.is_some_and(is_sign) && after.is_some_and(is_sign)
}

fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_read_otherwise_than_they_run_are_told() {
        let code = "if (role !== 'user\u{202E} \u{2066}// admins only\u{2069} \u{2066}') {\n  run();\n}\n";
        assert_eq!(reordered(code), [Reordered { start: 18, end: 21, is_written_so: false }]);
        assert_eq!(reordered("a = 1 # \u{2067}open").len(), 1);
    }

    #[test]
    fn isolated_words_lists_and_translations_are_not() {
        let honest = [
            "greet('\u{2068}' + name + '\u{2069}')",
            "text.replace(/[\u{202A}-\u{202E}\u{2066}-\u{2069}]/g, '')",
            "const MARKS = ['\u{202A}', '\u{202E}'];",
            "he: '\u{202B}שלום\u{202C}'",
            "// – “quoted” text… →",
        ];
        for line in honest {
            assert_eq!(reordered(line), [], "{line:?}");
        }
        assert!(reordered("he: '\u{202B}שלום'")[0].is_written_so);
    }
}
