//! What a package.json may write behind a name: a version, a range, a tag, another package's name, or a place outside the registry.

use nodejs_semver::{Range, Version};

use crate::model::PackageName;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Range(Range),
    Tag(String),
    /// `npm:other@^1`: the other package, under the name that is asked for.
    Alias(PackageName, Box<Wanted>, String),
    /// From git, an address or a folder; a clause that says so.
    Elsewhere(&'static str),
    /// Nothing that npm understands.
    Unknown,
}

/// What begins so comes from a repository.
const GIT: [&str; 12] = ["git+", "git:", "git@", "ssh:", "github:", "gitlab:", "bitbucket:", "gist:", "svn:", "svn+", "hg+", "git://"];
const LOCAL: [&str; 8] = ["file:", "link:", "portal:", "workspace:", "./", "../", "~/", "/"];

const FROM_GIT: &str = "it comes from a git repository";

impl Wanted {
    pub fn read(written: &str) -> Self {
        let text = written.trim();
        if let Some(rest) = text.strip_prefix("npm:") {
            return alias(rest);
        }
        if text.is_empty() {
            return range("*");
        }
        let lower = text.to_ascii_lowercase();
        if GIT.iter().any(|start| lower.starts_with(start)) {
            return Self::Elsewhere(FROM_GIT);
        }
        if LOCAL.iter().any(|start| lower.starts_with(start)) {
            return Self::Elsewhere("it comes from a folder");
        }
        if lower.starts_with("http:") || lower.starts_with("https:") {
            let bare = lower.split(['#', '?']).next().unwrap_or_default();
            let is_git = bare.ends_with(".git");
            return Self::Elsewhere(if is_git { FROM_GIT } else { "it comes from an address" });
        }
        match Range::parse(text) {
            Ok(range) => Self::Range(range),
            Err(_) if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)) => Self::Tag(text.to_owned()),
            Err(_) if is_repository(text) => Self::Elsewhere(FROM_GIT),
            Err(_) => Self::Unknown,
        }
    }

    pub fn is_from_git(&self) -> bool {
        matches!(self, Self::Elsewhere(why) if *why == FROM_GIT)
    }

    /// Whether an installed version serves it. What a tag stood for was looked up when it was installed.
    pub fn takes(&self, version: &Version) -> bool {
        match self {
            Self::Range(range) => range.satisfies(version) || is_any(range),
            Self::Tag(_) => true,
            Self::Alias(_, wanted, _) => wanted.takes(version),
            Self::Elsewhere(_) | Self::Unknown => false,
        }
    }
}

/// `*` takes previews too.
fn is_any(range: &Range) -> bool {
    range.to_string() == "*" || range.to_string() == ">=0.0.0"
}

fn range(text: &str) -> Wanted {
    Range::parse(text).map_or(Wanted::Unknown, Wanted::Range)
}

fn alias(rest: &str) -> Wanted {
    let at = rest.char_indices().skip(1).find(|(_, letter)| *letter == '@').map(|(at, _)| at);
    let (name, wanted) = at.map_or((rest, "*"), |at| (&rest[..at], &rest[at + 1..]));
    let Ok(name) = PackageName::npm(name) else { return Wanted::Unknown };
    match Wanted::read(wanted) {
        inner @ (Wanted::Range(_) | Wanted::Tag(_)) => Wanted::Alias(name, Box::new(inner), wanted.trim().to_owned()),
        Wanted::Alias(..) | Wanted::Elsewhere(_) | Wanted::Unknown => Wanted::Unknown,
    }
}

/// `acme/notes` and `acme/notes#main`, which npm takes for a repository of GitHub.
fn is_repository(text: &str) -> bool {
    let bare = text.split('#').next().unwrap_or_default();
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    bare.split_once('/').is_some_and(|(owner, name)| is_plain(owner) && is_plain(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn ranges_take_versions_and_a_star_takes_previews() {
        assert!(Wanted::read("^1.2").takes(&version("1.9.0")) && !Wanted::read("^1.2").takes(&version("2.0.0")));
        assert!(!Wanted::read("^1.2").takes(&version("1.9.0-rc.1")));
        for any in ["", "*", " x ", "latest"] {
            assert!(Wanted::read(any).takes(&version("2.0.0-rc.1")), "{any:?}");
        }
    }

    #[test]
    fn an_alias_names_another_package() {
        let Wanted::Alias(name, wanted, written) = Wanted::read("npm:@acme/b@~2.1") else { panic!("an alias") };
        assert_eq!((name.as_str(), written.as_str()), ("@acme/b", "~2.1"));
        assert!(wanted.takes(&version("2.1.4")));
        assert!(matches!(Wanted::read("npm:b"), Wanted::Alias(..)));
        assert_eq!(Wanted::read("npm:../b"), Wanted::Unknown);
    }

    #[test]
    fn what_comes_from_elsewhere_is_told_from_a_tag() {
        for elsewhere in [
            "git+https://git.example/a.git",
            "github:a/b",
            "a/b#main",
            "https://a.example/b.tgz",
            "file:../b",
            "git@git.example:a/b",
            "./b",
        ] {
            assert!(matches!(Wanted::read(elsewhere), Wanted::Elsewhere(_)), "{elsewhere}");
        }
        assert_eq!(Wanted::read("next"), Wanted::Tag("next".to_owned()));
        assert_eq!(Wanted::read("a b c / d"), Wanted::Unknown);
    }
}
