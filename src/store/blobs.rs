//! Artifacts on disk, named by their digest: `artifacts/ab/abcdef…`. What does not match its name is not given out.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::error::StoreError;
use super::files;
use crate::model::Sha256;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlobInfo {
    pub count: u64,
    pub bytes: u64,
}

impl Blobs {
    /// Below the cache folder; nothing is made before something is put.
    pub fn new(cache: &Path) -> Self {
        Self { folder: cache.join("artifacts") }
    }

    /// Whole or not at all, whatever happens to the process.
    pub fn put(&self, bytes: &[u8]) -> Result<Sha256, StoreError> {
        let digest = Sha256::of(bytes);
        let path = self.path(&digest);
        if fs::symlink_metadata(&path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64) {
            // Same name and length: `get` checks the rest.
            if self.get(&digest, bytes.len() as u64)?.is_some() {
                return Ok(digest);
            }
        }
        let folder = path.parent().expect("a blob lies in a folder of two digits");
        files::make_folder(folder)?;
        let draft = folder.join(format!(".{}.part", files::unpredictable()));
        let placed = write_whole(&draft, bytes).and_then(|()| fs::rename(&draft, &path));
        if placed.is_err() {
            let _ = fs::remove_file(&draft);
        }
        placed.map_err(StoreError::file("keep the artifact", &path))?;
        Ok(digest)
    }

    /// None if it is not there, is larger than `limit` bytes, or is not what its name says; the last is set aside.
    pub fn get(&self, digest: &Sha256, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(digest);
        let found = match fs::symlink_metadata(&path) {
            Ok(found) => found,
            Err(error) if is_absence(&error) => return Ok(None),
            Err(error) => return Err(StoreError::file("read the artifact", &path)(error)),
        };
        if !found.is_file() || found.len() > limit {
            return Ok(None);
        }
        let bytes = match read_whole(&path, limit) {
            Ok(bytes) => bytes,
            Err(error) if is_absence(&error) => return Ok(None),
            Err(error) => return Err(StoreError::file("read the artifact", &path)(error)),
        };
        if Sha256::of(&bytes) != *digest {
            set_aside(&path)?;
            return Ok(None);
        }
        touch(&path, &found);
        Ok(Some(bytes))
    }

    pub fn info(&self) -> Result<BlobInfo, StoreError> {
        let mut info = BlobInfo::default();
        for folder in entries(&self.folder)? {
            for file in entries(&folder)? {
                if let Ok(found) = fs::symlink_metadata(&file)
                    && found.is_file()
                {
                    // Drafts of killed processes and damaged files take room, but are no artifacts.
                    info.count += u64::from(!file.file_name().is_some_and(|name| name.as_encoded_bytes().contains(&b'.')));
                    info.bytes += found.len();
                }
            }
        }
        Ok(info)
    }

    /// Removes those that were not needed for longest until the rest takes at most `limit` bytes; gives what was removed.
    pub fn prune(&self, limit: u64) -> Result<BlobInfo, StoreError> {
        let mut files = Vec::new();
        for folder in entries(&self.folder)? {
            for file in entries(&folder)? {
                if let Ok(found) = fs::symlink_metadata(&file)
                    && found.is_file()
                {
                    files.push((found.modified().unwrap_or(SystemTime::UNIX_EPOCH), found.len(), file));
                }
            }
        }
        files.sort();
        let mut total: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
        let mut removed = BlobInfo::default();
        for (_, bytes, file) in files {
            if total <= limit {
                break;
            }
            match fs::remove_file(&file) {
                Err(error) if !is_absence(&error) => return Err(StoreError::file("remove the artifact", &file)(error)),
                Ok(()) | Err(_) => {}
            }
            total -= bytes;
            removed = BlobInfo { count: removed.count + 1, bytes: removed.bytes + bytes };
        }
        Ok(removed)
    }

    /// Removes everything; gives what there was.
    pub fn clear(&self) -> Result<BlobInfo, StoreError> {
        let info = self.info()?;
        match fs::remove_dir_all(&self.folder) {
            Err(error) if !is_absence(&error) => Err(StoreError::file("remove the artifacts in", &self.folder)(error)),
            Ok(()) | Err(_) => Ok(info),
        }
    }

    fn path(&self, digest: &Sha256) -> PathBuf {
        let name = digest.to_string();
        self.folder.join(&name[..2]).join(name)
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = files::create_new(path)?;
    file.write_all(bytes)?;
    // The name must not outlive the content when the machine stops.
    file.sync_all()
}

/// The file's time tells when it was needed last, to the day.
fn touch(path: &Path, found: &fs::Metadata) {
    let is_recent = found.modified().ok().and_then(|when| when.elapsed().ok()).is_some_and(|age| age < DAY);
    if !is_recent && let Ok(file) = fs::File::options().append(true).open(path) {
        // Whoever may not write it cannot remove it either.
        let _ = file.set_modified(SystemTime::now());
    }
}

fn read_whole(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Kept for whoever wants to know what happened to it; never read again.
fn set_aside(path: &Path) -> Result<(), StoreError> {
    let aside = path.with_extension(format!("damaged-{}", &files::unpredictable()[..8]));
    match fs::rename(path, aside) {
        Err(error) if !is_absence(&error) => Err(StoreError::file("set aside the damaged artifact", path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_absence(&error) => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::file("list", folder)(error)),
    };
    Ok(entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect())
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_needed_last_stays_within_the_limit() {
        let folder = tempfile::TempDir::new().unwrap();
        let blobs = Blobs::new(folder.path());
        let digests: Vec<Sha256> = (0..5_u8).map(|at| blobs.put(&[at; 1_000]).unwrap()).collect();
        let long_ago = SystemTime::now() - 30 * DAY;
        for digest in &digests {
            fs::File::options().append(true).open(blobs.path(digest)).unwrap().set_modified(long_ago).unwrap();
        }
        assert!(blobs.get(&digests[3], 1 << 20).unwrap().is_some(), "looked at, so needed");
        let removed = blobs.prune(2_000).unwrap();
        assert_eq!((removed.count, blobs.info().unwrap().bytes), (3, 2_000));
        assert!(blobs.get(&digests[3], 1 << 20).unwrap().is_some());
        assert_eq!(blobs.prune(2_000).unwrap().count, 0);
    }
}
