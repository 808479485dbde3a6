//! Which packages npm and its kin leave out on a machine, by `os`, `cpu` and `libc` (npm-install-checks).

use super::super::locked::NpmPlatforms;
use crate::model::Platform;

/// A target in Node's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::resolve::lock) struct Machine {
    os: String,
    cpu: String,
    /// Linux is taken to have glibc, as most have.
    libc: Option<&'static str>,
}

impl Machine {
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

    pub fn takes(&self, platforms: &NpmPlatforms) -> bool {
        let libc = match self.libc {
            Some(libc) => fits(libc, &platforms.libc),
            None => platforms.libc.is_empty(),
        };
        fits(&self.os, &platforms.os) && fits(&self.cpu, &platforms.cpu) && libc
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

    fn takes(platforms: [&[&str]; 3]) -> bool {
        let [os, cpu, libc] = platforms.map(|list| list.iter().map(|word| (*word).to_owned()).collect());
        Machine::of(&Platform { os: "linux".into(), arch: "x86_64".into() }).takes(&NpmPlatforms { os, cpu, libc })
    }

    #[test]
    fn lists_name_or_exclude() {
        for fitting in [
            [&[][..], &[], &[]],
            [&["any"], &[], &[]],
            [&["darwin", "linux"], &["x64", "arm64"], &["glibc"]],
            [&["!win32"], &["!arm"], &["!musl"]],
        ] {
            assert!(takes(fitting), "{fitting:?}");
        }
        for other in [
            [&["darwin"][..], &[], &[]],
            [&["!linux"], &[], &[]],
            [&["!win32", "darwin"], &[], &[]],
            [&[], &["arm64"], &[]],
            [&[], &[], &["musl"]],
            [&["none"], &[], &[]],
        ] {
            assert!(!takes(other), "{other:?}");
        }
    }

    #[test]
    fn a_machine_without_a_c_library_of_linux_takes_nothing_that_names_one() {
        let machine = Machine::of(&Platform { os: "macos".into(), arch: "aarch64".into() });
        assert!(machine.takes(&NpmPlatforms { os: vec!["darwin".into()], cpu: vec!["arm64".into()], libc: vec![] }));
        assert!(!machine.takes(&NpmPlatforms { libc: vec!["glibc".into()], ..NpmPlatforms::default() }));
    }
}
