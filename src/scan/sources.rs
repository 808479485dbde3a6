//! The texts that findings quote, each decoded once and only where it is quoted.

use std::cell::OnceCell;

use crate::detect::Source;
use crate::model::{File, RelPath, Tree};
use crate::signatures::Signatures;
use crate::syntax::{Language, decode};

pub(super) struct Sources<'t> {
    signatures: &'t Signatures,
    /// What is no file of the tree, but was given beside it.
    given: Vec<(&'t RelPath, Source<'t>)>,
    /// In the order of the tree, which is that of the paths.
    files: Vec<(&'t File, OnceCell<Source<'t>>)>,
    none: Source<'t>,
}

impl<'t> Sources<'t> {
    pub fn new(tree: &'t Tree, given: &'t [(RelPath, String)], signatures: &'t Signatures) -> Self {
        let given = given.iter().map(|(path, text)| (path, Source::new(text.as_str().into()))).collect();
        Self { signatures, given, files: tree.files().iter().map(|file| (file, OnceCell::new())).collect(), none: Source::default() }
    }

    /// Empty for what is nowhere.
    pub fn get(&self, path: &RelPath) -> &Source<'t> {
        if let Some((_, source)) = self.given.iter().find(|(known, _)| *known == path) {
            return source;
        }
        match self.files.binary_search_by(|(file, _)| file.path.cmp(path)) {
            Ok(at) => self.files[at].1.get_or_init(|| source(self.files[at].0, self.signatures)),
            Err(_) => &self.none,
        }
    }
}

/// The text of a file, as its parse saw it, but for the credentials in it.
fn source<'t>(file: &'t File, signatures: &Signatures) -> Source<'t> {
    let language = file.path.extension().and_then(Language::from_extension).unwrap_or(Language::JavaScript);
    let text = match decode::decode(&file.bytes, language) {
        Ok(decoded) => decoded.text,
        Err(_) => String::from_utf8_lossy(&file.bytes),
    };
    Source::new(signatures.masked(text))
}
