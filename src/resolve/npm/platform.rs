//! For which machine an installation is, in npm's words (npm-install-checks).

use std::fmt;

use nodejs_semver::{Range, Version};

use crate::fetch::NpmRelease;
use crate::model::Platform;

/// The machine on which the packages would lie, and its Node.js.
#[derive(Debug, Clone)]
pub struct Machine {
    system: System,
    pub(super) node: Version,
}

/// A platform in Node's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::resolve) struct System {
    /// `linux`, `darwin`, `win32`.
    os: String,
    /// `x64`, `arm64`.
    cpu: String,
    /// Linux is taken to have glibc, as most have; elsewhere there is no such choice.
    libc: Option<&'static str>,
}

impl Machine {
    /// `platform` in Rust's words.
    pub fn new(platform: &Platform, node: Version) -> Self {
        Self { system: System::of(platform), node }
    }

    /// Whether npm would install the package here.
    pub(super) fn runs(&self, release: &NpmRelease) -> bool {
        self.system.takes(&release.os, &release.cpu, &release.libc)
    }

    pub(super) fn is_made_for_its_node(&self, release: &NpmRelease) -> bool {
        release.node.as_ref().is_none_or(|range| Range::parse(range.trim()).is_ok_and(|range| range.satisfies(&self.node)))
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let System { os, cpu, libc } = &self.system;
        write!(f, "{os}-{cpu}-{} node {}", libc.unwrap_or("any"), self.node)
    }
}

impl System {
    pub fn of(platform: &Platform) -> Self {
        let os = match platform.os.as_str() {
            "macos" => "darwin",
            "windows" => "win32",
            "solaris" | "illumos" => "sunos",
            other => other,
        };
        let cpu = match platform.arch.as_str() {
            "x86_64" => "x64",
            "aarch64" => "arm64",
            "x86" => "ia32",
            "powerpc64" => "ppc64",
            "loongarch64" => "loong64",
            other => other,
        };
        Self { os: os.to_owned(), cpu: cpu.to_owned(), libc: (os == "linux").then_some("glibc") }
    }

    /// By the lists of package.json; an empty one takes all.
    pub fn takes(&self, os: &[String], cpu: &[String], libc: &[String]) -> bool {
        let is_right_libc = match self.libc {
            Some(own) => fits(own, libc),
            None => libc.is_empty(),
        };
        fits(&self.os, os) && fits(&self.cpu, cpu) && is_right_libc
    }
}

/// None of those that are excluded, and one of those that are named, if any are.
fn fits(own: &str, list: &[String]) -> bool {
    if list.is_empty() || list == ["any"] {
        return true;
    }
    let mut named = list.iter().filter(|entry| !entry.starts_with('!')).peekable();
    let is_excluded = list.iter().any(|entry| entry.strip_prefix('!') == Some(own));
    !is_excluded && (named.peek().is_none() || named.any(|entry| entry == own))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(os: &str, arch: &str, lists: [&[&str]; 3]) -> bool {
        let [os_list, cpu, libc] = lists.map(|list| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        System::of(&Platform { os: os.to_owned(), arch: arch.to_owned() }).takes(&os_list, &cpu, &libc)
    }

    #[test]
    fn lists_name_or_exclude() {
        for fitting in [
            [&[][..], &[], &[]],
            [&["any"], &[], &[]],
            [&["darwin", "linux"], &["x64", "arm64"], &["glibc"]],
            [&["!win32"], &["!arm"], &["!musl"]],
        ] {
            assert!(takes("linux", "x86_64", fitting), "{fitting:?}");
        }
        for other in [
            [&["darwin"][..], &[], &[]],
            [&["!linux"], &[], &[]],
            [&["!win32", "darwin"], &[], &[]],
            [&[], &["arm64"], &[]],
            [&[], &[], &["musl"]],
            [&["none"], &[], &[]],
        ] {
            assert!(!takes("linux", "x86_64", other), "{other:?}");
        }
        assert!(takes("windows", "x86", [&["win32"], &["ia32"], &[]]));
    }

    #[test]
    fn a_machine_without_a_c_library_of_linux_takes_nothing_that_names_one() {
        assert!(takes("macos", "aarch64", [&["darwin"], &["arm64"], &[]]));
        assert!(!takes("macos", "aarch64", [&[], &[], &["glibc"]]));
    }
}
