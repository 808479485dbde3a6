//! Versions as their registry orders them, and what lies before all of them.

use std::cmp::Ordering;

use crate::model::Registry;

/// Where a text stands among the versions of a package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Before every version.
    Beginning,
    /// No version as its registry writes them; such stand before all others, as pip sorted them.
    Odd(String),
    Npm(nodejs_semver::Version),
    Python(pep440_rs::Version),
}

impl Place {
    pub fn of(registry: Registry, text: &str) -> Self {
        let text = text.trim();
        let odd = || Self::Odd(text.to_owned());
        match registry {
            Registry::Npm | Registry::Local => npm(text).map_or_else(odd, Self::Npm),
            Registry::Pypi => text.parse().map_or_else(|_| odd(), Self::Python),
        }
    }

    /// Where a range begins; `0` is before everything.
    pub fn of_beginning(registry: Registry, text: &str) -> Self {
        if text.trim() == "0" { Self::Beginning } else { Self::of(registry, text) }
    }
}

/// `1.2.3`; also `v1.2.3`, `1.2` and `1`, as some records write them.
fn npm(text: &str) -> Option<nodejs_semver::Version> {
    let text = text.trim_start_matches(['v', '=', ' ']);
    let (core, rest) = text.split_at(text.find(['-', '+']).unwrap_or(text.len()));
    let missing = 2_usize.checked_sub(core.matches('.').count())?;
    nodejs_semver::Version::parse(format!("{core}{}{rest}", ".0".repeat(missing))).ok()
}

/// A version that is held against others.
pub(super) struct Version {
    own: Place,
    /// Without what a distributor has put behind it: `1.0` of `1.0+cu118`.
    public: Place,
}

impl Version {
    pub fn of(registry: Registry, text: &str) -> Self {
        let own = Place::of(registry, text);
        let public = match &own {
            Place::Python(version) => Place::Python(version.clone().without_local()),
            Place::Beginning | Place::Odd(_) | Place::Npm(_) => own.clone(),
        };
        Self { own, public }
    }

    /// A version that names no distributor's build means all of them (PEP 440).
    pub fn compared(&self, other: &Place) -> Ordering {
        match other {
            Place::Python(version) if !version.is_local() => self.public.cmp(other),
            Place::Beginning | Place::Odd(_) | Place::Npm(_) | Place::Python(_) => self.own.cmp(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(registry: Registry, texts: &[&str]) -> bool {
        let places: Vec<Place> = texts.iter().map(|text| Place::of(registry, text)).collect();
        places.windows(2).all(|pair| pair[0] < pair[1])
    }

    #[test]
    fn versions_stand_as_their_registry_orders_them() {
        assert!(sorted(Registry::Npm, &["zero", "0.9.0", "1.0.0-alpha.2", "1.0.0-alpha.10", "1.0.0-beta", "1.0.0", "1.2.0", "1.10.0"]));
        let python = ["2004d", "1.0.dev1", "1.0a1", "1.0rc1", "1.0", "1.0+local", "1.0.post1", "1.1", "1!0.5"];
        assert!(sorted(Registry::Pypi, &python));
    }

    #[test]
    fn a_version_that_is_written_loosely_is_still_one() {
        let same = |one: &str, other: &str| Place::of(Registry::Npm, one) == Place::of(Registry::Npm, other);
        assert!(same("v1.2.3", "1.2.3") && same("1.2", "1.2.0") && same("1-rc.1", "1.0.0-rc.1") && same("1.0.0+build", "1.0.0"));
        assert!(!same("1.2.3.4", "1.2.3"));
    }

    #[test]
    fn a_build_of_a_distributor_is_what_it_was_built_from() {
        let build = Version::of(Registry::Pypi, "1.0+cu118");
        let compared = |other: &str| build.compared(&Place::of(Registry::Pypi, other));
        assert_eq!((compared("1.0"), compared("1.0+cu118"), compared("1.0+cu117")), (Ordering::Equal, Ordering::Equal, Ordering::Greater));
    }
}
