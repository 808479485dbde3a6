//! Which version an install would take, by npm's own rules.

use nodejs_semver::{Range, Version};

use crate::fetch::error::FetchError;

const LATEST: &str = "latest";
/// How many versions an error names.
const NEAREST: usize = 5;

/// A package's versions, as far as choosing between them goes.
pub(super) trait Offer {
    fn tagged(&self, tag: &str) -> Option<&str>;

    fn tags(&self) -> impl Iterator<Item = (&str, &str)>;

    /// The version as the registry spells it, if it is there.
    fn key(&self, version: &str) -> Option<&str>;

    /// Keys that are no versions are left out, as npm does.
    fn lowest_first(&self) -> Vec<(&Version, &str)>;

    fn rank(&self, key: &str) -> Rank;
}

/// What goes before the order of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rank {
    /// The version of Node is one that it is made for.
    pub fits: bool,
    pub is_deprecated: bool,
}

impl Rank {
    const BEST: Self = Self { fits: true, is_deprecated: false };

    /// Deprecated ones after all others, but better than one that does not fit.
    fn order(self) -> (bool, bool) {
        (self.fits, !self.is_deprecated)
    }
}

/// The key in `versions`.
pub(super) fn pick<'a>(package: &str, offer: &'a impl Offer, wanted: Option<&str>) -> Result<&'a str, FetchError> {
    let wanted = wanted.map_or("*", str::trim);
    if let Ok(version) = Version::parse(wanted) {
        return exact(offer, wanted, &version).ok_or_else(|| unknown(package, offer, wanted, Some(&version)));
    }
    match Range::parse(wanted) {
        Ok(range) => in_range(offer, wanted, &range).ok_or_else(|| no_match(package, offer, wanted)),
        Err(_) if is_tag(wanted) => tagged(offer, wanted).ok_or_else(|| unknown(package, offer, wanted, None)),
        Err(_) => Err(FetchError::BadVersion {
            package: package.to_owned(),
            wanted: wanted.to_owned(),
            why: "write a version (1.2.3), a range (^1.2) or a tag (latest)".to_owned(),
        }),
    }
}

/// As it is spelled, or as npm would spell it: `v1.2.3` is `1.2.3`.
fn exact<'a>(offer: &'a impl Offer, wanted: &str, version: &Version) -> Option<&'a str> {
    let spelled = format!("{}.{}.{}", version.major(), version.minor(), version.patch());
    let normal = match version.to_string() {
        whole if version.is_prerelease() => whole.split('+').next().unwrap_or(&whole).to_owned(),
        _ => spelled,
    };
    [wanted, &normal].into_iter().find_map(|key| offer.key(key))
}

fn tagged<'a>(offer: &'a impl Offer, tag: &str) -> Option<&'a str> {
    offer.key(offer.tagged(tag)?)
}

/// `latest` where it satisfies, fits and is not deprecated; else the highest that satisfies, and those last that are deprecated or do not
/// fit.
fn in_range<'a>(offer: &'a impl Offer, wanted: &str, range: &Range) -> Option<&'a str> {
    let any = matches!(wanted, "" | "*" | "x" | "X");
    let latest = tagged(offer, LATEST);
    let satisfies = |key: &str| Version::parse(key).is_ok_and(|version| range.satisfies(&version));
    if let Some(latest) = latest.filter(|key| (any || satisfies(key)) && offer.rank(key) == Rank::BEST) {
        return Some(latest);
    }
    let mut best: Option<(Rank, &str)> = None;
    for (_, key) in offer.lowest_first().into_iter().rev().filter(|(version, _)| range.satisfies(version)) {
        let rank = offer.rank(key);
        if rank == Rank::BEST {
            return Some(key);
        }
        if best.is_none_or(|(other, _)| rank.order() > other.order()) {
            best = Some((rank, key));
        }
    }
    best.map(|(_, key)| key).or(latest.filter(|_| any))
}

/// Encoded nowhere and quoted nowhere: what npm takes for a tag.
fn is_tag(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte))
}

fn no_match(package: &str, offer: &impl Offer, wanted: &str) -> FetchError {
    FetchError::NoMatch { package: package.to_owned(), range: wanted.to_owned(), nearest: around(offer, None) }
}

fn unknown(package: &str, offer: &impl Offer, wanted: &str, version: Option<&Version>) -> FetchError {
    FetchError::UnknownVersion { package: package.to_owned(), wanted: wanted.to_owned(), nearest: around(offer, version) }
}

