//! Which kind of archive a file is, by its first bytes and then by its name.

use std::io::Read;

use crate::model::ArtifactKind;

use super::gzip::{self, Members};
use super::limits::Limits;
use super::tar::{self, BLOCK, Parsed};
use super::zip;

/// None means that it is no archive; whether it is a whole one, [`super::unpack`] finds out.
///
/// A tar is npm's when `package.json` stands under a top folder, and a source distribution when `PKG-INFO` does;
/// with both, or neither, the name decides: npm packs `.tgz`, Python `.tar.gz`.
pub fn sniff(file_name: &str, bytes: &[u8]) -> Option<ArtifactKind> {
    let name = file_name.to_ascii_lowercase();
    if bytes.starts_with(&gzip::MAGIC) {
        return Some(tar_kind(&name, Members::new(bytes, &Limits::default())));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip_kind(&name).unwrap_or(ArtifactKind::Zip));
    }
    if is_tar(bytes) {
        return Some(tar_kind(&name, bytes));
    }
    // Bytes may stand in front of a zip, so its end tells as well; a name alone tells nothing.
    zip_kind(&name).filter(|_| zip::has_end_record(bytes))
}

fn zip_kind(name: &str) -> Option<ArtifactKind> {
    match name.rsplit('.').next() {
        Some("whl") => Some(ArtifactKind::Wheel),
        Some("mcpb" | "dxt") => Some(ArtifactKind::Mcpb),
        Some("zip") => Some(ArtifactKind::Zip),
        _ => None,
    }
}

pub(super) fn is_tar(bytes: &[u8]) -> bool {
    bytes.first_chunk::<BLOCK>().is_some_and(|block| matches!(tar::parse_header(block), Parsed::Header(_)))
}

fn tar_kind(name: &str, stream: impl Read) -> ArtifactKind {
    let by_name = if name.ends_with(".tar.gz") || name.ends_with(".tar") { ArtifactKind::Sdist } else { ArtifactKind::NpmTarball };
    let (mut npm, mut sdist) = (false, false);
    // Damage is for `unpack` to report; what came before it may tell the kind.
    let _ = tar::any_name(stream, |entry| {
        let inner = entry.split_once('/').map_or("", |(_, inner)| inner);
        npm |= inner == "package.json";
        sdist |= inner == "PKG-INFO";
        npm && by_name == ArtifactKind::NpmTarball || sdist && by_name == ArtifactKind::Sdist
    });
    match (npm, sdist) {
        (true, false) => ArtifactKind::NpmTarball,
        (false, true) => ArtifactKind::Sdist,
        (true, true) | (false, false) => by_name,
    }
}
