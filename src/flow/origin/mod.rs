//! Whose code each part of a file is, as the package tells it: by folders, by what bundlers leave behind, by source maps and
//! by banners.
//!
//! All of this is a claim. Anybody can write any comment, so a claim names code and lets small matters weigh less; it never
//! excuses any. No list of names is asked whether a claim is likely: most of what is bundled are dependencies of dependencies,
//! which no manifest names, and who writes a false comment writes a false manifest as well. Only the package's own name is
//! never somebody else's.

mod banners;
mod comments;
mod mappings;
mod parts;
mod paths;
mod source_map;
mod wrappers;

use std::borrow::Cow;

use memchr::memmem;

use crate::model::{Origin, RelPath};
use crate::syntax::Module;
use crate::syntax::ir::Span;

pub use parts::Parts;
pub use paths::of_path;

/// A place in a file from which on, until the next one, the code has an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    start: u32,
    origin: Origin,
}

/// A part of a file with an origin of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    span: Span,
    origin: Origin,
}

/// What a file of JavaScript or TypeScript says of its parts. `text` is what `module` was lowered from, `file` gives the bytes
/// of another file of the package.
pub fn parts_of<'f>(path: &RelPath, text: &str, module: &Module, file: impl FnOnce(&RelPath) -> Option<&'f [u8]>) -> Parts {
    let mut sections = Vec::new();
    let mut parts = Vec::new();
    if memmem::find(text.as_bytes(), paths::MARK.as_bytes()).is_some() {
        sections = comments::sections(text);
        parts = wrappers::parts(module);
    }
    if sections.is_empty()
        && parts.is_empty()
        && let Some(url) = source_map::url(text)
    {
        let map = match source_map::inline(url) {
            Some(bytes) => Some(Cow::Owned(bytes)),
            None => source_map::path(path, url).and_then(|path| file(&path)).map(Cow::Borrowed),
        };
        sections = map.map(|map| source_map::sections(&map, text)).unwrap_or_default();
    }
    parts.extend(banners::parts(text, module));
    Parts::new(sections, parts)
}
