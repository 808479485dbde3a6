//! What the registry says of all versions of a package, read one version at a time: an installation looks at few of them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use nodejs_semver::{Range, Version};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::packument::{Dist, Manifest, Packument, message, table, tags, text};
use super::pick::{self, Offer, Rank};
use crate::fetch::error::FetchError;
use crate::model::PackageName;

/// A package whose versions may be taken.
pub struct NpmReleases {
    pub name: PackageName,
    tags: BTreeMap<String, String>,
    versions: HashMap<String, Box<RawValue>>,
    sorted: OnceCell<Vec<(Version, String)>>,
}

/// One version, as far as an installation goes by it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NpmRelease {
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub version: Option<String>,
    /// The message of its publisher.
    #[serde(deserialize_with = "message")]
    pub deprecated: Option<String>,
    #[serde(deserialize_with = "names")]
    pub dependencies: BTreeMap<String, String>,
    #[serde(rename = "optionalDependencies", deserialize_with = "names")]
    pub optional: BTreeMap<String, String>,
    #[serde(rename = "peerDependencies", deserialize_with = "names")]
    pub peers: BTreeMap<String, String>,
    #[serde(rename = "peerDependenciesMeta", deserialize_with = "marked_optional")]
    pub optional_peers: Vec<String>,
    #[serde(rename = "bundleDependencies", deserialize_with = "bundled")]
    bundle: Bundled,
    /// Both spellings are in use.
    #[serde(rename = "bundledDependencies", deserialize_with = "bundled")]
    bundled: Bundled,
    /// `linux`, `!win32`; empty where any will do.
    #[serde(deserialize_with = "list")]
    pub os: Vec<String>,
    #[serde(deserialize_with = "list")]
    pub cpu: Vec<String>,
    /// `glibc` or `musl`; asked of Linux only.
    #[serde(deserialize_with = "list")]
    pub libc: Vec<String>,
    /// The range of Node's versions that it is made for.
    #[serde(rename = "engines", deserialize_with = "node")]
    pub node: Option<String>,
    /// It comes with a lock file of its own, which an installation obeys.
    #[serde(rename = "_hasShrinkwrap", deserialize_with = "truth")]
    pub has_shrinkwrap: bool,
    pub(super) dist: Dist,
}

/// Which dependencies lie inside the tarball.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Bundled {
    All,
    These(Vec<String>),
}

impl Default for Bundled {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

impl NpmRelease {
    /// Whether the dependency comes inside the tarball.
    pub fn bundles(&self, name: &str) -> bool {
        self.bundle.contains(name) || self.bundled.contains(name)
    }
}

impl Bundled {
    fn contains(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(names) => names.iter().any(|one| one == name),
        }
    }
}

#[derive(Deserialize)]
struct Document {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, rename = "dist-tags", deserialize_with = "tags")]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    versions: HashMap<String, Box<RawValue>>,
}

impl NpmReleases {
    /// None where the text is no such document.
    pub fn read(name: &PackageName, json: &[u8]) -> Result<Self, String> {
        let document: Document = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        match document.name {
            Some(got) if got == name.as_str() => {
                Ok(Self { name: name.clone(), tags: document.tags, versions: document.versions, sorted: OnceCell::new() })
            }
            Some(_) => Err("it is about another package".to_owned()),
            None => Err("it names no package".to_owned()),
        }
    }

    /// The version that an installation takes for a version, range or tag, where Node has this version.
    pub fn pick(&self, wanted: &str, node: &Version) -> Result<String, FetchError> {
        pick::pick(self.name.as_str(), &ForNode { releases: self, node }, Some(wanted)).map(str::to_owned)
    }

    /// None where there is no such version, or nothing is said of it that can be read.
    pub fn release(&self, version: &str) -> Option<NpmRelease> {
        serde_json::from_str(self.versions.get(version)?.get()).ok()
    }

    /// What the rest of this module reads of a version.
    pub(super) fn single(&self, version: &str) -> Option<(Packument, Manifest)> {
        let manifest: Manifest = serde_json::from_str(self.versions.get(version)?.get()).ok()?;
        let packument = Packument { name: Some(self.name.to_string()), tags: self.tags.clone(), ..Packument::default() };
        Some((packument, manifest))
    }

    fn sorted(&self) -> &[(Version, String)] {
        self.sorted.get_or_init(|| {
            let versions = self.versions.keys().filter_map(|key| Some((Version::parse(key).ok()?, key.clone())));
            let mut versions: Vec<_> = versions.collect();
            versions.sort();
            versions
        })
    }
}

/// What is on offer to whoever has this version of Node.
struct ForNode<'r> {
    releases: &'r NpmReleases,
    node: &'r Version,
}

