//! Where a package lives and what it is called there.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::spec::SpecError;

/// Where a package comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Registry {
    Npm,
    Pypi,
    /// A file or folder that the user named.
    Local,
}

impl Registry {
    /// The registry of this name.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Npm, Self::Pypi, Self::Local].into_iter().find(|registry| registry.as_str() == word)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pypi => "pypi",
            Self::Local => "local",
        }
    }
}

impl fmt::Display for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A package's name as its registry compares names: npm names as they are, PyPI names in their PEP 503 form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PackageName(String);

impl PackageName {
    /// `@scope/name` or `name`, by npm's rules for names that can be installed (old names with capitals included).
    pub fn npm(text: &str) -> Result<Self, SpecError> {
        let bad = |why| Err(SpecError::Name { registry: Registry::Npm, name: text.to_owned(), why });
        if text.is_empty() || text.len() > 214 {
            return bad("it must have 1 to 214 characters");
        }
        let parts = match text.strip_prefix('@') {
            Some(rest) => match rest.split_once('/') {
                Some((scope, name)) => vec![scope, name],
                None => return bad("a scope needs a name: `@scope/name`"),
            },
            None => vec![text],
        };
        for part in parts {
            if part.is_empty() || part.starts_with('.') || !part.bytes().all(is_npm_byte) {
                return bad("only letters, digits and `-._~` are allowed, and no leading dot");
            }
        }
        Ok(Self(text.to_owned()))
    }

    /// A PyPI name; `My.Server_x` and `my-server-x` are the same package (PEP 503).
    pub fn pypi(text: &str) -> Result<Self, SpecError> {
        let bad = |why| Err(SpecError::Name { registry: Registry::Pypi, name: text.to_owned(), why });
        let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if !edge(text.chars().next()) || !edge(text.chars().next_back()) {
            return bad("it must begin and end with a letter or a digit");
        }
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
            return bad("only letters, digits and `-_.` are allowed");
        }
        Ok(Self(normalize_pypi(text)))
    }

    /// Whatever a local manifest says, or the file's own name.
    pub fn local(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `@acme` of `@acme/server`.
    pub fn scope(&self) -> Option<&str> {
        self.0.split_once('/').map(|(scope, _)| scope).filter(|scope| scope.starts_with('@'))
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_npm_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

fn normalize_pypi(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if matches!(c, '-' | '_' | '.') { '-' } else { c.to_ascii_lowercase() };
        if !(c == '-' && out.ends_with('-')) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pypi_names_compare_in_their_pep_503_form() {
        assert_eq!(PackageName::pypi("My.Server__x").unwrap().as_str(), "my-server-x");
    }

    #[test]
    fn npm_names_that_would_leave_their_folder_are_refused() {
        for name in ["", "../x", "@acme", "@/x", "a/b", ".hidden", "a b", "a%2fb"] {
            assert!(PackageName::npm(name).is_err(), "{name:?}");
        }
        assert_eq!(PackageName::npm("@acme/server").unwrap().scope(), Some("@acme"));
    }
}
