//! Platform tags of wheels: manylinux, musllinux, macOS and Windows, newest system first (PEP 600, 656, `packaging.tags`).

use crate::model::Platform;

use super::wheel::number;

/// Where a platform tag stands among those that a system accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// 0 is tried first.
    pub(super) rank: u32,
    /// A Linux system with musl, or with a C library newer than most have: taken only when nothing else fits, so that
    /// a wheel that hardly anyone installs cannot stand in for the one that everybody does.
    pub(super) special: bool,
}

/// glibc of the long-term distributions in common use (2.39, Ubuntu 24.04); nothing in a target tells its own.
const COMMON_GLIBC: u32 = 39;

/// Tags name the oldest system that they run on; 26 is the newest macOS.
const NEWEST_MACOS: u32 = 26;

/// Where `tag` stands on `platform`; none when it does not run there.
pub(super) fn place(tag: &str, platform: &Platform) -> Option<Place> {
    if tag == "any" {
        return Some(Place { rank: 0, special: false });
    }
    match platform.os.as_str() {
        "linux" => linux(tag, &platform.arch),
        "macos" => macos(tag, &platform.arch).map(|rank| Place { rank, special: false }),
        "windows" => (tag == windows(&platform.arch)?).then_some(Place { rank: 0, special: false }),
        _ => None,
    }
}

fn windows(arch: &str) -> Option<&'static str> {
    match arch {
        "x86_64" => Some("win_amd64"),
        "aarch64" => Some("win_arm64"),
        "x86" => Some("win32"),
        _ => None,
    }
}

fn linux(tag: &str, arch: &str) -> Option<Place> {
    let arch = match arch {
        "x86" => "i686",
        "arm" => "armv7l",
        "powerpc64" => "ppc64le",
        other => other,
    };
    let system = tag.strip_suffix(arch)?.strip_suffix('_')?;
    if system == "linux" {
        return Some(Place { rank: u32::MAX, special: false });
    }
    if let Some(version) = system.strip_prefix("musllinux_1_") {
        return Some(Place { rank: u32::MAX - 1 - number(version)?.min(1000), special: true });
    }
    let (minor, alias) = match system {
        "manylinux1" => (5, 1),
        "manylinux2010" => (12, 1),
        "manylinux2014" => (17, 1),
        _ => (number(system.strip_prefix("manylinux_2_")?)?, 0),
    };
    let oldest = if matches!(arch, "x86_64" | "i686") { 5 } else { 17 };
    let known = minor >= oldest && minor < 1000;
    known.then(|| Place { rank: (1000 - minor) * 2 + alias, special: minor > COMMON_GLIBC })
}

fn macos(tag: &str, arch: &str) -> Option<u32> {
    let (major, rest) = tag.strip_prefix("macosx_")?.split_once('_')?;
    let (minor, format) = rest.split_once('_')?;
    let (major, minor) = (number(major)?, number(minor)?);
    let formats: &[&str] = match (arch, major) {
        ("aarch64", 11..) => &["arm64", "universal2"],
        // Only because universal wheels were first built for a name that came before the machines.
        ("aarch64", _) => &["universal2"],
        ("x86_64", 11..) => &["x86_64", "universal2", "universal"],
        ("x86_64", _) => &["x86_64", "intel", "fat64", "fat32", "universal2", "universal"],
        _ => return None,
    };
    let format = formats.iter().position(|known| *known == format)?;
    let behind = match (major, minor) {
        (11..=NEWEST_MACOS, 0) => NEWEST_MACOS - major,
        (10, 4..=16) => NEWEST_MACOS + 16 - minor,
        _ => return None,
    };
    Some(behind * 8 + format as u32)
}
