//! The `mappings` of a source map: Base64 VLQ numbers, one group for each place of the generated file.

/// A place in the generated file, and the source that it comes from; none for what the bundler wrote itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    /// From 0.
    pub line: u32,
    /// From 0, in UTF-16 code units.
    pub column: u32,
    pub source: Option<u32>,
}

/// Reads segment by segment; what is malformed, or leaves the range of the format, ends it.
pub(super) struct Segments<'m> {
    rest: &'m [u8],
    line: u32,
    column: i64,
    source: i64,
}

impl<'m> Segments<'m> {
    pub fn new(mappings: &'m str) -> Self {
        Self { rest: mappings.as_bytes(), line: 0, column: 0, source: 0 }
    }

    /// One number: six bits each, the lowest of the first is the sign.
    fn number(&mut self) -> Option<i64> {
        let (mut value, mut shift) = (0_i64, 0);
        loop {
            let (first, rest) = self.rest.split_first()?;
            let digit = i64::from(digit(*first)?);
            self.rest = rest;
            value |= (digit & 31) << shift;
            if digit & 32 == 0 {
                return Some(if value & 1 == 1 { -(value >> 1) } else { value >> 1 });
            }
            shift += 5;
            if shift > 30 {
                return None;
            }
        }
    }

    fn at_end_of_segment(&self) -> bool {
        matches!(self.rest.first(), None | Some(b',' | b';'))
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        loop {
            match self.rest.first()? {
                b';' => {
                    self.line = self.line.checked_add(1)?;
                    self.column = 0;
                    self.rest = &self.rest[1..];
                }
                b',' => self.rest = &self.rest[1..],
                _ => break,
            }
        }
        self.column = self.column.checked_add(self.number()?)?;
        let mut source = None;
        if !self.at_end_of_segment() {
            self.source = self.source.checked_add(self.number()?)?;
            source = Some(u32::try_from(self.source).ok()?);
        }
        // Line, column and name in the source.
        while !self.at_end_of_segment() {
            self.number()?;
        }
        Some(Segment { line: self.line, column: u32::try_from(self.column).ok()?, source })
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mappings: &str) -> Vec<(u32, u32, Option<u32>)> {
        Segments::new(mappings).map(|segment| (segment.line, segment.column, segment.source)).collect()
    }

    #[test]
    fn numbers_add_up_and_lines_begin_at_column_zero() {
        assert_eq!(read("AAAA,IACA,SCAA;;ADAA,E"), [(0, 0, Some(0)), (0, 4, Some(0)), (0, 13, Some(1)), (2, 0, Some(0)), (2, 2, None)]);
        assert_eq!(read("AAAAA,gBAAC"), [(0, 0, Some(0)), (0, 16, Some(0))]);
    }

    #[test]
    fn malformed_mappings_end_where_they_break() {
        assert_eq!(read("AAAA,!!,AAAA"), [(0, 0, Some(0))]);
        assert_eq!(read("D"), [], "a column before the line");
        assert_eq!(read("ADAA"), [], "a source before the first");
        assert_eq!(read("gggggggggggggggggggg"), []);
        assert_eq!(read("g"), []);
        assert_eq!(read(&";".repeat(100_000)), []);
        assert_eq!(read(""), []);
    }
}
