//! A file as text, and where in it an offset stands.

use std::ops::Range;

use crate::model::{File, Location, RelPath};

/// Of a longer file only the beginning is read; the longest README seen in the wild is a tenth of this.
pub const BYTES_MAX: usize = 4 << 20;

pub struct Text {
    pub path: RelPath,
    pub body: String,
    /// Offsets at which lines begin.
    starts: Vec<usize>,
    /// Number of the body's first line in its file.
    first_line: u32,
}

impl Text {
    pub fn of(file: &File) -> Self {
        Self::new(file.path.clone(), decode(&file.bytes), 1)
    }

    /// A stretch of a file that begins at `first_line`.
    pub fn new(path: RelPath, body: String, first_line: u32) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', body.as_bytes()).map(|at| at + 1)).collect();
        Self { path, body, starts, first_line }
    }

    /// Lines with the offset of each, without their ends.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.starts.iter().enumerate().map(|(index, &start)| {
            let end = self.starts.get(index + 1).map_or(self.body.len(), |next| next - 1);
            (start, self.body[start..end].trim_end_matches('\r'))
        })
    }

    pub fn place(&self, range: Range<usize>) -> Location {
        let (start_line, start_column) = self.position(range.start);
        let (end_line, end_column) = self.position(range.end);
        Location { path: self.path.clone(), start_line, end_line, start_column, end_column }
    }

    fn position(&self, at: usize) -> (u32, u32) {
        let index = self.starts.partition_point(|start| *start <= at) - 1;
        (self.first_line + index as u32, (at - self.starts[index]) as u32 + 1)
    }
}

/// Whether one of the sorted, separate ranges holds the offset.
pub fn contains(ranges: &[Range<usize>], at: usize) -> bool {
    let index = ranges.partition_point(|range| range.end <= at);
    ranges.get(index).is_some_and(|range| range.start <= at)
}

/// UTF-8, or UTF-16 with its mark; what is neither becomes replacement characters.
fn decode(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(BYTES_MAX)];
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns_that_count_from_one() {
        let text = Text::new(RelPath::new("a.md").unwrap(), "one\r\ntwo\n".into(), 10);
        let place = text.place(6..8);
        assert_eq!((place.start_line, place.start_column, place.end_column), (11, 2, 4));
        assert_eq!(text.lines().map(|(_, line)| line).collect::<Vec<_>>(), ["one", "two", ""]);
    }

    #[test]
    fn utf_16_documents_are_read() {
        let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain("hé".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&bytes), "hé");
    }
}
