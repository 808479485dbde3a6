//! Where a specifier leads that is no version: `git+https://…`, `github:acme/notes#1a2b3c`, `file:../notes`, `acme/notes`.

const WRITTEN_MAX: usize = 300;
/// Places of repositories that npm knows by a word in front of a colon.
const HOSTED: [(&str, &str); 4] =
    [("github", "github.com"), ("gitlab", "gitlab.com"), ("bitbucket", "bitbucket.org"), ("gist", "gist.github.com")];

/// Where the code comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DirectFrom {
    /// An archive at an address; `plain` without encryption. `owner` where the host keeps repositories.
    Archive { host: String, plain: bool, owner: Option<String> },
    /// A repository. `commit` where one is named by its digest.
    Git { host: String, plain: bool, owner: Option<String>, commit: bool },
    /// A place on the machine that installs; the path as written.
    Local(String),
    /// Another registry, index or list of links.
    Index { host: String, plain: bool },
    /// Any host whose certificate need not be right.
    Trusted { host: String },
}

/// Whose a repository is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Lower case.
    pub host: String,
    pub owner: String,
    pub name: String,
}

/// None for a version, a range, a tag, or a name in the registry.
pub fn read(written: &str) -> Option<DirectFrom> {
    let text = written.trim();
    let lower = text.to_ascii_lowercase();
    if let Some((word, host)) = HOSTED.iter().find(|(word, _)| lower.strip_prefix(word).is_some_and(|rest| rest.starts_with(':'))) {
        let rest = &text[word.len() + 1..];
        return Some(git((*host).to_owned(), false, rest));
    }
    if ["file:", "link:", "portal:"].iter().any(|start| lower.starts_with(start)) || text.starts_with(['.', '/', '~']) && text.contains('/')
    {
        let path = text.split_once(':').map_or(text, |(_, path)| path);
        return Some(DirectFrom::Local(path.trim_start_matches("//").to_owned()));
    }
    if let Some((scheme, rest)) = text.split_once("://") {
        return by_scheme(&scheme.to_ascii_lowercase(), rest);
    }
    if let Some((user, rest)) = text.split_once('@').filter(|(user, rest)| *user == "git" && rest.contains(':')) {
        let _ = user;
        let (host, path) = rest.split_once(':')?;
        return Some(git(host.to_ascii_lowercase(), false, path));
    }
    is_shorthand(text).then(|| git("github.com".to_owned(), false, text))
}

/// Where a list of links or another registry lies.
pub(super) fn index(written: &str) -> Option<DirectFrom> {
    let (scheme, rest) = written.trim().trim_matches(['"', '\'']).split_once("://")?;
    let (host, _) = host_and_path(rest)?;
    Some(DirectFrom::Index { host, plain: scheme.eq_ignore_ascii_case("http") })
}

fn by_scheme(scheme: &str, rest: &str) -> Option<DirectFrom> {
    let (host, path) = host_and_path(rest)?;
    match scheme {
        "git+https" | "git+ssh" | "ssh" | "hg+https" | "svn+https" | "bzr+https" => Some(git(host, false, path)),
        "git" | "git+http" | "git+git" | "hg+http" | "svn+http" | "svn" => Some(git(host, true, path)),
        "git+file" | "file" => Some(DirectFrom::Local(rest.to_owned())),
        "http" | "https" => {
            let plain = scheme == "http";
            let bare = path.split(['#', '?']).next().unwrap_or_default();
            let keeps_repositories = HOSTED.iter().any(|(_, known)| *known == host);
            if bare.ends_with(".git") || keeps_repositories && bare.trim_matches('/').matches('/').count() == 1 {
                return Some(git(host, plain, path));
            }
            // `codeload.github.com` and the like serve the repositories of their parent.
            let kept = HOSTED.iter().any(|(_, known)| host == *known || host.ends_with(&format!(".{known}")));
            let owner = bare.trim_start_matches('/').split('/').next().filter(|owner| kept && !owner.is_empty()).map(str::to_owned);
            Some(DirectFrom::Archive { host, plain, owner })
        }
        _ => None,
    }
}

fn git(host: String, plain: bool, path: &str) -> DirectFrom {
    let (path, reference) = match path.split_once('#') {
        Some((path, reference)) => (path, reference),
        // Python writes the revision behind an `@`.
        None => path.rsplit_once('@').unwrap_or((path, "")),
    };
    let reference = reference.rsplit('=').next().unwrap_or_default().split('&').next().unwrap_or_default();
    let commit = reference.len() >= 7 && reference.len() <= 40 && reference.bytes().all(|byte| byte.is_ascii_hexdigit());
    let owner = path.trim_start_matches(['/', ':']).split('/').next().filter(|owner| !owner.is_empty()).map(str::to_owned);
    DirectFrom::Git { host, plain, owner, commit }
}

