//! Documents that the user hands over as declarations: read whole, and only what is understood.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::manifest::{self, Manifest};
use crate::model::GivenDocument;

/// The largest catalogue entry seen in the wild is a fiftieth of this.
const BYTES_MAX: u64 = 1 << 20;

#[derive(Debug, Error)]
pub(super) enum DeclaredError {
    #[error("`{path}` cannot be read: {source}\nhint: name a file with --declared FILE that you may read", path = .path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("`{path}` is larger than {BYTES_MAX} bytes\nhint: hand over the part that is about this package", path = .path.display())]
    TooLarge { path: PathBuf },
    #[error(
        "`{path}` declares nothing that is understood\nhint: hand over a server.json, manifest.json, smithery.yaml, a catalogue's server.yaml or spec.yaml, an MCP client's configuration, or a text such as README.md",
        path = .0.display()
    )]
    NotUnderstood(PathBuf),
}

pub(super) fn documents(files: &[PathBuf]) -> Result<Vec<GivenDocument>, DeclaredError> {
    files.iter().map(|file| document(file)).collect()
}

fn document(path: &Path) -> Result<GivenDocument, DeclaredError> {
    let unreadable = |source| DeclaredError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(DeclaredError::TooLarge { path: path.to_owned() });
    }
    let not_understood = || DeclaredError::NotUnderstood(path.to_owned());
    let text = String::from_utf8(bytes).map_err(|_| not_understood())?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let document = GivenDocument { name, text: text.trim_start_matches('\u{feff}').to_owned() };
    manifest::given(&document, None, &mut Manifest::default()).ok_or_else(not_understood)?;
    Ok(document)
}
