//! Conditions on a version (PEP 440) as a set of versions that the solver can count with.

use pep440_rs::{Operator, Version, VersionSpecifier, VersionSpecifiers};
use pubgrub::Ranges;

/// Nobody writes more conditions.
const MOST_SPECIFIERS: usize = 64;

/// Larger numbers are nobody's, and the next one after them has to be a number as well.
const LARGEST: u64 = 1 << 62;

/// None where the conditions are not such as anyone writes.
pub(in crate::resolve) fn of(specifiers: &VersionSpecifiers) -> Option<Ranges<Version>> {
    if specifiers.len() > MOST_SPECIFIERS {
        return None;
    }
    specifiers.iter().try_fold(Ranges::full(), |range, specifier| Some(range.intersection(&of_one(specifier)?)))
}

/// The versions that `==` names one by one: a yanked one is what was asked for then (PEP 592).
pub(super) fn pins(specifiers: &VersionSpecifiers) -> Vec<Version> {
    specifiers.iter().filter(|specifier| is_exact(specifier)).map(|specifier| specifier.version().clone()).collect()
}

fn is_exact(specifier: &VersionSpecifier) -> bool {
    // `===` is deprecated, not gone; matching on it would warn.
    *specifier.operator() == Operator::Equal || specifier.to_string().starts_with("===")
}

fn of_one(specifier: &VersionSpecifier) -> Option<Ranges<Version>> {
    let version = specifier.version();
    if !is_modest(version) {
        return None;
    }
    let is_public = version.local().is_empty();
    Some(match specifier.operator() {
        // A condition without a local version admits every local build of what it names.
        Operator::Equal if is_public => builds_of(version),
        Operator::NotEqual if is_public => builds_of(version).complement(),
        Operator::LessThanEqual if is_public => Ranges::strictly_lower_than(behind_builds(version)),
        _ => Ranges::from(specifier.clone()),
    })
}

fn builds_of(version: &Version) -> Ranges<Version> {
    Ranges::from_range_bounds(version.clone()..behind_builds(version))
}

/// What comes after a version and all its local builds: `1.0.post0.dev0` after `1.0+any`.
fn behind_builds(version: &Version) -> Version {
    let version = version.clone();
    if let Some(dev) = version.dev() {
        return version.with_dev(Some(dev + 1));
    }
    let post = version.post().map_or(0, |post| post + 1);
    version.with_post(Some(post)).with_dev(Some(0))
}

fn is_modest(version: &Version) -> bool {
    let other = [Some(version.epoch()), version.pre().map(|pre| pre.number), version.post(), version.dev()];
    other.into_iter().flatten().chain(version.release().iter().copied()).all(|number| number < LARGEST)
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn fitting(specifiers: &str, versions: &[&'static str]) -> Vec<&'static str> {
        let range = of(&VersionSpecifiers::from_str(specifiers).unwrap()).unwrap();
        versions.iter().copied().filter(|version| range.contains(&version.parse().unwrap())).collect()
    }

    #[test]
    fn local_builds_fit_what_names_none() {
        let all = ["1.0.dev1", "1.0rc1", "1.0", "1.0+cpu", "1.0.post1", "1.1"];
        assert_eq!(fitting("==1.0", &all), ["1.0", "1.0+cpu"]);
        assert_eq!(fitting("==1.0+cpu", &all), ["1.0+cpu"]);
        assert_eq!(fitting("!=1.0", &all), ["1.0.dev1", "1.0rc1", "1.0.post1", "1.1"]);
        assert_eq!(fitting("<=1.0", &all), ["1.0.dev1", "1.0rc1", "1.0", "1.0+cpu"]);
        assert_eq!(fitting(">1.0", &all), ["1.1"]);
        assert_eq!(fitting("<1.0", &all), [""; 0]);
    }

    #[test]
    fn parts_are_compared_as_numbers() {
        let all = ["1", "1.2", "1.2.9", "1.10", "2", "2.0.1"];
        assert_eq!(fitting("==1.2.*", &all), ["1.2", "1.2.9"]);
        assert_eq!(fitting("~=1.2", &all), ["1.2", "1.2.9", "1.10"]);
        assert_eq!(fitting(">=1.3,<2", &all), ["1.10"]);
        assert_eq!(fitting("==2", &all), ["2"]);
        assert_eq!(fitting("===1.10", &all), ["1.10"]);
    }

    #[test]
    fn numbers_without_a_successor_are_refused() {
        let largest = u64::MAX - 1;
        for specifier in [format!("=={largest}.*"), format!("~=1.{largest}.0"), format!(">1.post{largest}"), format!("==1.dev{largest}")] {
            if let Ok(specifiers) = VersionSpecifiers::from_str(&specifier) {
                assert_eq!(of(&specifiers), None, "{specifier}");
            }
        }
        let many = vec![">=1"; MOST_SPECIFIERS + 1].join(",");
        assert_eq!(of(&VersionSpecifiers::from_str(&many).unwrap()), None);
    }
}