/// `user:password@host:port/path` → the host in lower case, and the path.
fn host_and_path(rest: &str) -> Option<(String, &str)> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or_default();
    // `git+ssh://git@host:owner/name` has no port behind the colon.
    let (host, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let path = if port.bytes().all(|byte| byte.is_ascii_digit()) { path } else { &rest[end - port.len()..] };
    (!host.is_empty()).then(|| (host.to_ascii_lowercase(), path))
}

/// `acme/notes` and `acme/notes#main`, which npm takes for a repository of GitHub.
fn is_shorthand(text: &str) -> bool {
    let bare = text.split('#').next().unwrap_or_default();
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    bare.split_once('/').is_some_and(|(owner, name)| plain(owner) && plain(name) && !owner.starts_with('.'))
}

/// Short enough for a message, and without user and password.
pub fn shown(written: &str) -> String {
    let text = written.trim();
    let without = match text.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let host = rest[..end].rfind('@').map_or(0, |at| at + 1);
            format!("{scheme}://{}", &rest[host..])
        }
        None => text.to_owned(),
    };
    let cut = without.floor_char_boundary(WRITTEN_MAX);
    without[..cut].to_owned()
}

/// Host, owner and name of the repository that a manifest names, however it is written.
pub fn repository(written: &str) -> Option<Repository> {
    let text = written.trim();
    let (host, path) = match (text.split_once("://"), text.split_once(':')) {
        (Some((_, rest)), _) => host_and_path(rest)?,
        (None, Some((word, path))) => match HOSTED.iter().find(|(known, _)| *known == word) {
            Some((_, host)) => ((*host).to_owned(), path),
            None => (word.rsplit('@').next()?.to_ascii_lowercase(), path),
        },
        (None, None) if is_shorthand(text) => ("github.com".to_owned(), text),
        (None, None) => return None,
    };
    let mut parts = path.split(['#', '?']).next()?.trim_matches('/').split('/');
    let (owner, name) = (parts.next()?, parts.next()?);
    let name = name.strip_suffix(".git").unwrap_or(name);
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    (!owner.is_empty() && !name.is_empty()).then(|| Repository { host, owner: owner.to_owned(), name: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git_at(host: &str, owner: &str, commit: bool) -> Option<DirectFrom> {
        Some(DirectFrom::Git { host: host.to_owned(), plain: false, owner: Some(owner.to_owned()), commit })
    }

    #[test]
    fn what_is_no_version_leads_somewhere() {
        assert_eq!(read("acme/notes"), git_at("github.com", "acme", false));
        assert_eq!(read("github:acme/notes#0123456789abcdef0123456789abcdef01234567"), git_at("github.com", "acme", true));
        assert_eq!(read("git+ssh://git@code.example:acme/notes.git#semver:^1"), git_at("code.example", "acme", false));
        assert_eq!(read("git@code.example:acme/notes.git"), git_at("code.example", "acme", false));
        assert_eq!(read("git+https://code.example/acme/notes@1a2b3c4"), git_at("code.example", "acme", true));
        assert_eq!(read("https://github.com/acme/notes"), git_at("github.com", "acme", false));
        let archive =
            |plain, owner: Option<&str>, host: &str| Some(DirectFrom::Archive { host: host.into(), plain, owner: owner.map(Into::into) });
        assert_eq!(read("http://files.example:8080/a.tgz"), archive(true, None, "files.example"));
        assert_eq!(read("https://codeload.github.com/acme/notes/tar.gz/main"), archive(false, Some("acme"), "codeload.github.com"));
        assert_eq!(read("file:./vendor/a.tgz"), Some(DirectFrom::Local("./vendor/a.tgz".into())));
    }

    #[test]
    fn versions_ranges_tags_and_names_lead_nowhere() {
        for text in
            ["", "*", "^1.2.3", ">=1 <2 || 3.x", "latest", "npm:other@^1", "workspace:*", "catalog:", "1.0.0-rc.1", "~1.2", ">= 1.0"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn repositories_are_named_in_many_ways() {
        for text in [
            "git+https://GitHub.com/acme/notes.git",
            "https://www.github.com/acme/notes/tree/main/x",
            "acme/notes",
            "github:acme/notes",
            "git@github.com:acme/notes.git",
        ] {
            let found = repository(text).unwrap();
            assert_eq!((found.host.as_str(), found.owner.as_str(), found.name.as_str()), ("github.com", "acme", "notes"), "{text}");
        }
        assert_eq!(repository("https://acme.example"), None);
    }

    #[test]
    fn users_and_passwords_are_not_shown() {
        assert_eq!(shown("git+https://user:word@code.example/a/b"), "git+https://code.example/a/b");
    }
}
