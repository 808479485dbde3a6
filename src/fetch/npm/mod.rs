//! npm: a spec becomes one version's tarball, by npm's own rules and settings.

mod changes;
mod ini;
mod keys;
mod layers;
mod locked;
mod packument;
mod pick;
mod publication;
mod published;
mod releases;
mod search;
mod settings;

use url::Url;

pub use self::changes::{NpmChange, NpmChanges};
pub(in crate::fetch) use self::keys::read as read_keys;
use self::packument::{Asked, Manifest, Packument};
pub use self::releases::{NpmRelease, NpmReleases};
pub use self::search::{NpmHits, NpmSearch};
pub(super) use self::settings::FLAG;
use self::settings::Settings;
use super::credentials::Credentials;
use super::defaults;
use super::document::Document;
use super::error::FetchError;
use super::http::Http;
use super::integrity::{Algorithm, Digest, parse_sri};
use super::resolved::{RemoteFile, Resolved};
use super::settings::{FetchOptions, Surroundings};
use super::url::{authority, base_url, same_origin, shown};
use crate::model::{ArtifactKind, PackageId, PackageName, PackageSpec, Registry, RegistryFacts};

pub(super) const CHANGES_FLAG: &str = "--npm-changes";

/// The long form tells who published each version and when.
const LONG: &str = "application/json; q=1.0, */*; q=0.5";
/// The short form has what an install needs; registries without it answer with the long one.
const SHORT: &str = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";
/// The long form of a package with thousands of versions has tens of megabytes.
const MAX_PACKUMENT: u64 = 64 << 20;

pub(super) struct Npm {
    settings: Settings,
    pub http: Http,
    /// Ends in a slash.
    changes: Url,
    offline: bool,
}

impl Npm {
    pub fn new(surroundings: &Surroundings, options: &FetchOptions) -> Result<Self, FetchError> {
        let (settings, mut network) = Settings::read(surroundings, options.registry.as_deref())?;
        let changes = match &options.npm_changes {
            Some(text) => base_url(text, CHANGES_FLAG)?,
            None => defaults::npm_changes(),
        };
        network.plain.allow(&changes);
        Ok(Self { settings, http: Http::new(network, options), changes, offline: options.offline })
    }

    pub fn registry_for(&self, name: &PackageName) -> &Url {
        self.settings.registry_for(name.as_str())
    }

    pub fn credentials_for(&self, file: &RemoteFile) -> Option<Credentials> {
        self.settings.credentials_for(&file.url, &file.registry)
    }

    pub async fn resolve(&self, spec: &PackageSpec) -> Result<Resolved, FetchError> {
        if self.offline {
            return Err(FetchError::Offline { missing: format!("what the registry says of `{spec}`") });
        }
        let packument = self.packument(&spec.name).await?;
        let offer = Asked::new(&packument);
        let version = pick::pick(spec.name.as_str(), &offer, spec.wanted.as_deref())?;
        let id = PackageId { registry: Registry::Npm, name: spec.name.clone(), version: version.to_owned() };
        let mut resolved = self.resolved(id, &packument, &packument.versions[version])?;
        resolved.facts.published = published::published(&packument, version);
        Ok(resolved)
    }

    /// Where the keys of a name's registry are, and what it wants to see for them.
    pub fn keys(&self, name: &PackageName) -> Result<(Url, Option<Credentials>), FetchError> {
        let registry = self.registry_for(name);
        let why = || FetchError::Setup { why: format!("{} takes no path", shown(registry)) };
        let url = keys::keys_url(registry).ok_or_else(why)?;
        let credentials = self.settings.credentials_for(&url, registry);
        Ok((url, credentials))
    }

    /// What an installation goes by, for all versions of a package.
    pub async fn releases(&self, name: &PackageName) -> Result<NpmReleases, FetchError> {
        if self.offline {
            return Err(FetchError::Offline { missing: format!("what the registry says of `{name}`") });
        }
        let document = self.document(name, SHORT).await?;
        NpmReleases::read(name, &document.bytes).map_err(|why| FetchError::BadDocument { url: shown(&document.url), why })
    }

    /// A version as it was picked from what [`Self::releases`] gave.
    pub fn release(&self, releases: &NpmReleases, version: &str) -> Result<Resolved, FetchError> {
        let id = PackageId { registry: Registry::Npm, name: releases.name.clone(), version: version.to_owned() };
        let missing = || FetchError::UnknownVersion { package: id.name.to_string(), wanted: version.to_owned(), nearest: Vec::new() };
        let (packument, manifest) = releases.single(version).ok_or_else(missing)?;
        self.resolved(id, &packument, &manifest)
    }

    async fn packument(&self, name: &PackageName) -> Result<Packument, FetchError> {
        let document = match self.document(name, LONG).await {
            Err(FetchError::TooLarge { .. }) => self.document(name, SHORT).await,
            answer => answer,
        }?;
        let packument: Packument = document.json()?;
        match &packument.name {
            Some(got) if got == name.as_str() => Ok(packument),
            Some(got) => Err(FetchError::OtherPackage { asked: name.to_string(), got: brief(got) }),
            None => Err(FetchError::BadDocument { url: shown(&document.url), why: "it names no package".to_owned() }),
        }
    }

