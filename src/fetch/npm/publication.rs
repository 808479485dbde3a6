//! How a version came into the registry, and how the ones before it did.

use jiff::Timestamp;
use nodejs_semver::{Identifier, Version};

use super::packument::{Manifest, Packument};
use crate::model::{EarlierRelease, PackageId, Publication};

/// A habit shows in a few releases.
const EARLIER: usize = 5;

pub(super) fn of(id: &PackageId, packument: &Packument, manifest: &Manifest) -> Publication {
    let before = before(&id.version, packument);
    let publisher = manifest.publisher.clone();
    let others: Vec<_> = before.iter().filter_map(|(_, _, earlier)| earlier.publisher.as_ref()).collect();
    let signed = Some(&manifest.dist.integrity).filter(|_| !manifest.dist.signatures.is_empty());
    Publication {
        signatures: manifest.dist.signatures.clone(),
        signed_text: signed.and_then(|integrity| Some(format!("{id}:{}", integrity.as_ref()?))),
        published: packument.time.as_ref().and_then(|times| times.get(&id.version)).cloned(),
        is_new_publisher: publisher.as_ref().is_some_and(|own| !others.is_empty() && !others.contains(&own)),
        earlier: of_same_kind(&id.version, &before),
        publisher,
    }
}

type Before<'p> = Vec<(Version, &'p str, &'p Manifest)>;

/// Every version that was published before this one, as far as the registry tells; else every lower one.
fn before<'p>(version: &str, packument: &'p Packument) -> Before<'p> {
    let Ok(own) = Version::parse(version) else { return Vec::new() };
    let moment = |version: &str| packument.time.as_ref()?.get(version)?.parse::<Timestamp>().ok();
    let published = moment(version);
    let is_before = |other: &Version, key: &str| match (published, moment(key)) {
        (Some(published), Some(moment)) => moment < published,
        (Some(_) | None, _) => *other < own,
    };
    let all = packument.versions.iter().filter(|(key, _)| *key != version);
    let all = all.filter_map(|(key, manifest)| Some((Version::parse(key).ok()?, key.as_str(), manifest)));
    all.filter(|(other, key, _)| is_before(other, key)).collect()
}

/// Lines of releases are built in ways of their own: a beta is compared with betas, a final release with final ones below it.
fn of_same_kind(version: &str, before: &Before<'_>) -> Vec<EarlierRelease> {
    let Ok(own) = Version::parse(version) else { return Vec::new() };
    let mut same: Vec<_> = before.iter().filter(|(other, _, _)| *other < own && line(other) == line(&own)).collect();
    same.sort_by(|(a, _, _), (b, _, _)| b.cmp(a));
    let read = |(_, key, manifest): &(Version, &str, &Manifest)| EarlierRelease {
        version: (*key).to_owned(),
        attested: manifest.dist.attested,
        publisher: manifest.publisher.clone(),
    };
    same.into_iter().take(EARLIER).map(read).collect()
}

/// `beta` of `2.0.0-beta.3`; none of a final release.
fn line(version: &Version) -> Option<String> {
    version.pre_release().first().map(|first| match first {
        Identifier::AlphaNumeric(word) => word.clone(),
        Identifier::Numeric(_) => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{PackageName, Registry};

    fn packument(versions: &[(&str, &str, bool, &str)]) -> Packument {
        let time: serde_json::Map<String, Value> = versions.iter().map(|(version, time, ..)| ((*version).into(), json!(time))).collect();
        let manifest = |attested: bool, user: &str| {
            let dist = if attested { json!({ "attestations": { "url": "x" } }) } else { json!({}) };
            json!({ "_npmUser": { "name": user, "email": format!("{user}@acme.example") }, "dist": dist })
        };
        let versions: serde_json::Map<String, Value> =
            versions.iter().map(|(version, _, attested, user)| ((*version).into(), manifest(*attested, user))).collect();
        serde_json::from_value(json!({ "name": "server", "time": time, "versions": versions })).unwrap()
    }

    fn publication(version: &str, packument: &Packument) -> Publication {
        let id = PackageId { registry: Registry::Npm, name: PackageName::npm("server").unwrap(), version: version.to_owned() };
        of(&id, packument, &packument.versions[version])
    }

    fn earlier(version: &str, packument: &Packument) -> Vec<(String, bool)> {
        publication(version, packument).earlier.into_iter().map(|release| (release.version, release.attested)).collect()
    }

    #[test]
    fn releases_are_compared_with_those_below_them_of_their_own_kind_that_were_there_before() {
        let packument = packument(&[
            ("1.0.0", "2025-01-01T00:00:00.000Z", false, "ann"),
            ("1.1.0", "2025-02-01T00:00:00.000Z", true, "ann"),
            ("2.0.0-beta.1", "2025-02-02T00:00:00.000Z", true, "ann"),
            ("2.0.0", "2025-03-01T00:00:00.000Z", false, "bob"),
            ("1.0.1", "2025-04-01T00:00:00.000Z", false, "ann"),
        ]);
        assert_eq!(earlier("2.0.0", &packument), [("1.1.0".into(), true), ("1.0.0".into(), false)]);
        assert_eq!(earlier("1.0.1", &packument), [("1.0.0".into(), false)]);
        assert_eq!(earlier("2.0.0-beta.1", &packument), []);
        assert!(publication("2.0.0", &packument).is_new_publisher);
        assert!(!publication("1.0.1", &packument).is_new_publisher && !publication("1.0.0", &packument).is_new_publisher);
    }

    #[test]
    fn odd_fields_say_nothing_and_hide_nothing() {
        for odd in ["null", "7", "\"x\"", "[]", "[7, {}]", "{}", "{\"name\": {}, \"keyid\": 1}"] {
            let text = format!(
                r#"{{"name": "server", "time": {odd}, "versions": {{
                    "1.0.0": {{"_npmUser": {odd}, "dist": {{"signatures": {odd}, "attestations": null}}}},
                    "odd": {{"_npmUser": {odd}}}}}}}"#
            );
            let packument: Packument = serde_json::from_str(&text).unwrap();
            assert_eq!(publication("1.0.0", &packument), Publication::default(), "{odd}");
        }
    }
}
