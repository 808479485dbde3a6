//! What the registry's document says of one version, and of the one that was published before it.

use std::collections::BTreeMap;

use nodejs_semver::Version;
use serde_json::Value;

use super::packument::{Manifest, Packument};
use crate::model::{Earlier, Published};

/// Scripts that an installation runs.
const INSTALL: [&str; 3] = ["preinstall", "install", "postinstall"];
/// More than any honest package has.
const NAMES_MAX: usize = 2_000;

pub(super) fn published(packument: &Packument, version: &str) -> Option<Published> {
    let manifest = packument.versions.get(version)?;
    // The short form knows neither times nor scripts nor people.
    let is_long = packument.time.is_some();
    let before = before(packument, version);
    Some(Published {
        dependencies: Some(dependencies(manifest)),
        scripts: is_long.then(|| manifest.scripts.clone().unwrap_or_default()),
        install_script: if is_long { manifest.install_script.as_bool() } else { Some(manifest.install_script == Value::Bool(true)) },
        // A workflow that npm trusts by its repository is nobody's stolen token.
        publisher: manifest.publisher.as_ref().filter(|one| one.trusted.is_none()).and_then(|publisher| cleaned(&publisher.name)),
        earlier: is_long.then_some(before.len() as u32),
        previous: before.last().and_then(|key| Some(earlier(key, packument.versions.get(*key)?))),
        metadata: BTreeMap::new(),
    })
}

fn dependencies(manifest: &Manifest) -> BTreeMap<String, String> {
    let all = [&manifest.dependencies, &manifest.optional].into_iter().flatten().flatten();
    all.take(NAMES_MAX).map(|(name, wanted)| (name.clone(), wanted.clone())).collect()
}

/// The versions that were published before this one, the latest last; by their numbers where no times are given.
fn before<'p>(packument: &'p Packument, version: &str) -> Vec<&'p str> {
    let others = packument.versions.keys().map(String::as_str).filter(|key| *key != version);
    match packument.time.as_ref().and_then(|times| Some((times, times.get(version)?))) {
        Some((times, own)) => {
            // RFC 3339 in UTC: as texts they are in their order.
            let mut all: Vec<(&str, &str)> = others.filter_map(|key| Some((times.get(key)?.as_str(), key))).collect();
            all.retain(|(time, _)| *time < own.as_str());
            all.sort_unstable();
            all.into_iter().map(|(_, key)| key).collect()
        }
        None => {
            let Ok(own) = Version::parse(version) else { return Vec::new() };
            let mut all: Vec<(Version, &str)> = others.filter_map(|key| Some((Version::parse(key).ok()?, key))).collect();
            all.retain(|(other, _)| *other < own);
            all.sort();
            all.into_iter().map(|(_, key)| key).collect()
        }
    }
}

fn earlier(version: &str, manifest: &Manifest) -> Earlier {
    let scripts = manifest.scripts.iter().flatten().any(|(name, _)| INSTALL.contains(&name.as_str()));
    let people = manifest.maintainers.as_array().into_iter().flatten().take(NAMES_MAX);
    Earlier {
        version: version.to_owned(),
        publisher: manifest.publisher.as_ref().and_then(|publisher| cleaned(&publisher.name)),
        maintainers: people.filter_map(person).collect(),
        dependencies: dependencies(manifest).into_keys().collect(),
        install_script: scripts || manifest.install_script == Value::Bool(true),
    }
}

/// `{"name": "jane", "email": …}`, or `jane <mail>`.
fn person(value: &Value) -> Option<String> {
    cleaned(value.get("name").unwrap_or(value).as_str()?)
}

fn cleaned(name: &str) -> Option<String> {
    let name = name.split('<').next().unwrap_or(name).trim();
    (!name.is_empty()).then(|| name.chars().take(100).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str, version: &str) -> Published {
        published(&serde_json::from_str(json).unwrap(), version).unwrap()
    }

    #[test]
    fn the_long_form_tells_who_and_what_was_before() {
        let json = r#"{"name":"a","time":{"created":"2026-01-01T00:00:00Z","1.0.0":"2026-01-01T00:00:00Z","2.0.0":"2026-03-01T00:00:00Z","1.0.1":"2026-04-01T00:00:00Z"},
            "versions":{
              "1.0.0":{"_npmUser":{"name":"jane"},"maintainers":[{"name":"jane"},{"name":"joe"},7]},
              "1.0.1":{"_npmUser":{"name":"eve"},"scripts":{"postinstall":"node x.js"},"dependencies":{"b":"^1"},"optionalDependencies":{"c":"2"}},
              "2.0.0":{"_npmUser":{"name":"joe"},"scripts":{"install":"x"},"dependencies":[]}}}"#;
        let last = read(json, "1.0.1");
        assert_eq!((last.publisher.as_deref(), last.earlier), (Some("eve"), Some(2)));
        assert_eq!(last.dependencies.unwrap().into_keys().collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(last.scripts.unwrap().into_keys().collect::<Vec<_>>(), ["postinstall"]);
        let previous = last.previous.unwrap();
        assert_eq!((previous.version.as_str(), previous.publisher.as_deref(), previous.install_script), ("2.0.0", Some("joe"), true));
        let first = read(json, "1.0.0");
        assert_eq!((first.earlier, first.previous, first.scripts), (Some(0), None, Some(BTreeMap::new())));
    }

    #[test]
    fn the_short_form_tells_by_numbers_and_no_scripts() {
        let json = r#"{"name":"a","versions":{"1.0.0":{},"1.1.0":{"hasInstallScript":true},"1.10.0":{}}}"#;
        let last = read(json, "1.10.0");
        assert_eq!((last.scripts, last.install_script, last.earlier), (None, Some(false), None));
        assert!(last.previous.unwrap().install_script);
    }
}