    async fn document(&self, name: &PackageName, accept: &str) -> Result<Document, FetchError> {
        let registry = self.registry_for(name);
        let url = packument_url(registry, name)?;
        let credentials = self.settings.credentials_for(&url, registry);
        let document = self.http.document(&url, accept, credentials.as_ref(), MAX_PACKUMENT).await;
        document.map_err(|error| match error {
            FetchError::Status { status: 404, .. } => {
                FetchError::UnknownPackage { registry: Registry::Npm, package: name.to_string(), source_url: shown(registry) }
            }
            other => other,
        })
    }

    fn resolved(&self, id: PackageId, packument: &Packument, manifest: &Manifest) -> Result<Resolved, FetchError> {
        check_identity(&id, manifest)?;
        let registry = self.registry_for(&id.name).clone();
        let url = self.tarball(&id, manifest, &registry)?;
        let mut facts = RegistryFacts {
            deprecated: manifest.deprecated.clone(),
            publication: publication::of(&id, packument, manifest),
            notes: self.settings.notes.clone(),
            ..RegistryFacts::default()
        };
        if !same_origin(&url, &registry) {
            facts.notes.push(format!("the tarball is not served by the registry but by {}", authority(&url)));
        }
        let expected = expected(&id, manifest, &registry)?;
        if expected.is_empty() {
            facts.notes.push("the registry gives no hash for the tarball".to_owned());
        } else if !expected.iter().any(Digest::is_strong) {
            facts.notes.push("the registry gives only a SHA-1 for the tarball, which does not prove its content".to_owned());
        }
        let attestations = manifest.dist.attested.then(|| keys::attestations_url(&registry, &id)).flatten();
        let file =
            RemoteFile { file: tarball_name(&id), kind: ArtifactKind::NpmTarball, url, registry, expected, size: None, attestations };
        Ok(Resolved { id, source: shown(&file.registry), files: vec![file], facts })
    }

    fn tarball(&self, id: &PackageId, manifest: &Manifest, registry: &Url) -> Result<Url, FetchError> {
        let bad = |why: String| FetchError::BadDocument { url: shown(registry), why };
        let text = manifest.dist.tarball.as_deref().ok_or_else(|| bad(format!("`{id}` has no tarball")))?;
        let url = registry.join(text).map_err(|error| bad(format!("the tarball of `{id}` is not a URL: {error}")))?;
        let url = self.settings.tarball(super::url::bare(&url), id.name.as_str());
        self.http.check(&url, Some(registry))?;
        Ok(url)
    }
}

/// `@scope/name` is one part of the path: `@scope%2fname`.
fn packument_url(registry: &Url, name: &PackageName) -> Result<Url, FetchError> {
    let path = name.as_str().replace('/', "%2f");
    // The `./` keeps a name such as `a:b` from being read as a scheme.
    registry.join(&format!("./{path}")).map_err(|error| FetchError::BadUrl {
        setting: "the registry setting".to_owned(),
        text: shown(registry),
        why: error.to_string(),
    })
}

/// A registry may not answer for one version with the manifest of another.
fn check_identity(id: &PackageId, manifest: &Manifest) -> Result<(), FetchError> {
    let name = manifest.name.as_deref().unwrap_or("no name");
    let version = manifest.version.as_deref().unwrap_or("no version");
    if name == id.name.as_str() && version == id.version {
        return Ok(());
    }
    Err(FetchError::OtherPackage { asked: id.to_string(), got: brief(&format!("{name}@{version}")) })
}

fn expected(id: &PackageId, manifest: &Manifest, registry: &Url) -> Result<Vec<Digest>, FetchError> {
    let bad = |error| FetchError::BadDocument { url: shown(registry), why: format!("the integrity of `{id}` is {error}") };
    let strong = manifest.dist.integrity.as_deref().map(parse_sri).transpose().map_err(bad)?.unwrap_or_default();
    if !strong.is_empty() {
        return Ok(strong);
    }
    let shasum = manifest.dist.shasum.as_deref();
    Ok(shasum.map(|text| Digest::from_hex(Algorithm::Sha1, text)).transpose().map_err(bad)?.into_iter().collect())
}

/// As the public registry names it. Made of what was asked for, so it holds nothing that a server chose.
fn tarball_name(id: &PackageId) -> String {
    let name = id.name.as_str();
    format!("{}-{}.tgz", name.rsplit('/').next().unwrap_or(name), id.version)
}

/// A server's text in a message: one line of at most 100 characters.
fn brief(text: &str) -> String {
    text.chars().take(100).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scoped_names_are_one_part_of_the_path() {
        let url = |name| packument_url(&Url::parse("https://a.example/npm/").unwrap(), &PackageName::npm(name).unwrap()).unwrap();
        assert_eq!(url("@acme/server").as_str(), "https://a.example/npm/@acme%2fserver");
        assert_eq!(url("server").as_str(), "https://a.example/npm/server");
    }
}
