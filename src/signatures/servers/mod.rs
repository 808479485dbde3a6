//! Well-known packages, and which of them another name can be mistaken for.

mod likeness;
mod typing;

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::entry::{Source, entry};
use super::error::SignatureError;
use super::{CHECKED, Signatures, source};
use crate::model::{PackageName, Registry};

pub use likeness::Likeness;
use likeness::Name;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownPackages {
    pub id: String,
    pub registry: Registry,
    /// Whose they are, for a message.
    pub owner: String,
    /// npm scopes that are his.
    #[serde(default)]
    pub scopes: Vec<String>,
    pub names: Vec<String>,
    /// `github.com/acme/notes`, in lower case.
    #[serde(default)]
    pub repositories: Vec<String>,
    /// No servers: only misspelt names are held against them.
    #[serde(default)]
    pub plain: bool,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(KnownPackages);

/// The well-known package that a name is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike<'s> {
    pub known: &'s str,
    pub packages: &'s KnownPackages,
    pub how: Likeness,
}

#[derive(Debug)]
pub(super) struct Servers {
    entries: Vec<KnownPackages>,
    known: HashSet<(Registry, String)>,
    scopes: HashSet<String>,
    /// Repository → its entry.
    repositories: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    known: Vec<KnownPackages>,
}

impl Signatures {
    pub(super) fn servers(&self) -> &Servers {
        self.servers.get_or_init(|| self.texts.parse(source::SERVERS, Servers::parse).expect(CHECKED))
    }

    /// The well-known package of the same registry that this name is most like; none for a well-known one, and in a scope
    /// that owns one.
    pub fn look_alike(&self, registry: Registry, name: &str) -> Option<Alike<'_>> {
        self.servers().look_alike(registry, name)
    }

    /// The well-known packages that are made in this repository (`github.com/acme/notes`).
    pub fn made_in(&self, repository: &str) -> Option<&KnownPackages> {
        let servers = self.servers();
        servers.repositories.get(&repository.to_ascii_lowercase()).map(|at| &servers.entries[*at])
    }

    /// A well-known package, or one of a scope that owns some.
    pub fn is_well_known(&self, registry: Registry, name: &str) -> bool {
        self.servers().is_known(registry, &plain(registry, name))
    }
}

impl Servers {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let entries = source.parse::<File>()?.known;
        source.check(&entries)?;
        let mut servers = Self { entries, known: HashSet::new(), scopes: HashSet::new(), repositories: HashMap::new() };
        for (at, entry) in servers.entries.iter().enumerate() {
            for name in &entry.names {
                if *name != plain(entry.registry, name) {
                    return Err(source.complain(&entry.id, 0, format!("`{}`: `{name}` is not how its registry compares names", entry.id)));
                }
                servers.scopes.extend(Name::of(name).scope.map(str::to_owned));
                servers.known.insert((entry.registry, name.clone()));
            }
            servers.scopes.extend(entry.scopes.iter().map(|scope| scope.trim_start_matches('@').to_owned()));
            servers.repositories.extend(entry.repositories.iter().map(|repository| (repository.clone(), at)));
        }
        Ok(servers)
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[KnownPackages] {
        &self.entries
    }

    fn is_known(&self, registry: Registry, name: &str) -> bool {
        let scope = Name::of(name).scope;
        self.known.contains(&(registry, name.to_owned()))
            || scope.is_some_and(|scope| registry == Registry::Npm && self.scopes.contains(scope))
    }

    pub fn look_alike(&self, registry: Registry, name: &str) -> Option<Alike<'_>> {
        let name = plain(registry, name);
        if self.is_known(registry, &name) {
            return None;
        }
        let own = Name::of(&name);
        let mut nearest: Option<Alike<'_>> = None;
        for packages in self.entries.iter().filter(|packages| packages.registry == registry) {
            for known in &packages.names {
                let alike = likeness::between(&own, &Name::of(known)).filter(|how| !packages.plain || how.is_misspelt());
                if let Some(how) = alike.filter(|how| nearest.is_none_or(|nearest| *how < nearest.how)) {
                    nearest = Some(Alike { known, packages, how });
                }
            }
        }
        nearest
    }
}

/// As the registry compares names; one that it would never take stays as it is.
fn plain(registry: Registry, name: &str) -> String {
    match registry {
        Registry::Pypi => PackageName::pypi(name).map_or_else(|_| name.to_owned(), |name| name.to_string()),
        Registry::Npm | Registry::Local => name.to_owned(),
    }
}

#[cfg(test)]
mod tests;
