//! The files of a zip on disk, one after the other: for archives of very many that nobody wants in memory together.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use thiserror::Error;
use zip::ZipReadOptions;
use zip::read::Config;
use zip::unstable::read::ZipIterable;

/// How much is read at most; going over is an error.
#[derive(Debug, Clone, Copy)]
pub struct FileLimits {
    pub files: u64,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of all of them.
    pub bytes: u64,
    /// Bytes out for each byte of the archive, beyond the first [`RATIO_FLOOR`] of them.
    pub ratio: u64,
}

/// A small archive may well repeat itself.
const RATIO_FLOOR: u64 = 64 << 20;
/// Little is read in vain where the reader jumps between the directory and the files.
const BUFFER: usize = 8 << 10;

#[derive(Debug, Error)]
pub enum FilesError {
    #[error("cannot be read: {0}")]
    Read(#[from] io::Error),
    #[error("is no sound zip archive: {0}")]
    Damaged(String),
    #[error("`{file}` in it cannot be read: {why}")]
    File { file: String, why: String },
    #[error("{what}: limit {limit}")]
    Limit { what: String, limit: u64 },
}

/// Gives each file that is `wanted` by its name to `take`, in the order of the directory, until that fails.
pub fn each_file<E: From<FilesError>>(
    path: &Path,
    limits: FileLimits,
    wanted: impl Fn(&str) -> bool,
    mut take: impl FnMut(&str, Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let open = || File::open(path).map(|file| BufReader::with_capacity(BUFFER, file)).map_err(FilesError::Read);
    let (mut directory, content) = (open()?, open()?);
    let packed = directory.seek(SeekFrom::End(0)).map_err(FilesError::Read)?;
    let damaged = |error: zip::result::ZipError| FilesError::Damaged(error.to_string());
    let mut archive = ZipIterable::try_new(directory, Config::default()).map_err(damaged)?;
    if archive.len() as u64 > limits.files {
        return Err(FilesError::Limit { what: format!("{} files", archive.len()), limit: limits.files }.into());
    }
    let most = limits.bytes.min(RATIO_FLOOR.max(packed.saturating_mul(limits.ratio)));
    let mut left = most;
    let mut files = archive.files_with_reader(content, ZipReadOptions::new()).map_err(damaged)?;
    while let Some(file) = files.next() {
        let mut file = file.map_err(damaged)?;
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        if !wanted(&name) {
            continue;
        }
        let mut bytes = Vec::new();
        let read = (&mut file).take(limits.file_bytes.min(left) + 1).read_to_end(&mut bytes);
        read.map_err(|error| FilesError::File { file: name.clone(), why: error.to_string() })?;
        let size = bytes.len() as u64;
        if size > limits.file_bytes {
            return Err(
                FilesError::Limit { what: format!("`{name}` has more bytes than a file may have"), limit: limits.file_bytes }.into()
            );
        }
        left = left.checked_sub(size).ok_or_else(|| FilesError::Limit { what: "bytes after unpacking".to_owned(), limit: most })?;
        take(&name, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use super::*;

    const LIMITS: FileLimits = FileLimits { files: 3, file_bytes: 1 << 20, bytes: 2 << 20, ratio: 1000 };

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8]) -> Result<Vec<(String, usize)>, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let mut found = Vec::new();
        let take = |name: &str, bytes: Vec<u8>| {
            found.push((name.to_owned(), bytes.len()));
            Ok::<(), FilesError>(())
        };
        each_file(file.path(), LIMITS, |name| name.ends_with(".json"), take).map_err(|error| error.to_string())?;
        Ok(found)
    }

    #[test]
    fn the_files_that_are_wanted_come_one_by_one() {
        let bytes = archive(&[("a.json", b"one"), ("README.md", b"no"), ("b/c.json", b"three")]);
        assert_eq!(read(&bytes).unwrap(), [("a.json".to_owned(), 3), ("b/c.json".to_owned(), 5)]);
    }

    #[test]
    fn too_much_is_an_error_and_never_memory() {
        let zeros = vec![0; 3 << 20];
        assert!(read(&archive(&[("a.json", &zeros)])).unwrap_err().starts_with("`a.json` has more bytes"));
        let (one, two) = (vec![1; 1 << 20], vec![2; 1 << 20]);
        let three = read(&archive(&[("a.json", &one), ("b.json", &two), ("c.json", b"x")])).unwrap_err();
        assert!(three.starts_with("bytes after unpacking"), "{three}");
        assert_eq!(read(&archive(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")])).unwrap_err(), "4 files: limit 3");
    }

    #[test]
    fn what_is_damaged_is_told_wherever_it_is_cut_or_changed() {
        let bytes = archive(&[("a.json", b"some text that is not short"), ("b.json", b"some more of it")]);
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err(), "{length}");
        }
        let at = bytes.windows(4).position(|window| window == b"json").unwrap() + 6;
        let mut changed = bytes;
        changed[at] ^= 0x55;
        assert!(read(&changed).unwrap_err().contains("a.json"));
    }
}
