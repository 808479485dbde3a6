//! A path inside a package: relative, `/`-separated, and already safe.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// `dist/index.js`: never empty, never absolute, no `.`, `..` or empty parts, no backslash, no NUL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RelPath(String);

#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is not a path inside a package")]
pub struct BadPath(pub String);

impl RelPath {
    /// Takes a path that is safe as it stands; mending one that is not is `unpack`'s business.
    pub fn new(text: &str) -> Result<Self, BadPath> {
        let safe = !text.is_empty() && !text.contains(['\\', '\0']) && text.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if safe { Ok(Self(text.to_owned())) } else { Err(BadPath(text.to_owned())) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `index.js` of `dist/index.js`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder, without a slash at its end; empty at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// `js` of `dist/index.js`, as written; none for `.npmrc` and `LICENSE`.
    pub fn extension(&self) -> Option<&str> {
        self.file_name().rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension)
    }

    /// The path that `relative` (`./x`, `../y/z`) names when written in this file, if it stays inside the package.
    pub fn resolve(&self, relative: &str) -> Option<Self> {
        join(self.parent(), relative)
    }

    /// The path of a file named from the package's root, as in package.json (`./dist/index.js`).
    pub fn from_root(relative: &str) -> Option<Self> {
        join("", relative)
    }

    pub fn depth(&self) -> usize {
        self.0.split('/').count()
    }
}

fn join(folder: &str, relative: &str) -> Option<RelPath> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    RelPath::new(&parts.join("/")).ok()
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_paths_cannot_be_built() {
        for text in ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a\\b", "a/"] {
            assert!(RelPath::new(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn imports_resolve_against_the_folder_of_their_file() {
        let file = RelPath::new("dist/tools/run.js").unwrap();
        assert_eq!(file.resolve("../config.js").unwrap().as_str(), "dist/config.js");
        assert_eq!(file.resolve("../../../escape"), None);
        assert_eq!(RelPath::from_root("./dist/index.js").unwrap().as_str(), "dist/index.js");
    }
}
