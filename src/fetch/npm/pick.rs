//! Which version an install would take. npm's own rules, without the engines field: what Node runs is not known here.

use nodejs_semver::{Range, Version};

use super::packument::Packument;
use crate::fetch::error::FetchError;

const LATEST: &str = "latest";
/// How many versions an error names.
const NEAREST: usize = 5;

/// The key in `versions`.
pub(super) fn pick<'a>(package: &str, packument: &'a Packument, wanted: Option<&str>) -> Result<&'a str, FetchError> {
    let wanted = wanted.map_or("*", str::trim);
    if let Ok(version) = Version::parse(wanted) {
        return exact(packument, wanted, &version).ok_or_else(|| unknown(package, packument, wanted, Some(&version)));
    }
    match Range::parse(wanted) {
        Ok(range) => in_range(packument, wanted, &range).ok_or_else(|| no_match(package, packument, wanted)),
        Err(_) if is_tag(wanted) => tagged(packument, wanted).ok_or_else(|| unknown(package, packument, wanted, None)),
        Err(_) => Err(FetchError::BadVersion {
            package: package.to_owned(),
            wanted: wanted.to_owned(),
            why: "write a version (1.2.3), a range (^1.2) or a tag (latest)".to_owned(),
        }),
    }
}

/// As it is spelled, or as npm would spell it: `v1.2.3` is `1.2.3`.
fn exact<'a>(packument: &'a Packument, wanted: &str, version: &Version) -> Option<&'a str> {
    let spelled = format!("{}.{}.{}", version.major(), version.minor(), version.patch());
    let normal = match version.to_string() {
        whole if version.is_prerelease() => whole.split('+').next().unwrap_or(&whole).to_owned(),
        _ => spelled,
    };
    [wanted, &normal].into_iter().find_map(|key| key_of(packument, key))
}

fn tagged<'a>(packument: &'a Packument, tag: &str) -> Option<&'a str> {
    key_of(packument, packument.tags.get(tag)?)
}

/// `latest` where it satisfies and is not deprecated; else the highest that satisfies, deprecated ones last.
fn in_range<'a>(packument: &'a Packument, wanted: &str, range: &Range) -> Option<&'a str> {
    let any = matches!(wanted, "" | "*" | "x" | "X");
    let latest = tagged(packument, LATEST);
    let satisfies = |key: &str| Version::parse(key).is_ok_and(|version| range.satisfies(&version));
    if let Some(latest) = latest.filter(|key| (any || satisfies(key)) && !is_deprecated(packument, key)) {
        return Some(latest);
    }
    let candidates = sorted(packument).into_iter().filter(|(version, _)| range.satisfies(version));
    // `max_by_key` takes the last of equals, and they are sorted by version.
    let best = candidates.max_by_key(|(_, key)| !is_deprecated(packument, key)).map(|(_, key)| key);
    best.or(latest.filter(|_| any))
}

fn is_deprecated(packument: &Packument, key: &str) -> bool {
    packument.versions.get(key).is_some_and(|manifest| manifest.deprecated.is_some())
}

fn key_of<'a>(packument: &'a Packument, version: &str) -> Option<&'a str> {
    packument.versions.get_key_value(version).map(|(key, _)| key.as_str())
}

/// Lowest first; keys that are no versions are left out, as npm does.
fn sorted(packument: &Packument) -> Vec<(Version, &str)> {
    let versions = packument.versions.keys().filter_map(|key| Some((Version::parse(key).ok()?, key.as_str())));
    let mut versions: Vec<_> = versions.collect();
    versions.sort();
    versions
}

/// Encoded nowhere and quoted nowhere: what npm takes for a tag.
fn is_tag(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte))
}

fn no_match(package: &str, packument: &Packument, wanted: &str) -> FetchError {
    FetchError::NoMatch { package: package.to_owned(), range: wanted.to_owned(), nearest: around(packument, None) }
}

fn unknown(package: &str, packument: &Packument, wanted: &str, version: Option<&Version>) -> FetchError {
    FetchError::UnknownVersion { package: package.to_owned(), wanted: wanted.to_owned(), nearest: around(packument, version) }
}

