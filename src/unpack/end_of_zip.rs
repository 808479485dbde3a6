//! One file out of the last bytes of a zip archive, for an archive that is too large to be fetched for it. The directory stands at
//! the end, and wheels keep their metadata right before it (PEP 427).

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};

use ::zip::ZipArchive;

/// The content of the first entry whose name is wanted, up to `limit` bytes; `size` is that of the whole archive. None where the end
/// does not hold it.
pub fn end_of_zip(end: &[u8], size: u64, limit: u64, is_wanted: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let missing = size.checked_sub(end.len() as u64)?;
    let mut archive = ZipArchive::new(End { end, missing, at: 0 }).ok()?;
    let name = archive.file_names().flatten().find(|name| is_wanted(name))?.into_owned();
    let mut content = Vec::new();
    archive.by_name(&name).ok()?.take(limit + 1).read_to_end(&mut content).ok()?;
    (content.len() as u64 <= limit).then_some(content)
}

/// An archive of which only the end is there; to read what comes before it is an error.
struct End<'a> {
    end: &'a [u8],
    missing: u64,
    at: u64,
}

impl Read for End<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let at = self.at.checked_sub(self.missing).ok_or(ErrorKind::UnexpectedEof)?;
        let rest = usize::try_from(at).ok().and_then(|at| self.end.get(at..)).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for End<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let size = self.missing + self.end.len() as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| Error::from(ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use ::zip::write::SimpleFileOptions;
    use ::zip::{CompressionMethod, ZipWriter};

    use super::*;

    fn archive() -> Vec<u8> {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, content) in [("a/large.bin", vec![7; 100_000]), ("a-1.dist-info/METADATA", b"Name: a\n".repeat(50))] {
            writer.start_file(name, stored).unwrap();
            writer.write_all(&content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn found(end: &[u8], size: u64, name: &str) -> Option<usize> {
        end_of_zip(end, size, 1_000, |entry| entry == name).map(|content| content.len())
    }

    #[test]
    fn a_file_at_the_end_is_found_without_what_comes_before_it() {
        let whole = archive();
        let (size, end) = (whole.len() as u64, &whole[whole.len() - 2_000..]);
        assert_eq!(found(end, size, "a-1.dist-info/METADATA"), Some(400));
        assert_eq!(found(end, size, "a/large.bin"), None);
        assert_eq!(found(&whole, size, "a/large.bin"), None, "it is larger than the limit");
    }

    #[test]
    fn what_is_cut_or_lies_about_its_size_gives_nothing() {
        let whole = archive();
        for length in [0, 10, 100] {
            assert_eq!(found(&whole[whole.len() - length..], whole.len() as u64, "a-1.dist-info/METADATA"), None);
        }
        let end = &whole[whole.len() - 2_000..];
        for size in [0, 1_999, u64::MAX - 3_000, u64::MAX] {
            assert_eq!(found(end, size, "a/large.bin"), None, "{size}");
        }
    }
}
