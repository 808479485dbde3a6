//! Who a package says that it is in the MCP registry, and whom a server.json speaks of.

use super::Manifest;
use crate::model::{Location, PackageId, PackageName, Registry};

/// The longest name that the registry gives out.
const NAME_MAX: usize = 200;

/// A name in the MCP registry, where the package claims it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerName {
    pub name: String,
    pub location: Location,
}

/// A server.json, as far as it tells servers and packages apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerJson {
    pub source: ServerJsonSource,
    pub name: Option<String>,
    /// Of the name, or of the document.
    pub location: Location,
    pub packages: Vec<ServerPackage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerJsonSource {
    Shipped,
    McpRegistry,
}

/// An entry of `packages[]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerPackage {
    /// `npm`, `pypi`, `oci`, …, in lower case.
    pub registry: String,
    pub identifier: String,
    pub version: Option<String>,
    pub location: Location,
}

/// What a package is called where it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub registry: Registry,
    pub name: String,
}

impl Identity {
    /// What was asked for, or else what the manifest says; none for what belongs to no ecosystem.
    pub fn of(id: &PackageId, manifest: &Manifest) -> Option<Self> {
        match id.registry {
            Registry::Npm | Registry::Pypi => Some(Self { registry: id.registry, name: id.name.to_string() }),
            Registry::Local => Self::own(manifest),
        }
    }

    /// What the package's own manifest says.
    pub(super) fn own(manifest: &Manifest) -> Option<Self> {
        match manifest.ecosystem {
            Registry::Npm | Registry::Pypi => Some(Self { registry: manifest.ecosystem, name: manifest.name.clone()? }),
            Registry::Local => None,
        }
    }

    /// Whether this is the name; Python's index does not tell `Acme_MCP` from `acme-mcp`.
    pub fn is_called(&self, name: &str) -> bool {
        match self.registry {
            Registry::Npm | Registry::Local => self.name == name,
            Registry::Pypi => {
                let plain = |name: &str| PackageName::pypi(name).ok();
                plain(name).is_some_and(|name| plain(&self.name) == Some(name))
            }
        }
    }
}

impl ServerPackage {
    pub fn is(&self, own: &Identity) -> bool {
        self.is_of(own.registry) && own.is_called(&self.identifier)
    }

    pub fn is_of(&self, registry: Registry) -> bool {
        self.registry == registry.as_str()
    }
}

impl ServerJson {
    /// Whether one of its packages is this one.
    pub fn speaks_of(&self, own: &Identity) -> bool {
        self.packages.iter().any(|package| package.is(own))
    }
}

/// `io.github.acme/server`: the only form in which the MCP registry gives out names.
pub fn is_server_name(name: &str) -> bool {
    let is_plain = |part: &str, also: &[u8]| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || also.contains(&byte))
            && part.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    name.len() <= NAME_MAX && name.split_once('/').is_some_and(|(space, server)| is_plain(space, b".-") && is_plain(server, b"._-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_servers_have_one_form() {
        for name in ["io.github.acme/server", "com.acme/a_b.c-d", "A-1/x"] {
            assert!(is_server_name(name), "{name}");
        }
        for name in
            ["", "/", "a/", "/b", "a", "a/b/c", "a b/c", "../x", "a/..", "a/b?c", "ä/b", "a_b/c", "a/\n", &format!("a/{}", "b".repeat(200))]
        {
            assert!(!is_server_name(name), "{name}");
        }
    }

    #[test]
    fn names_are_compared_as_their_registry_does() {
        let own = |registry, name: &str| Identity { registry, name: name.to_owned() };
        assert!(own(Registry::Pypi, "acme-mcp").is_called("Acme_MCP"));
        assert!(!own(Registry::Npm, "acme-mcp").is_called("Acme_MCP"));
        assert!(!own(Registry::Pypi, "acme-mcp").is_called("acme mcp!"));
    }
}