/// Up to five versions, lowest first: those around the one that is missing, else the newest and what is tagged.
fn around(packument: &Packument, missing: Option<&Version>) -> Vec<String> {
    let versions = sorted(packument);
    let at = missing.map_or(versions.len(), |missing| versions.partition_point(|(version, _)| version < missing));
    let from = at.saturating_sub(NEAREST / 2 + 1).min(versions.len().saturating_sub(NEAREST));
    let mut near: Vec<String> = versions.iter().skip(from).take(NEAREST).map(|(_, key)| (*key).to_owned()).collect();
    if missing.is_none() {
        let tags = packument.tags.iter().filter(|(tag, _)| is_tag(tag)).take(NEAREST);
        near.extend(tags.filter(|(tag, _)| tagged(packument, tag).is_some()).map(|(tag, version)| format!("{tag} ({version})")));
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Versions with a `!` are deprecated.
    fn packument(versions: &[&str], tags: &[(&str, &str)]) -> Packument {
        let manifest = |text: &str| super::super::packument::Manifest {
            deprecated: text.ends_with('!').then(|| "old".to_owned()),
            ..Default::default()
        };
        Packument {
            tags: tags.iter().map(|(tag, version)| ((*tag).to_owned(), (*version).to_owned())).collect(),
            time: None,
            versions: versions.iter().map(|text| (text.trim_end_matches('!').to_owned(), manifest(text))).collect(),
            ..Packument::default()
        }
    }

    fn picked<'a>(packument: &'a Packument, wanted: &str) -> Option<&'a str> {
        pick("p", packument, Some(wanted)).ok()
    }

    #[test]
    fn latest_is_preferred_where_it_satisfies() {
        let package = packument(&["1.0.0", "1.1.0", "2.0.0-rc.1", "1.2.0"], &[("latest", "1.1.0"), ("next", "2.0.0-rc.1")]);
        assert_eq!(pick("p", &package, None).unwrap(), "1.1.0");
        assert_eq!(picked(&package, "^1"), Some("1.1.0"));
        assert_eq!(picked(&package, ">1.1"), Some("1.2.0"));
        assert_eq!(picked(&package, "*"), Some("1.1.0"));
        assert_eq!(picked(&package, "~1.0.0 || ~1.2.0"), Some("1.2.0"));
        assert_eq!(picked(&package, "1.0 - 1.0.5"), Some("1.0.0"));
    }

    #[test]
    fn tags_and_exact_versions_are_taken_literally() {
        let package = packument(&["1.0.0!", "2.0.0-rc.1"], &[("latest", "1.0.0"), ("next", "2.0.0-rc.1")]);
        assert_eq!(picked(&package, "next"), Some("2.0.0-rc.1"));
        assert_eq!(picked(&package, "1.0.0"), Some("1.0.0"));
        assert_eq!(picked(&package, "v1.0.0"), Some("1.0.0"));
        assert_eq!(picked(&package, "2.0.0-rc.1+build"), Some("2.0.0-rc.1"));
    }

    #[test]
    fn deprecated_versions_are_a_last_resort() {
        let package = packument(&["1.0.0!", "1.1.0", "1.2.0!", "2.0.0!"], &[("latest", "1.2.0")]);
        assert_eq!(picked(&package, "^1"), Some("1.1.0"));
        assert_eq!(picked(&package, "*"), Some("1.1.0"));
        assert_eq!(picked(&package, "^2"), Some("2.0.0"));
    }

    #[test]
    fn previews_need_to_be_asked_for() {
        let package = packument(&["1.0.0", "2.0.0-rc.1", "2.0.0-rc.2"], &[("latest", "1.0.0")]);
        assert_eq!(picked(&package, ">=1"), Some("1.0.0"));
        assert_eq!(picked(&package, ">=2.0.0-rc.1"), Some("2.0.0-rc.2"));
        assert_eq!(picked(&package, "^2"), None);
        let previews = packument(&["1.0.0-a", "1.0.0-b"], &[("latest", "1.0.0-a")]);
        assert_eq!(pick("p", &previews, None).unwrap(), "1.0.0-a");
    }

    #[test]
    fn an_unknown_version_is_told_with_its_neighbours() {
        let package = packument(&["1.0.0", "1.1.0", "1.2.0", "1.10.0", "2.0.0", "3.0.0", "bogus"], &[("latest", "3.0.0")]);
        let told = |wanted| pick("p", &package, Some(wanted)).unwrap_err().to_string();
        assert_eq!(told("1.3.0"), "`p` has no version `1.3.0`\nhint: there are 1.0.0, 1.1.0, 1.2.0, 1.10.0, 2.0.0");
        assert_eq!(told("nightly"), "`p` has no version `nightly`\nhint: there are 1.1.0, 1.2.0, 1.10.0, 2.0.0, 3.0.0, latest (3.0.0)");
        assert_eq!(told("^9"), "no version of `p` satisfies `^9`\nhint: there are 1.1.0, 1.2.0, 1.10.0, 2.0.0, 3.0.0, latest (3.0.0)");
        assert!(told("a/b").contains("is not a version, range or tag"), "{}", told("a/b"));
        let gone = pick("p", &Packument::default(), Some("1.0.0")).unwrap_err().to_string();
        assert!(gone.contains("may have been unpublished"), "{gone}");
    }
}
