//! The texts that findings quote, each decoded once and only where it is quoted.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::detect::Source;
use crate::model::{File, RelPath, Tree};
use crate::signatures::{Credential, Signatures};
use crate::syntax::{Language, decode};

pub(super) struct Sources<'t> {
    signatures: &'t Signatures,
    /// What is no file of the tree, but was given beside it.
    given: Vec<(&'t RelPath, Source<'t>)>,
    /// In the order of the tree, which is that of the paths.
    files: Vec<Kept<'t>>,
    none: Source<'t>,
}

/// A file, and what somebody asked of it.
struct Kept<'t> {
    file: &'t File,
    source: OnceCell<Source<'t>>,
    credentials: OnceCell<Vec<Credential<'t>>>,
}

impl<'t> Sources<'t> {
    pub fn new(tree: &'t Tree, given: &'t [(RelPath, String)], signatures: &'t Signatures) -> Self {
        let given = given.iter().map(|(path, text)| (path, Source::new(text.as_str().into()))).collect();
        let kept = |file| Kept { file, source: OnceCell::new(), credentials: OnceCell::new() };
        Self { signatures, given, files: tree.files().iter().map(kept).collect(), none: Source::default() }
    }

    /// Empty for what is nowhere.
    pub fn get(&self, path: &RelPath) -> &Source<'t> {
        if let Some((_, source)) = self.given.iter().find(|(known, _)| *known == path) {
            return source;
        }
        self.kept(path).map_or(&self.none, |kept| kept.source(self.signatures))
    }

    /// What stands in the bytes of a file of the tree.
    pub fn credentials(&self, path: &RelPath) -> &[Credential<'t>] {
        self.kept(path).map_or(&[], |kept| kept.credentials(self.signatures))
    }

    fn kept(&self, path: &RelPath) -> Option<&Kept<'t>> {
        let at = self.files.binary_search_by(|kept| kept.file.path.cmp(path)).ok()?;
        Some(&self.files[at])
    }
}

impl<'t> Kept<'t> {
    fn credentials(&self, signatures: &'t Signatures) -> &[Credential<'t>] {
        self.credentials.get_or_init(|| signatures.credentials(&self.file.bytes))
    }

    fn source(&self, signatures: &'t Signatures) -> &Source<'t> {
        self.source.get_or_init(|| self.shown(signatures))
    }

    /// The text of the file, as its parse saw it, but for the credentials in it.
    fn shown(&self, signatures: &'t Signatures) -> Source<'t> {
        let bytes = &self.file.bytes;
        let language = self.file.path.extension().and_then(Language::from_extension).unwrap_or(Language::JavaScript);
        let text = match decode::decode(bytes, language) {
            Ok(decoded) => decoded.text,
            Err(_) => String::from_utf8_lossy(bytes),
        };
        Source::new(match text {
            // Byte for byte the file: what stands in it is known.
            Cow::Borrowed(text) if text.len() == bytes.len() => signatures.masked_at(text.into(), self.credentials(signatures)),
            text => signatures.masked(text),
        })
    }
}
