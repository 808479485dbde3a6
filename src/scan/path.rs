//! A file or folder that the user names, judged like a release of its own.

use std::fs;
use std::path::Path;

use crate::model::{
    Artifact, ArtifactKind, ArtifactSummary, Contents, Context, Listing, PackageId, RelPath, ScanReport, Sha256, Tree, Verification,
};
use crate::store::ScanKey;
use crate::unpack::{Limits, read_folder, sniff, unpack};

use super::analyze::{Opened, analyze_opened, engine_version, own_id, ruleset};
use super::contents;
use super::error::ScanError;
use super::listing;
use super::package::{Scanner, is_lasting};

impl Scanner<'_> {
    /// Judges an archive or a folder; its own manifest names it.
    pub fn path(&self, path: &Path) -> Result<ScanReport, ScanError> {
        let (kind, opened) = self.opened_path(path)?;
        self.judge_opened(kind, opened)
    }

    /// As [`Scanner::path`], with what a look at its files gives; the look is told the name that the project goes by.
    pub fn path_and<T>(&self, path: &Path, look: impl FnOnce(ArtifactKind, &Tree, &str) -> T) -> Result<(ScanReport, T), ScanError> {
        let (kind, opened) = self.opened_path(path)?;
        let seen = look(kind, &opened.tree, own_id(&opened.manifest, &opened.artifact.file).name.as_str());
        Ok((self.judge_opened(kind, opened)?, seen))
    }

    /// As [`Scanner::path`], with what lies in it.
    pub fn path_with_contents(&self, path: &Path) -> Result<(ScanReport, Contents), ScanError> {
        let (kind, opened) = self.opened_path(path)?;
        let contents = contents::of(std::slice::from_ref(&opened), None);
        Ok((self.judge_opened(kind, opened)?, contents))
    }

    fn opened_path(&self, path: &Path) -> Result<(ArtifactKind, Opened), ScanError> {
        let metadata = fs::metadata(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => ScanError::NoSuchPath(path.to_owned()),
            _ => ScanError::Unreadable { path: path.to_owned(), source },
        })?;
        let (summary, kind, tree) = if metadata.is_dir() { self.folder(path)? } else { self.file(path, metadata.len())? };
        Ok((kind, Opened::new(summary, tree)))
    }

    fn judge_opened(&self, kind: ArtifactKind, opened: Opened) -> Result<ScanReport, ScanError> {
        let Opened { artifact, tree, manifest } = &opened;
        let (file, sha256) = (artifact.file.clone(), artifact.sha256);
        let id = own_id(manifest, &file);
        let listing = self.listing_of(&id, &opened)?;
        let published = listing::as_published(&id, manifest);
        let advisories = published.map_or(Ok(Vec::new()), |published| self.advisories(&published))?;
        let documents = self.documents.clone();
        let context = Context { target: self.target.clone(), listing, documents, advisories, ..Context::default() };
        let key = ScanKey::new(id.clone(), [sha256], engine_version(), ruleset(self.signatures), &context);
        // A folder's digest knows its files alone: what else is odd about it is looked at each time.
        let is_keyed = kind != ArtifactKind::Folder || tree.anomalies.is_empty();
        let store = self.store.filter(|_| is_keyed);
        if let Some(store) = store
            && let Some(report) = store.get(&key)?
            // The same bytes under another file name are another report.
            && report.artifacts.first().is_some_and(|artifact| artifact.file == file)
        {
            return Ok(report);
        }
        (self.progress)(&format!("analysing {file}"));
        let report = analyze_opened(Some(&id), vec![opened], &context, self.signatures);
        if let Some(store) = store.filter(|_| is_lasting(&report)) {
            store.put(&key, &report)?;
        }
        Ok(report)
    }

    /// A file that lies here may be a published one.
    fn listing_of(&self, id: &PackageId, opened: &Opened) -> Result<Listing, ScanError> {
        let claim = listing::claim(id, std::iter::once(&opened.manifest));
        let published = listing::as_published(id, &opened.manifest);
        claim.zip(published).map_or(Ok(Listing::NotAsked), |(server, package)| self.listing(&server, &package))
    }

    fn file(&self, path: &Path, size: u64) -> Result<(ArtifactSummary, ArtifactKind, Tree), ScanError> {
        if size > self.max_size {
            return Err(ScanError::TooLarge { path: path.to_owned(), size, limit: self.max_size });
        }
        let bytes = fs::read(path).map_err(|source| ScanError::Unreadable { path: path.to_owned(), source })?;
        let file = name_of(path);
        let kind = sniff(&file, &bytes).ok_or_else(|| ScanError::NotAnArchive(path.to_owned()))?;
        let tree = unpack(&bytes, kind, &Limits::default()).map_err(|source| ScanError::Unpack { file: file.clone(), source })?;
        let artifact = Artifact { file, kind, sha256: Sha256::of(&bytes), bytes: bytes.into(), verification: local() };
        Ok((super::analyze::summary_of(&artifact), kind, tree))
    }

    fn folder(&self, path: &Path) -> Result<(ArtifactSummary, ArtifactKind, Tree), ScanError> {
        let file = name_of(path);
        let tree = read_folder(path, &Limits::default()).map_err(|source| ScanError::Unpack { file: file.clone(), source })?;
        let bytes = tree.files().iter().map(|file| file.bytes.len() as u64).sum();
        let summary = ArtifactSummary { file, sha256: folder_digest(&tree), verification: local(), bytes };
        Ok((summary, ArtifactKind::Folder, tree))
    }
}

/// Over the sorted pairs of path and content.
fn folder_digest(tree: &Tree) -> Sha256 {
    let digests: Vec<(&RelPath, Sha256)> = tree.files().iter().map(|file| (&file.path, Sha256::of(&file.bytes))).collect();
    Sha256::of_parts(digests.iter().flat_map(|(path, digest)| [path.as_str().as_bytes(), &digest.as_bytes()[..]]))
}

/// The last part of a path as given; `.` and `..` are named for where they lead.
fn name_of(path: &Path) -> String {
    let named = path.file_name().map(ToOwned::to_owned);
    let named = named.or_else(|| fs::canonicalize(path).ok()?.file_name().map(ToOwned::to_owned));
    named.map_or_else(|| "folder".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn local() -> Verification {
    Verification::Unverified { why: "a local file, which no registry vouches for".to_owned() }
}
