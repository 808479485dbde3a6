//! What the name of a distribution file says: which project and version, and for a wheel whom it is for.

use std::str::FromStr;

use pep440_rs::Version;

use crate::model::{ArtifactKind, PackageName};

/// A file of a release that can be read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Distribution {
    pub(super) version: Version,
    pub(super) form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    Wheel(WheelTags),
    /// [`ArtifactKind::Sdist`] or [`ArtifactKind::Zip`].
    Sdist(ArtifactKind),
}

/// The compatibility part of a wheel's name (PEP 425), each set still joined by dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WheelTags {
    /// Number and suffix (PEP 427); a wheel without one sorts before every other.
    pub(super) build: Option<(u64, String)>,
    pub(super) pythons: String,
    pub(super) abis: String,
    pub(super) platforms: String,
}

/// Formats that pip installs from or once did, and that are not read here.
const OTHER_FORMATS: [&str; 8] = [".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar.lz", ".tar.lzma", ".tar.Z", ".tar"];

impl Distribution {
    /// None when the file belongs to another project or is no wheel or source distribution.
    pub(super) fn parse(file: &str, project: &PackageName) -> Option<Self> {
        if let Some(stem) = strip_suffix(file, ".whl") {
            return wheel(stem, project);
        }
        let (stem, kind) = [(".tar.gz", ArtifactKind::Sdist), (".tgz", ArtifactKind::Sdist), (".zip", ArtifactKind::Zip)]
            .into_iter()
            .find_map(|(suffix, kind)| Some((strip_suffix(file, suffix)?, kind)))?;
        Some(Self { version: sdist_version(stem, project)?, form: Form::Sdist(kind) })
    }
}

/// The version of a source distribution in a format that is not read here.
pub(super) fn unread_version(file: &str, project: &PackageName) -> Option<Version> {
    let stem = OTHER_FORMATS.into_iter().find_map(|suffix| strip_suffix(file, suffix))?;
    sdist_version(stem, project)
}

fn strip_suffix<'a>(file: &'a str, suffix: &str) -> Option<&'a str> {
    let at = file.len().checked_sub(suffix.len())?;
    file.get(at..).filter(|end| end.eq_ignore_ascii_case(suffix))?;
    file.get(..at)
}

/// `NAME-VERSION(-BUILD)?-PYTHONS-ABIS-PLATFORMS`, split from the right.
fn wheel(stem: &str, project: &PackageName) -> Option<Distribution> {
    let parts: Vec<&str> = stem.rsplit('-').take(7).collect();
    let (tags, build, version, name) = match parts[..] {
        [platforms, abis, pythons, version, name] => ([pythons, abis, platforms], None, version, name),
        [platforms, abis, pythons, build, version, name] => ([pythons, abis, platforms], Some(build), version, name),
        _ => return None,
    };
    if !is_project(name, project) || tags.iter().any(|tag| tag.is_empty()) {
        return None;
    }
    let build = match build {
        Some(build) => Some(build_tag(build)?),
        None => None,
    };
    let [pythons, abis, platforms] = tags.map(str::to_ascii_lowercase);
    // Old wheels write `_` for the `-` of a post release and for the `+` of a local version.
    let version = Version::from_str(version).or_else(|_| Version::from_str(&version.replacen('_', "+", 1))).ok()?;
    Some(Distribution { version, form: Form::Wheel(WheelTags { build, pythons, abis, platforms }) })
}

/// Begins with a digit; a number too large to hold counts as the largest.
fn build_tag(text: &str) -> Option<(u64, String)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    (!number.is_empty()).then(|| (number.parse().unwrap_or(u64::MAX), suffix.to_owned()))
}

/// Names and versions of old files may both hold dashes: the first dash between this project's name and a version counts.
fn sdist_version(stem: &str, project: &PackageName) -> Option<Version> {
    stem.match_indices('-').filter(|(at, _)| is_project(&stem[..*at], project)).find_map(|(at, _)| Version::from_str(&stem[at + 1..]).ok())
}

fn is_project(name: &str, project: &PackageName) -> bool {
    PackageName::pypi(name).is_ok_and(|name| name == *project)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(file: &str, project: &str) -> Option<(String, Form)> {
        let found = Distribution::parse(file, &PackageName::pypi(project).unwrap())?;
        Some((found.version.to_string(), found.form))
    }

    fn tags(build: Option<(u64, &str)>, pythons: &str, abis: &str, platforms: &str) -> Form {
        Form::Wheel(WheelTags {
            build: build.map(|(number, suffix)| (number, suffix.to_owned())),
            pythons: pythons.into(),
            abis: abis.into(),
            platforms: platforms.into(),
        })
    }

    #[test]
    fn wheel_names_have_five_or_six_parts() {
        assert_eq!(
            parse("mcp_server_fetch-2026.10.24-py3-none-any.whl", "mcp-server-fetch"),
            Some(("2026.10.24".into(), tags(None, "py3", "none", "any")))
        );
        assert_eq!(
            parse("My.Server-1.0-2b-CP311.py3-abi3-manylinux1_x86_64.manylinux2010_x86_64.whl", "my-server"),
            Some(("1.0".into(), tags(Some((2, "b")), "cp311.py3", "abi3", "manylinux1_x86_64.manylinux2010_x86_64")))
        );
        for name in [
            "server-1.0-none-any.whl",
            "server-1.0-1-py3-none-any-x.whl",
            "server-1.0-b1-py3-none-any.whl",
            "server-1.0-py3--any.whl",
            ".whl",
        ] {
            assert_eq!(parse(name, "server"), None, "{name}");
        }
    }

    #[test]
    fn versions_with_local_and_post_parts_are_read() {
        assert_eq!(parse("a-1.0_cpu-py3-none-any.whl", "a").unwrap().0, "1.0+cpu");
        assert_eq!(parse("a-1.0+cpu.1-py3-none-any.whl", "a").unwrap().0, "1.0+cpu.1");
        assert_eq!(parse("couchbase_mcp_server-1.0.1.post1.tar.gz", "couchbase-mcp-server").unwrap().0, "1.0.1.post1");
        assert_eq!(parse("a-1.0-1.tar.gz", "a").unwrap().0, "1.0.post1");
    }

    #[test]
    fn dashes_in_sdist_names_are_settled_by_the_project() {
        assert_eq!(parse("mcp-server-2-1.0.tar.gz", "mcp-server-2").unwrap().0, "1.0");
        assert_eq!(parse("awslabs.core_mcp_server-1.0.27.tar.gz", "awslabs-core-mcp-server").unwrap().0, "1.0.27");
        assert_eq!(parse("mcp-server-2-1.0.tar.gz", "mcp-server"), None);
        assert_eq!(parse("mcp-server-1.0.ZIP", "mcp_server").unwrap().1, Form::Sdist(ArtifactKind::Zip));
    }

    #[test]
    fn other_files_are_not_taken_for_distributions() {
        for name in [
            "server-1.0.exe",
            "server-1.0-py3.9.egg",
            "server-1.0.linux-x86_64.tar.gz",
            "other-1.0.tar.gz",
            "server-1.0.tar.gz.asc",
            "é.whl",
            "-.zip",
            "server-.zip",
        ] {
            assert_eq!(parse(name, "server"), None, "{name}");
        }
        let server = PackageName::pypi("server").unwrap();
        assert_eq!(unread_version("server-1.0.tar.bz2", &server).unwrap().to_string(), "1.0");
        assert_eq!(unread_version("server-1.0.tar.gz", &server), None);
    }
}