/// What decides between versions.
#[derive(Deserialize)]
struct Fitness {
    #[serde(default, deserialize_with = "message")]
    deprecated: Option<String>,
    #[serde(default, rename = "engines", deserialize_with = "node")]
    node: Option<String>,
}

impl Offer for ForNode<'_> {
    fn tagged(&self, tag: &str) -> Option<&str> {
        self.releases.tags.get(tag).map(String::as_str)
    }

    fn tags(&self) -> impl Iterator<Item = (&str, &str)> {
        self.releases.tags.iter().map(|(tag, version)| (tag.as_str(), version.as_str()))
    }

    fn key(&self, version: &str) -> Option<&str> {
        self.releases.versions.get_key_value(version).map(|(key, _)| key.as_str())
    }

    fn lowest_first(&self) -> Vec<(&Version, &str)> {
        self.releases.sorted().iter().map(|(version, key)| (version, key.as_str())).collect()
    }

    fn rank(&self, key: &str) -> Rank {
        let fitness = self.releases.versions.get(key).and_then(|raw| serde_json::from_str::<Fitness>(raw.get()).ok());
        let Some(Fitness { deprecated, node }) = fitness else { return Rank { fits: true, is_deprecated: false } };
        Rank { fits: node.is_none_or(|range| fits(&range, self.node)), is_deprecated: deprecated.is_some() }
    }
}

/// Whether Node's version is one that a package is made for. What is no range is none that fits, as with npm.
fn fits(range: &str, node: &Version) -> bool {
    Range::parse(range.trim()).is_ok_and(|range| range.satisfies(node))
}

fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    Ok(table(deserializer)?.unwrap_or_default())
}

fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Value::deserialize(deserializer)? == Value::Bool(true))
}

fn node<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let engines = Value::deserialize(deserializer)?;
    Ok(engines.get("node").and_then(Value::as_str).filter(|range| !range.is_empty()).map(str::to_owned))
}

fn marked_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let Value::Object(peers) = Value::deserialize(deserializer)? else { return Ok(Vec::new()) };
    Ok(peers.into_iter().filter(|(_, about)| about.get("optional") == Some(&Value::Bool(true))).map(|(name, _)| name).collect())
}

fn bundled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bundled, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(true) => Bundled::All,
        Value::Array(names) => Bundled::These(names.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        _ => Bundled::default(),
    })
}

/// A text stands for a list of one.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn releases(json: &str) -> NpmReleases {
        NpmReleases::read(&PackageName::npm("a").unwrap(), json.as_bytes()).unwrap()
    }

    fn node(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn versions_that_are_not_made_for_this_node_are_a_last_resort() {
        let all = releases(
            r#"{"name": "a", "dist-tags": {"latest": "2.0.0"}, "versions": {
                "1.0.0": {}, "1.1.0": {"engines": {"node": ">=18"}}, "2.0.0": {"engines": {"node": ">=22"}}}}"#,
        );
        let picked = |wanted: &str, version: &str| all.pick(wanted, &node(version)).unwrap();
        assert_eq!(picked("*", "22.1.0"), "2.0.0");
        assert_eq!(picked("*", "20.0.0"), "1.1.0");
        assert_eq!(picked("*", "16.0.0"), "1.0.0");
        assert_eq!(picked("^2", "20.0.0"), "2.0.0", "better than nothing");
    }

    #[test]
    fn one_odd_version_hides_no_other() {
        let all = releases(
            r#"{"name": "a", "dist-tags": {"latest": "1.0.0"}, "versions": {"0.9.0": 7, "1.0.0": {
                "dependencies": {"b": "^1", "c": 1}, "peerDependenciesMeta": {"d": {"optional": true}, "e": {}},
                "bundledDependencies": ["b"], "os": "linux", "cpu": ["!arm"], "engines": []}}}"#,
        );
        assert!(all.release("0.9.0").is_none());
        let one = all.release("1.0.0").unwrap();
        assert_eq!(one.dependencies, BTreeMap::from([("b".to_owned(), "^1".to_owned())]));
        assert!(one.bundles("b") && !one.bundles("c"));
        assert_eq!((one.optional_peers, one.os, one.cpu), (vec!["d".to_owned()], vec!["linux".to_owned()], vec!["!arm".to_owned()]));
    }

    #[test]
    fn a_document_about_another_package_is_refused() {
        let name = PackageName::npm("a").unwrap();
        assert!(NpmReleases::read(&name, br#"{"name": "b", "versions": {}}"#).is_err());
        assert!(NpmReleases::read(&name, br#"{"versions": {}}"#).is_err());
    }
}
