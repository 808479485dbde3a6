//! Which versions were asked for (PEP 440), and which Pythons a file asks for.

use std::str::FromStr;

use pep440_rs::{Operator, Version, VersionSpecifier, VersionSpecifiers};

use crate::model::PythonVersion;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Newest,
    Exact(Version),
    Range(VersionSpecifiers),
}

/// Nobody writes more conditions; each is tried on every version.
const MOST_SPECIFIERS: usize = 64;

/// Patch releases do not get this far, so that `>=3.9.2` fits Python 3.9: an interpreter in use is a late one.
const LATE_PATCH: u64 = 99;

impl Wanted {
    /// `wanted` as in [`crate::model::PackageSpec`]; the error says what is wrong with it.
    pub(super) fn parse(wanted: Option<&str>) -> Result<Self, String> {
        let Some(text) = wanted.map(str::trim).filter(|text| !text.eq_ignore_ascii_case("latest")) else {
            return Ok(Self::Newest);
        };
        let bare = text.trim_start_matches('=').trim();
        if text.len() - bare.len() <= 3
            && let Ok(version) = Version::from_str(bare)
        {
            return Ok(Self::Exact(version));
        }
        match VersionSpecifiers::from_str(text) {
            Ok(range) if range.len() <= MOST_SPECIFIERS => Ok(Self::Range(range)),
            Ok(range) => Err(format!("{} conditions are more than {MOST_SPECIFIERS}", range.len())),
            Err(_) => Err("write a version like `1.2.3` or conditions like `>=1.2,<2`; an index knows no tags but `latest`".to_owned()),
        }
    }

    pub(super) fn matches(&self, version: &Version) -> bool {
        match self {
            Self::Newest => true,
            Self::Exact(wanted) => wanted == version,
            Self::Range(range) => range.iter().all(|specifier| contains(specifier, version)),
        }
    }

    /// Names one version, so that a yanked one is what was asked for (PEP 592).
    pub(super) fn is_pinned(&self) -> bool {
        match self {
            Self::Newest => false,
            Self::Exact(_) => true,
            Self::Range(range) => range.iter().any(is_exact),
        }
    }

    /// A pre-release was named, so that pre-releases count like others.
    pub(super) fn takes_prereleases(&self) -> bool {
        match self {
            Self::Newest => false,
            Self::Exact(_) => true,
            Self::Range(range) => range.iter().any(|specifier| !is_exclusion(specifier) && specifier.any_prerelease()),
        }
    }
}

fn is_exact(specifier: &VersionSpecifier) -> bool {
    // `===` is deprecated, not gone; matching on it would warn.
    *specifier.operator() == Operator::Equal || specifier.to_string().starts_with("===")
}

fn is_exclusion(specifier: &VersionSpecifier) -> bool {
    matches!(specifier.operator(), Operator::NotEqual | Operator::NotEqualStar)
}

/// `1` is `1.0` when it is compared by parts (`==1.2.*`, `~=1.2`), which the library leaves to its caller.
fn contains(specifier: &VersionSpecifier, version: &Version) -> bool {
    let by_parts = matches!(specifier.operator(), Operator::EqualStar | Operator::NotEqualStar | Operator::TildeEqual);
    let missing = specifier.version().release().len().saturating_sub(version.release().len());
    if !by_parts || missing == 0 {
        return specifier.contains(version);
    }
    let padded = version.release().iter().copied().chain(std::iter::repeat_n(0, missing));
    specifier.contains(&version.clone().with_release(padded))
}

/// Whether `requires-python` admits a Python; what cannot be read admits every one, as with pip.
pub fn admits_python(requires: Option<&str>, python: PythonVersion) -> bool {
    let Some(Ok(range)) = requires.map(VersionSpecifiers::from_str) else { return true };
    let late = Version::new([u64::from(python.major), u64::from(python.minor), LATE_PATCH]);
    range.len() > MOST_SPECIFIERS || range.iter().all(|specifier| contains(specifier, &late))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(wanted: &str, versions: &[&'static str]) -> Vec<&'static str> {
        let wanted = Wanted::parse(Some(wanted)).unwrap();
        versions.iter().copied().filter(|version| wanted.matches(&version.parse().unwrap())).collect()
    }

    #[test]
    fn exact_versions_are_equal_after_normalising() {
        assert_eq!(matching("1.0", &["1", "1.0.0", "v1.0", "1.0+cpu", "1.0.post1", "1.0rc1"]), ["1", "1.0.0", "v1.0"]);
        assert_eq!(matching("==1.0+CPU", &["1.0", "1.0+cpu"]), ["1.0+cpu"]);
        assert_eq!(matching("1.0-1", &["1.0", "1.0.post1"]), ["1.0.post1"]);
    }

    #[test]
    fn conditions_pad_short_versions() {
        assert_eq!(matching("==1.2.*", &["1", "1.2", "1.2.3", "1.3"]), ["1.2", "1.2.3"]);
        assert_eq!(matching("~=1.2.1", &["1", "1.2", "1.2.1", "1.2.9", "1.3"]), ["1.2.1", "1.2.9"]);
        assert_eq!(matching(">=1,<2,!=1.5", &["0.9", "1.0", "1.5", "1.6", "2"]), ["1.0", "1.6"]);
    }

    #[test]
    fn only_a_pin_takes_yanked_versions() {
        let pinned = |text| Wanted::parse(Some(text)).unwrap().is_pinned();
        assert!(pinned("1.0") && pinned("===1.0") && pinned("==1.0,>0"));
        assert!(!pinned("==1.*") && !pinned(">=1") && !pinned("latest"));
    }

    #[test]
    fn naming_a_prerelease_admits_them() {
        let takes = |text| Wanted::parse(Some(text)).unwrap().takes_prereleases();
        assert!(takes(">=1.0a1") && takes("2.0.dev3"));
        assert!(!takes(">=1.0") && !takes("!=1.0a1"));
    }

    #[test]
    fn what_is_no_version_is_refused_with_a_hint() {
        for text in ["next", "^1.0", "=>1", "1.x", "==", ">=1,,", "1.0 || 2.0", "99999999999999999999999"] {
            assert!(Wanted::parse(Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn requires_python_is_read_as_pip_reads_it() {
        let fits = |requires| admits_python(Some(requires), PythonVersion { major: 3, minor: 13 });
        assert!(fits(">=3.9") && fits(">=3.13.2") && fits(">=3.10,<3.14") && fits("==3.13.*") && fits("~=3.9") && fits(""));
        assert!(!fits(">=3.14") && !fits("<3.13") && !fits("~=3.12.0") && !fits("==3.12.*"));
        assert!(fits("whatever") && fits(">=3.6.*"));
        assert!(admits_python(None, PythonVersion { major: 2, minor: 7 }));
    }
}
