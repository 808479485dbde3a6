//! Repositories by host, owner and name, however they are written.

use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Forge {
    pub host: String,
    pub owner: String,
    pub name: String,
}

impl Forge {
    /// Of `git+https://github.com/Acme/server.git`, `git@github.com:acme/server`, `github:acme/server`, `acme/server`.
    pub fn of(written: &str) -> Option<Self> {
        let text = written.trim().trim_start_matches("git+").to_ascii_lowercase();
        let text = match text.split_once("://") {
            Some((_, rest)) => rest.rsplit_once('@').map_or(rest, |(_, rest)| rest).to_owned(),
            None => short(&text)?,
        };
        let text = text.split(['#', '?']).next().unwrap_or_default();
        let mut parts = text.split('/').filter(|part| !part.is_empty());
        let host = parts.next()?.trim_start_matches("www.").split(':').next()?.to_owned();
        let owner = parts.next()?.to_owned();
        let name = parts.next()?;
        Some(Self { host, owner, name: name.strip_suffix(".git").unwrap_or(name).to_owned() })
    }
}

/// What npm takes without a scheme, as `host/owner/name`.
fn short(text: &str) -> Option<String> {
    if let Some((host, path)) = text.strip_prefix("git@").and_then(|rest| rest.split_once(':')) {
        return Some(format!("{host}/{path}"));
    }
    match text.split_once(':') {
        Some(("github", path)) => Some(format!("github.com/{path}")),
        Some(("gitlab", path)) => Some(format!("gitlab.com/{path}")),
        Some(("bitbucket", path)) => Some(format!("bitbucket.org/{path}")),
        Some(_) => None,
        None if text.matches('/').count() == 1 => Some(format!("github.com/{text}")),
        None => Some(text.to_owned()),
    }
}

impl fmt::Display for Forge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.host, self.owner, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_repository_is_one_however_it_is_written() {
        let ways = [
            "https://github.com/acme/server",
            "git+https://github.com/Acme/server.git",
            "git://github.com/acme/server.git#main",
            "git+ssh://git@github.com/acme/server.git",
            "ssh://git@github.com:22/acme/server",
            "git@github.com:acme/server.git",
            "https://www.github.com/acme/server/tree/main/packages/x",
            "github.com/acme/server/",
            "github:acme/server",
            "acme/server",
        ];
        for way in ways {
            assert_eq!(Forge::of(way).map(|forge| forge.to_string()).as_deref(), Some("github.com/acme/server"), "{way}");
        }
        assert!(
            ["", "acme", "https://acme.example/", "gist:1234", "https://github.com/acme"].into_iter().all(|no| Forge::of(no).is_none())
        );
    }
}
