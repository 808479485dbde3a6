//! The registry's document about a package, as far as it is needed. Other fields may hold anything.

use std::collections::BTreeMap;

use nodejs_semver::Version;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::pick::{Offer, Rank};
use crate::model::{Publisher, RegistrySignature};

/// A registry signs with one key, and for a while with two.
const MOST_SIGNATURES: usize = 8;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Packument {
    #[serde(default, deserialize_with = "text")]
    pub name: Option<String>,
    #[serde(default, rename = "dist-tags", deserialize_with = "tags")]
    pub tags: BTreeMap<String, String>,
    #[serde(default)]
    pub versions: BTreeMap<String, Manifest>,
    /// Version → when it was published; only the long form has it.
    #[serde(default, deserialize_with = "table")]
    pub time: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Manifest {
    #[serde(default, deserialize_with = "text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub version: Option<String>,
    /// A message; some old documents say `true` or `false` only.
    #[serde(default, deserialize_with = "message")]
    pub deprecated: Option<String>,
    #[serde(default)]
    pub dist: Dist,
    /// Only the long form says it.
    #[serde(default, rename = "_npmUser", deserialize_with = "publisher")]
    pub publisher: Option<Publisher>,
    #[serde(default, deserialize_with = "table")]
    pub dependencies: Option<BTreeMap<String, String>>,
    #[serde(default, rename = "optionalDependencies", deserialize_with = "table")]
    pub optional: Option<BTreeMap<String, String>>,
    #[serde(default, deserialize_with = "table")]
    pub scripts: Option<BTreeMap<String, String>>,
    #[serde(default, rename = "hasInstallScript")]
    pub install_script: Value,
    #[serde(default)]
    pub maintainers: Value,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Dist {
    #[serde(default, deserialize_with = "text")]
    pub tarball: Option<String>,
    /// SRI.
    #[serde(default, deserialize_with = "text")]
    pub integrity: Option<String>,
    /// SHA-1 in hexadecimal.
    #[serde(default, deserialize_with = "text")]
    pub shasum: Option<String>,
    #[serde(default, deserialize_with = "signatures")]
    pub signatures: Vec<RegistrySignature>,
    /// There is something to be had about how it was built.
    #[serde(default, rename = "attestations", deserialize_with = "is_object")]
    pub attested: bool,
}

/// What Node runs is not known where one package is asked for by itself: any fits.
pub(super) struct Asked<'p> {
    packument: &'p Packument,
    sorted: Vec<(Version, &'p str)>,
}

impl<'p> Asked<'p> {
    pub fn new(packument: &'p Packument) -> Self {
        let versions = packument.versions.keys().filter_map(|key| Some((Version::parse(key).ok()?, key.as_str())));
        let mut sorted: Vec<_> = versions.collect();
        sorted.sort();
        Self { packument, sorted }
    }
}

impl Offer for Asked<'_> {
    fn tagged(&self, tag: &str) -> Option<&str> {
        self.packument.tags.get(tag).map(String::as_str)
    }

    fn tags(&self) -> impl Iterator<Item = (&str, &str)> {
        self.packument.tags.iter().map(|(tag, version)| (tag.as_str(), version.as_str()))
    }

    fn key(&self, version: &str) -> Option<&str> {
        self.packument.versions.get_key_value(version).map(|(key, _)| key.as_str())
    }

    fn lowest_first(&self) -> Vec<(&Version, &str)> {
        self.sorted.iter().map(|(version, key)| (version, *key)).collect()
    }

    fn rank(&self, key: &str) -> Rank {
        let is_deprecated = self.packument.versions.get(key).is_some_and(|manifest| manifest.deprecated.is_some());
        Rank { fits: true, is_deprecated }
    }
}

/// One odd field must not hide the other versions, so what is no text is none.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    })
}

pub(super) fn message<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Bool(true) => Some("deprecated".to_owned()),
        _ => None,
    })
}

fn publisher<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Publisher>, D::Error> {
    let user = Value::deserialize(deserializer)?;
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let Some(name) = text(&user["name"]) else { return Ok(None) };
    Ok(Some(Publisher { name, email: text(&user["email"]), trusted: text(&user["trustedPublisher"]["id"]) }))
}

fn signatures<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RegistrySignature>, D::Error> {
    let given = Value::deserialize(deserializer)?;
    let read = |one: &Value| Some(RegistrySignature { key: one["keyid"].as_str()?.to_owned(), signature: one["sig"].as_str()?.to_owned() });
    Ok(given.as_array().into_iter().flatten().filter_map(read).take(MOST_SIGNATURES).collect())
}

pub(super) fn tags<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    Ok(table(deserializer)?.unwrap_or_default())
}

/// Keys with texts; what is none of that is left out.
pub(super) fn table<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<BTreeMap<String, String>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Object(entries) => Some(entries.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()),
        _ => None,
    })
}

fn is_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Value::deserialize(deserializer)?.is_object())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_fields_hide_nothing_else() {
        let json = r#"{"name":"a","dist-tags":{"latest":"1.0.0","odd":7},"time":[],"versions":{
            "1.0.0":{"name":"a","version":"1.0.0","deprecated":true,"dist":{"tarball":"t","shasum":[],"integrity":""}},
            "0.9.0":{"deprecated":false}}}"#;
        let packument: Packument = serde_json::from_str(json).unwrap();
        assert_eq!(packument.tags, BTreeMap::from([("latest".to_owned(), "1.0.0".to_owned())]));
        let newest = &packument.versions["1.0.0"];
        assert_eq!(newest.deprecated.as_deref(), Some("deprecated"));
        assert_eq!((newest.dist.shasum.as_deref(), newest.dist.integrity.as_deref()), (None, None));
        assert_eq!(packument.versions["0.9.0"].deprecated, None);
    }
}
