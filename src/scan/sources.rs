//! The texts that findings quote, each decoded once and only where it is quoted.

use std::cell::OnceCell;

use crate::detect::Source;
use crate::model::{File, RelPath, Tree};
use crate::syntax::{Language, decode};

pub(super) struct Sources<'t> {
    /// In the order of the tree, which is that of the paths.
    files: Vec<(&'t File, OnceCell<Source<'t>>)>,
    none: Source<'t>,
}

impl<'t> Sources<'t> {
    pub fn new(tree: &'t Tree) -> Self {
        Self { files: tree.files().iter().map(|file| (file, OnceCell::new())).collect(), none: Source::default() }
    }

    /// Empty for what is no file of the tree.
    pub fn get(&self, path: &RelPath) -> &Source<'t> {
        match self.files.binary_search_by(|(file, _)| file.path.cmp(path)) {
            Ok(at) => self.files[at].1.get_or_init(|| source(self.files[at].0)),
            Err(_) => &self.none,
        }
    }
}

/// The text of a file, as its parse saw it.
fn source(file: &File) -> Source<'_> {
    let language = file.path.extension().and_then(Language::from_extension).unwrap_or(Language::JavaScript);
    Source::new(match decode::decode(&file.bytes, language) {
        Ok(decoded) => decoded.text,
        Err(_) => String::from_utf8_lossy(&file.bytes),
    })
}