/// Up to five versions, lowest first: those around the one that is missing, else the newest and what is tagged.
fn around(offer: &impl Offer, missing: Option<&Version>) -> Vec<String> {
    let versions = offer.lowest_first();
    let at = missing.map_or(versions.len(), |missing| versions.partition_point(|(version, _)| *version < missing));
    let from = at.saturating_sub(NEAREST / 2 + 1).min(versions.len().saturating_sub(NEAREST));
    let mut near: Vec<String> = versions.iter().skip(from).take(NEAREST).map(|(_, key)| (*key).to_owned()).collect();
    if missing.is_none() {
        let tags = offer.tags().filter(|(tag, _)| is_tag(tag)).take(NEAREST);
        near.extend(tags.filter(|(tag, _)| tagged(offer, tag).is_some()).map(|(tag, version)| format!("{tag} ({version})")));
    }
    near
}

#[cfg(test)]
mod tests {
    use super::super::packument::{Asked, Packument};
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

    fn picked(packument: &Packument, wanted: &str) -> Option<String> {
        pick("p", &Asked::new(packument), Some(wanted)).ok().map(str::to_owned)
    }

    #[test]
    fn latest_is_preferred_where_it_satisfies() {
        let package = packument(&["1.0.0", "1.1.0", "2.0.0-rc.1", "1.2.0"], &[("latest", "1.1.0"), ("next", "2.0.0-rc.1")]);
        assert_eq!(pick("p", &Asked::new(&package), None).unwrap(), "1.1.0");
        assert_eq!(picked(&package, "^1").as_deref(), Some("1.1.0"));
        assert_eq!(picked(&package, ">1.1").as_deref(), Some("1.2.0"));
        assert_eq!(picked(&package, "*").as_deref(), Some("1.1.0"));
        assert_eq!(picked(&package, "~1.0.0 || ~1.2.0").as_deref(), Some("1.2.0"));
        assert_eq!(picked(&package, "1.0 - 1.0.5").as_deref(), Some("1.0.0"));
    }

    #[test]
    fn tags_and_exact_versions_are_taken_literally() {
        let package = packument(&["1.0.0!", "2.0.0-rc.1"], &[("latest", "1.0.0"), ("next", "2.0.0-rc.1")]);
        assert_eq!(picked(&package, "next").as_deref(), Some("2.0.0-rc.1"));
        assert_eq!(picked(&package, "1.0.0").as_deref(), Some("1.0.0"));
        assert_eq!(picked(&package, "v1.0.0").as_deref(), Some("1.0.0"));
        assert_eq!(picked(&package, "2.0.0-rc.1+build").as_deref(), Some("2.0.0-rc.1"));
    }

    #[test]
    fn deprecated_versions_are_a_last_resort() {
        let package = packument(&["1.0.0!", "1.1.0", "1.2.0!", "2.0.0!"], &[("latest", "1.2.0")]);
        assert_eq!(picked(&package, "^1").as_deref(), Some("1.1.0"));
        assert_eq!(picked(&package, "*").as_deref(), Some("1.1.0"));
        assert_eq!(picked(&package, "^2").as_deref(), Some("2.0.0"));
    }

    #[test]
    fn previews_need_to_be_asked_for() {
        let package = packument(&["1.0.0", "2.0.0-rc.1", "2.0.0-rc.2"], &[("latest", "1.0.0")]);
        assert_eq!(picked(&package, ">=1").as_deref(), Some("1.0.0"));
        assert_eq!(picked(&package, ">=2.0.0-rc.1").as_deref(), Some("2.0.0-rc.2"));
        assert_eq!(picked(&package, "^2"), None);
        let previews = packument(&["1.0.0-a", "1.0.0-b"], &[("latest", "1.0.0-a")]);
        assert_eq!(pick("p", &Asked::new(&previews), None).unwrap(), "1.0.0-a");
    }

    #[test]
    fn an_unknown_version_is_told_with_its_neighbours() {
        let package = packument(&["1.0.0", "1.1.0", "1.2.0", "1.10.0", "2.0.0", "3.0.0", "bogus"], &[("latest", "3.0.0")]);
        let told = |wanted| pick("p", &Asked::new(&package), Some(wanted)).unwrap_err().to_string();
        assert_eq!(told("1.3.0"), "`p` has no version `1.3.0`\nhint: there are 1.0.0, 1.1.0, 1.2.0, 1.10.0, 2.0.0");
        assert_eq!(told("nightly"), "`p` has no version `nightly`\nhint: there are 1.1.0, 1.2.0, 1.10.0, 2.0.0, 3.0.0, latest (3.0.0)");
        assert_eq!(told("^9"), "no version of `p` satisfies `^9`\nhint: there are 1.1.0, 1.2.0, 1.10.0, 2.0.0, 3.0.0, latest (3.0.0)");
        assert!(told("a/b").contains("is not a version, range or tag"), "{}", told("a/b"));
        let gone = pick("p", &Asked::new(&Packument::default()), Some("1.0.0")).unwrap_err().to_string();
        assert!(gone.contains("may have been unpublished"), "{gone}");
    }
}
