//! What was asked for ([`PackageSpec`]) and what it turned out to be ([`PackageId`]).

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::name::{PackageName, Registry};

/// A package as a person names it: `@acme/server@^1`, `mcp-server-git==2026.1.1`, `some-server`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageSpec {
    pub registry: Registry,
    pub name: PackageName,
    /// Version, range or tag as written, without the separator (`1.2.3`, `^1`, `next`, `>=1,<2`); none means the newest.
    pub wanted: Option<String>,
}

#[derive(Debug, Error, PartialEq, Eq)]
pub enum SpecError {
    #[error("`{name}` is not a {registry} package name: {why}\nhint: a file or a folder is judged with `mcpscan scan PATH`")]
    Name { registry: Registry, name: String, why: &'static str },
    #[error("`{0}` names no version after the `@`\nhint: write NAME@VERSION, or NAME for the newest")]
    EmptyVersion(String),
}

impl PackageSpec {
    /// `NAME`, `NAME@VERSION`, `NAME@TAG` or `NAME@RANGE`; the name may be scoped.
    pub fn npm(text: &str) -> Result<Self, SpecError> {
        let text = text.trim();
        let at = text.char_indices().skip(1).find(|(_, c)| *c == '@').map(|(at, _)| at);
        let (name, wanted) = split(text, at, 1)?;
        Ok(Self { registry: Registry::Npm, name: PackageName::npm(name)?, wanted })
    }

    /// `NAME`, `NAME@VERSION`, `NAME==VERSION` or `NAME` with any other PEP 440 specifier.
    /// `wanted` keeps the operator of a specifier, but an exact `==`/`@` version stands alone.
    pub fn pypi(text: &str) -> Result<Self, SpecError> {
        let text = text.trim();
        let at = text.find(['@', '=', '<', '>', '~', '!']);
        let skip = match at.map(|at| &text[at..]) {
            Some(rest) if rest.starts_with("===") => 3,
            Some(rest) if rest.starts_with("==") && !rest.contains([',', '*']) => 2,
            Some(rest) if rest.starts_with('@') => 1,
            _ => 0,
        };
        let (name, wanted) = split(text, at, skip)?;
        Ok(Self { registry: Registry::Pypi, name: PackageName::pypi(name.trim())?, wanted })
    }
}

fn split(text: &str, at: Option<usize>, skip: usize) -> Result<(&str, Option<String>), SpecError> {
    let Some(at) = at else { return Ok((text, None)) };
    let wanted = text[at + skip..].trim();
    if wanted.is_empty() {
        return Err(SpecError::EmptyVersion(text.to_owned()));
    }
    Ok((&text[..at], Some(wanted.to_owned())))
}

impl fmt::Display for PackageSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.wanted {
            Some(wanted) => write!(f, "{}@{wanted}", self.name),
            None => write!(f, "{}", self.name),
        }
    }
}

/// One published version of one package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PackageId {
    pub registry: Registry,
    pub name: PackageName,
    /// As the registry spells it; empty when a local folder names none.
    pub version: String,
}

impl PackageId {
    /// The package URL, as in `pkg:npm/%40acme/server@1.2.3`; local packages are `pkg:generic/…`.
    pub fn purl(&self) -> String {
        let kind = match self.registry {
            Registry::Npm => "npm",
            Registry::Pypi => "pypi",
            Registry::Local => "generic",
        };
        let (namespace, name) = match (self.registry, self.name.as_str().split_once('/')) {
            (Registry::Npm, Some((scope, name))) => (Some(scope), name),
            _ => (None, self.name.as_str()),
        };
        let Ok(mut purl) = packageurl::PackageUrl::new(kind, name) else {
            return format!("pkg:{kind}/unnamed");
        };
        if let Some(scope) = namespace {
            let _ = purl.with_namespace(scope);
        }
        if !self.version.is_empty() {
            let _ = purl.with_version(self.version.as_str());
        }
        purl.to_string()
    }
}

impl fmt::Display for PackageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.version.is_empty() {
            return write!(f, "{}", self.name);
        }
        write!(f, "{}@{}", self.name, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(spec: Result<PackageSpec, SpecError>) -> (String, Option<String>) {
        let spec = spec.unwrap();
        (spec.name.to_string(), spec.wanted)
    }

    #[test]
    fn npm_specs_split_at_the_version_and_not_at_the_scope() {
        assert_eq!(wanted(PackageSpec::npm("@acme/server@1.2.3")), ("@acme/server".into(), Some("1.2.3".into())));
        assert_eq!(wanted(PackageSpec::npm("@acme/server")), ("@acme/server".into(), None));
        assert_eq!(wanted(PackageSpec::npm("server@>=1 <2")), ("server".into(), Some(">=1 <2".into())));
        assert_eq!(PackageSpec::npm("server@"), Err(SpecError::EmptyVersion("server@".into())));
    }

    #[test]
    fn pypi_specs_take_both_forms() {
        assert_eq!(wanted(PackageSpec::pypi("A_b==1.0")), ("a-b".into(), Some("1.0".into())));
        assert_eq!(wanted(PackageSpec::pypi("a-b@1.0")), ("a-b".into(), Some("1.0".into())));
        assert_eq!(wanted(PackageSpec::pypi("a-b>=1,<2")), ("a-b".into(), Some(">=1,<2".into())));
        assert_eq!(wanted(PackageSpec::pypi("a-b==1.*")), ("a-b".into(), Some("==1.*".into())));
    }

    #[test]
    fn purls_encode_the_scope() {
        let id = PackageId { registry: Registry::Npm, name: PackageName::npm("@acme/server").unwrap(), version: "1.2.3".into() };
        assert_eq!(id.purl(), "pkg:npm/%40acme/server@1.2.3");
    }
}
