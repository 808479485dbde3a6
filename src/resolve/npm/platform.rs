//! For which machine an installation is, in npm's words.

use std::fmt;

use nodejs_semver::{Range, Version};

use crate::fetch::NpmRelease;
use crate::model::Platform;

/// The machine on which the packages would lie.
#[derive(Debug, Clone)]
pub struct Machine {
    /// `linux`, `darwin`, `win32`.
    os: String,
    /// `x64`, `arm64`.
    cpu: String,
    /// `glibc` or `musl`; none where there is no such choice.
    libc: Option<String>,
    pub(super) node: Version,
}

impl Machine {
    /// `platform` in Rust's words.
    pub fn new(platform: &Platform, node: Version) -> Self {
        let os = match platform.os.as_str() {
            "macos" => "darwin",
            "windows" => "win32",
            other => other,
        };
        let cpu = match platform.arch.as_str() {
            "x86_64" => "x64",
            "aarch64" => "arm64",
            "x86" => "ia32",
            "powerpc64" => "ppc64",
            other => other,
        };
        let libc = (os == "linux").then(|| "glibc".to_owned());
        Self { os: os.to_owned(), cpu: cpu.to_owned(), libc, node }
    }

    /// Whether npm would install the package here.
    pub(super) fn runs(&self, release: &NpmRelease) -> bool {
        let libc = match &self.libc {
            Some(own) => is_named(own, &release.libc),
            None => release.libc.is_empty(),
        };
        is_named(&self.os, &release.os) && is_named(&self.cpu, &release.cpu) && libc
    }

    pub(super) fn is_made_for_its_node(&self, release: &NpmRelease) -> bool {
        release.node.as_ref().is_none_or(|range| Range::parse(range.trim()).is_ok_and(|range| range.satisfies(&self.node)))
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{} node {}", self.os, self.cpu, self.libc.as_deref().unwrap_or("any"), self.node)
    }
}

/// An empty list takes all; one with a `!` takes all but that; `any` takes all.
fn is_named(own: &str, list: &[String]) -> bool {
    if list.is_empty() || list == ["any"] {
        return true;
    }
    let mut is_wanted = false;
    let mut refusals = 0;
    for one in list {
        match one.strip_prefix('!') {
            Some(refused) if refused == own => return false,
            Some(_) => refusals += 1,
            None => is_wanted |= one == own,
        }
    }
    is_wanted || refusals == list.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(os: &str, arch: &str) -> Machine {
        Machine::new(&Platform { os: os.to_owned(), arch: arch.to_owned() }, Version::parse("22.0.0").unwrap())
    }

    fn runs(machine: &Machine, os: &[&str], cpu: &[&str], libc: &[&str]) -> bool {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        machine.runs(&NpmRelease { os: list(os), cpu: list(cpu), libc: list(libc), ..NpmRelease::default() })
    }

    #[test]
    fn packages_name_the_machines_that_they_are_for() {
        let linux = machine("linux", "x86_64");
        assert!(runs(&linux, &[], &[], &[]) && runs(&linux, &["linux", "darwin"], &["x64"], &["glibc"]));
        assert!(!runs(&linux, &["darwin"], &[], &[]) && !runs(&linux, &[], &["arm64"], &[]) && !runs(&linux, &[], &[], &["musl"]));
        assert!(runs(&linux, &["!win32"], &[], &[]) && !runs(&linux, &["!linux"], &[], &[]) && runs(&linux, &["any"], &[], &[]));
        let mac = machine("macos", "aarch64");
        assert!(runs(&mac, &["darwin"], &["arm64"], &[]) && !runs(&mac, &[], &[], &["glibc"]));
        assert!(runs(&machine("windows", "x86"), &["win32"], &["ia32"], &[]));
    }
}
