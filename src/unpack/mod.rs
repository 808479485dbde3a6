//! Archive → tree in memory, never on disk. What is odd becomes an anomaly; what is too much, a limit that is said.
//!
//! A name belongs to the entry that installers keep. Whatever else the bytes hold under that name is in the tree too,
//! as `index#shadowed-1.js` beside `index.js`, so that it is scanned: a reader who sees it must not be the first.

mod end_of_zip;
mod error;
mod files;
mod folder;
mod format;
mod gather;
mod gzip;
mod limits;
mod name;
mod notes;
mod sniff;
mod tar;
mod zip;

#[cfg(test)]
mod tests;

use std::io::BufReader;

use crate::model::{AnomalyKind, ArtifactKind, Tree};

pub use end_of_zip::end_of_zip;
pub use error::UnpackError;
pub use files::{FileLimits, FilesError, each_file};
pub use folder::read_folder;
pub use format::{Family, Format, behind_image, is_encrypted_zip};
pub use limits::Limits;
pub use sniff::sniff;

use gather::Gather;
use gzip::Members;
use limits::Budget;
use tar::Reader;

/// Reads a whole archive; [`ArtifactKind::Folder`] has no bytes and goes to [`read_folder`].
pub fn unpack(bytes: &[u8], kind: ArtifactKind, limits: &Limits) -> Result<Tree, UnpackError> {
    let mut gather = Gather::new(kind, Budget::new(limits, Some(bytes.len())));
    match kind {
        ArtifactKind::NpmTarball => read_tar(bytes, Reader::NodeTar, limits, &mut gather)?,
        ArtifactKind::Sdist => read_tar(bytes, Reader::Tarfile, limits, &mut gather)?,
        ArtifactKind::Wheel | ArtifactKind::Zip | ArtifactKind::Mcpb => read_zip(bytes, kind, &mut gather)?,
        ArtifactKind::Folder => return Err(not("an archive", "a folder has no bytes of its own")),
    }
    gather.finish()
}

fn read_tar(bytes: &[u8], reader: Reader, limits: &Limits, gather: &mut Gather) -> Result<(), UnpackError> {
    if bytes.starts_with(&gzip::MAGIC) {
        return read_members(Members::new(bytes, limits), reader, gather);
    }
    if !sniff::is_tar(bytes) {
        return Err(not("a gzip archive", &first_bytes(bytes)));
    }
    gather.budget.bytes(bytes.len() as u64)?;
    gather.notes.whole(AnomalyKind::OddEncoding, "a tar archive without gzip; npm and Python read it, others refuse it");
    tar::walk(bytes, reader, gather)
}

fn read_members(mut members: Members<'_>, reader: Reader, gather: &mut Gather) -> Result<(), UnpackError> {
    // Inflating in large steps costs less than in steps of a header's size.
    tar::walk(BufReader::with_capacity(1 << 17, &mut members), reader, gather)?;
    if members.count > 1 {
        gather.notes.whole(AnomalyKind::MultipleMembers, format!("{} gzip members", members.count));
    }
    if !members.trailing().is_empty() {
        gather.notes.whole(AnomalyKind::TrailingData, format!("{} bytes behind the gzip stream", members.trailing().len()));
    }
    Ok(())
}

fn read_zip(bytes: &[u8], kind: ArtifactKind, gather: &mut Gather) -> Result<(), UnpackError> {
    let zip_like = bytes.starts_with(b"PK") || zip::has_end_record(bytes);
    if !zip_like {
        return Err(not("a zip archive", &first_bytes(bytes)));
    }
    zip::read(bytes, kind, gather)
}

fn not(expected: &'static str, why: &str) -> UnpackError {
    UnpackError::NotAnArchive { expected, why: why.to_owned() }
}

fn first_bytes(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "it is empty".to_owned();
    }
    format!("it begins with `{}`", bytes[..bytes.len().min(16)].escape_ascii())
}
