//! Wide gaps of white space with code behind them.

/// Columns or lines that no window shows together with what stands before them.
const WIDE: usize = 150;
const TAB: usize = 4;

/// White space, and where the text goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Bytes of the text.
    pub start: usize,
    /// The first byte behind it.
    pub end: usize,
    /// Something stands before it on the same line.
    pub is_within_line: bool,
    /// Line ends inside it.
    pub lines: usize,
    /// Columns since the last line end inside it.
    pub columns: usize,
}

/// Gaps of at least [`WIDE`] columns or lines, in the order of the text.
pub fn gaps(text: &str) -> Vec<Gap> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // What is wide enough covers every so-manieth byte.
    while at + WIDE / TAB <= bytes.len() {
        let probe = at + WIDE / TAB - 1;
        if !is_space(bytes[probe]) {
            at = probe + 1;
            continue;
        }
        let start = bytes[..probe].iter().rposition(|byte| !is_space(*byte)).map_or(0, |before| before + 1);
        let end = bytes[probe..].iter().position(|byte| !is_space(*byte)).map_or(bytes.len(), |length| probe + length);
        found.extend(gap(bytes, start.max(at), end));
        at = end;
    }
    found
}

fn gap(bytes: &[u8], start: usize, end: usize) -> Option<Gap> {
    let space = &bytes[start..end];
    let lines = memchr::memchr_iter(b'\n', space).count();
    let last = memchr::memrchr(b'\n', space).map_or(space, |at| &space[at + 1..]);
    let columns = last.iter().map(|byte| if *byte == b'\t' { TAB } else { 1 }).sum();
    let is_within_line = lines == 0 && start > 0 && bytes[start - 1] != b'\n';
    let is_wide = (columns >= WIDE || lines >= WIDE) && end < bytes.len();
    is_wide.then_some(Gap { start, end, is_within_line, lines, columns })
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0b | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_gaps_are_found_in_lines_before_them_and_between_them() {
        let wide = " ".repeat(160);
        assert_eq!(gaps(&format!("a;{wide}b")), [Gap { start: 2, end: 162, is_within_line: true, lines: 0, columns: 160 }]);
        assert_eq!(gaps(&format!("a\n{wide}b"))[0].columns, 160);
        assert!(!gaps(&format!("a\n{wide}b"))[0].is_within_line);
        assert_eq!(gaps(&format!("a;{}b", "\t".repeat(40))).len(), 1);
        assert_eq!(gaps(&format!("a{}b", "\n \n".repeat(80)))[0].lines, 160);
    }

    #[test]
    fn narrow_ones_and_those_before_nothing_are_not() {
        assert_eq!(gaps(&format!("a;{}b", " ".repeat(140))), []);
        assert_eq!(gaps(&format!("a;{}", " ".repeat(400))), []);
        assert_eq!(gaps(&"a = 1\n\n\n    b\n".repeat(100)), []);
        assert_eq!(gaps(""), []);
    }
}
