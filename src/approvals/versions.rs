//! Ranges of versions as each registry writes them, and how versions follow one another. In doubt a range holds: it is for blocks.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use pep440_rs::Operator;
use thiserror::Error;

use crate::model::Registry;

/// A range that is understood, as it is written.
#[derive(Debug, Clone)]
pub struct VersionRange {
    text: String,
    meaning: Meaning,
}

#[derive(Debug, Clone)]
enum Meaning {
    All,
    Npm(nodejs_semver::Range),
    Pypi(pep440_rs::VersionSpecifiers),
    /// A local package follows no scheme.
    Exactly,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{range}` is no range of {registry} versions\nhint: write \"*\" for all, or {example}")]
pub struct BadRange {
    range: String,
    registry: Registry,
    example: &'static str,
}

impl VersionRange {
    /// `*`, or a range in the registry's own words; a version alone is just that one.
    pub fn parse(registry: Registry, text: &str) -> Result<Self, BadRange> {
        let text = text.trim();
        let meaning = match registry {
            _ if text == "*" => Some(Meaning::All),
            Registry::Npm => nodejs_semver::Range::parse(text).ok().filter(|_| !text.is_empty()).map(Meaning::Npm),
            Registry::Pypi => specifiers(text).map(Meaning::Pypi),
            Registry::Local => Some(Meaning::Exactly),
        };
        let example = match registry {
            Registry::Npm => "a range such as \"<1.2.4\", \"1.x\" or \"1.2.3\"",
            Registry::Pypi => "specifiers such as \"<1.2.4\", \">=1,<2\" or \"==1.2.3\"",
            Registry::Local => "the version itself",
        };
        let bad = || BadRange { range: text.to_owned(), registry, example };
        meaning.map(|meaning| Self { text: text.to_owned(), meaning }).ok_or_else(bad)
    }

    /// Pre-releases are in a range by their order alone. What is no version cannot be shown to lie outside.
    pub fn holds(&self, version: &str) -> bool {
        match &self.meaning {
            Meaning::All => true,
            Meaning::Exactly => self.text == version,
            Meaning::Npm(range) => nodejs_semver::Version::parse(version)
                .map_or(true, |version| range.satisfies(&version) || range.satisfies_with_prerelease(&version, true)),
            Meaning::Pypi(specifiers) => {
                pep440_rs::Version::from_str(version).map_or(true, |version| specifiers.iter().all(|one| holds_by_order(one, &version)))
            }
        }
    }

    /// Whether a person who writes the text means this range: `==1.0` may be written as `1.0`.
    pub fn is_written(&self, text: &str) -> bool {
        let bare = |text: &str| text.strip_prefix("==").unwrap_or(text).trim().to_owned();
        match &self.meaning {
            Meaning::Pypi(_) => self.text == text || is_same(Registry::Pypi, &bare(&self.text), &bare(text)),
            Meaning::All | Meaning::Npm(_) | Meaning::Exactly => self.text == text,
        }
    }

    /// Whether the same text would also name a version.
    pub fn is_one_version(&self) -> bool {
        match &self.meaning {
            Meaning::All => false,
            Meaning::Npm(_) => nodejs_semver::Version::parse(&self.text).is_ok(),
            Meaning::Pypi(_) => parsed_pypi(self.text.strip_prefix("==").unwrap_or(&self.text)).is_some(),
            Meaning::Exactly => true,
        }
    }
}

/// By PEP 440, `<2` leaves out the pre-releases of 2, and `>1` what is built upon 1; in the order of versions they are within.
fn holds_by_order(specifier: &pep440_rs::VersionSpecifier, version: &pep440_rs::Version) -> bool {
    let limit = specifier.version();
    specifier.contains(version)
        || match specifier.operator() {
            Operator::LessThan => version < limit,
            Operator::LessThanEqual => version <= limit,
            Operator::GreaterThan => version > limit,
            Operator::GreaterThanEqual => version >= limit,
            Operator::Equal
            | Operator::EqualStar
            | Operator::ExactEqual
            | Operator::NotEqual
            | Operator::NotEqualStar
            | Operator::TildeEqual => false,
        }
}

fn specifiers(text: &str) -> Option<pep440_rs::VersionSpecifiers> {
    let is_bare = text.starts_with(|first: char| first.is_ascii_digit());
    let whole = if is_bare { format!("=={text}") } else { text.to_owned() };
    pep440_rs::VersionSpecifiers::from_str(&whole).ok().filter(|specifiers| !specifiers.is_empty())
}

impl PartialEq for VersionRange {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for VersionRange {}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether the registry takes both for one version.
pub(super) fn is_same(registry: Registry, one: &str, other: &str) -> bool {
    one == other || (registry == Registry::Pypi && parsed_pypi(one).is_some_and(|one| Some(one) == parsed_pypi(other)))
}

/// The older first; what is no version comes before all that are.
pub fn compare(registry: Registry, one: &str, other: &str) -> Ordering {
    let order = match registry {
        Registry::Npm => nodejs_semver::Version::parse(one).ok().cmp(&nodejs_semver::Version::parse(other).ok()),
        Registry::Pypi => parsed_pypi(one).cmp(&parsed_pypi(other)),
        Registry::Local => Ordering::Equal,
    };
    order.then_with(|| one.cmp(other))
}

/// Whether a runner takes the text for this one version, not for a tag or a range.
pub fn is_exact(registry: Registry, version: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '!' | '_');
    let is_spelled = version.starts_with(|first: char| first.is_ascii_digit()) && version.chars().all(is_plain);
    is_spelled
        && match registry {
            Registry::Npm => {
                let core = version.split(['-', '+']).next().unwrap_or_default();
                let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                core.split('.').count() == 3 && core.split('.').all(is_number) && nodejs_semver::Version::parse(version).is_ok()
            }
            Registry::Pypi => parsed_pypi(version).is_some(),
            Registry::Local => false,
        }
}

fn parsed_pypi(version: &str) -> Option<pep440_rs::Version> {
    pep440_rs::Version::from_str(version).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(registry: Registry, range: &str, version: &str) -> bool {
        VersionRange::parse(registry, range).unwrap().holds(version)
    }

    #[test]
    fn each_registry_has_its_own_ranges() {
        assert!(holds(Registry::Npm, "<1.2.4", "1.2.3") && !holds(Registry::Npm, "<1.2.4", "1.2.4"));
        assert!(holds(Registry::Npm, "1.x || 3.0.0", "1.9.0") && !holds(Registry::Npm, "1.x || 3.0.0", "2.0.0"));
        assert!(holds(Registry::Npm, "1.2.3", "1.2.3") && !holds(Registry::Npm, "1.2.3", "1.2.4"));
        assert!(holds(Registry::Pypi, ">=1,<2", "1.5") && !holds(Registry::Pypi, ">=1,<2", "2.0"));
        assert!(holds(Registry::Pypi, "1.2", "1.2.0") && !holds(Registry::Pypi, "1.2", "1.2.1"));
        assert!(holds(Registry::Local, "1.2", "1.2") && !holds(Registry::Local, "1.2", "1.2.0"));
    }

    #[test]
    fn a_block_reaches_pre_releases_and_what_is_no_version() {
        assert!(holds(Registry::Npm, "*", "2.0.0-beta.1") && holds(Registry::Npm, "<2.0.0", "2.0.0-beta.1"));
        assert!(holds(Registry::Npm, ">=1.0.0", "1.5.0-rc.1") && !holds(Registry::Npm, "<1.0.0", "1.5.0-rc.1"));
        assert!(holds(Registry::Pypi, "<2", "1.5rc1") && holds(Registry::Pypi, "*", "2.0.dev1"));
        for (range, version) in [("<2", "2.0rc1"), ("<2", "2.0.dev1"), (">=1,<1.5", "1.5b2"), ("<2.0rc1", "2.0b1"), (">1", "1.0.post1")] {
            assert!(holds(Registry::Pypi, range, version), "{range} {version}");
        }
        for (range, version) in [(">=2", "2.0rc1"), ("<2.0rc1", "2.0rc1"), ("<2", "2.0"), ("==1.5", "1.5rc1"), ("!=1.5.*,<2", "1.5rc1")] {
            assert!(!holds(Registry::Pypi, range, version), "{range} {version}");
        }
        assert!(holds(Registry::Pypi, "<=1.0", "1.0+local"), "as PEP 440 has it");
        assert!(holds(Registry::Npm, "<1.0.0", "one") && holds(Registry::Pypi, "<1", "one"));
    }

    #[test]
    fn a_range_of_another_registry_is_no_range() {
        for (registry, range) in [(Registry::Npm, "latest"), (Registry::Npm, ""), (Registry::Pypi, "^1"), (Registry::Pypi, "")] {
            let error = VersionRange::parse(registry, range).unwrap_err().to_string();
            assert!(error.contains(&format!("`{range}` is no range of {registry} versions\nhint: ")), "{error}");
        }
    }

    #[test]
    fn only_a_whole_version_is_exact() {
        let exact = |registry, versions: &[&str]| versions.iter().map(|version| is_exact(registry, version)).collect::<Vec<_>>();
        assert_eq!(exact(Registry::Npm, &["1.2.3", "1.2.3-rc.1", "1.2.3+a"]), [true; 3]);
        assert_eq!(exact(Registry::Npm, &["", "1", "1.2", "1.x.0", "latest", "^1.2.3", "v1.2.3", "1.2.3 || 2.0.0", "*"]), [false; 9]);
        assert_eq!(exact(Registry::Pypi, &["1", "1.0", "2026.1.1", "1.0rc1", "1!2.0", "1.0+local"]), [true; 6]);
        assert_eq!(exact(Registry::Pypi, &["", "1.*", ">=1", "latest", "1.0,<2", "==1.0"]), [false; 6]);
        assert_eq!(exact(Registry::Local, &["1.0.0"]), [false]);
    }

    #[test]
    fn versions_follow_one_another_as_their_registry_has_it() {
        assert_eq!(compare(Registry::Npm, "1.9.0", "1.10.0"), Ordering::Less);
        assert_eq!(compare(Registry::Pypi, "1.0rc1", "1.0"), Ordering::Less);
        assert!(is_same(Registry::Pypi, "1.0", "1.0.0") && !is_same(Registry::Npm, "1.0", "1.0.0"));
    }
}
