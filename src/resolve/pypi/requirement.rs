//! One requirement as metadata writes it (PEP 508): `httpx[http2]>=0.27,<1; python_version > "3.8"`.

use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};
use pep508_rs::ExtraName;
use pubgrub::Ranges;
use url::Url;

use super::range;
use crate::model::PackageName;

/// Of what stands before the marker.
const LONGEST: usize = 4 << 10;
/// Of a name that is shown though it is none.
const LONGEST_NAME: usize = 100;
const MOST_EXTRAS: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Requirement {
    pub name: PackageName,
    pub extras: Vec<ExtraName>,
    pub origin: Origin,
    /// What stands behind the `;`.
    pub marker: Option<String>,
    /// What stands behind the name.
    pub wanted: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// `pins` are the versions that `==` names.
    Index { range: Ranges<Version>, pins: Vec<Version> },
    /// From an address; a clause says from where.
    Direct(String),
    /// A clause says what is wrong with it.
    Unread(&'static str),
}

impl Requirement {
    /// What cannot be read is a requirement as well, of which only its text is known.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let name_end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).unwrap_or(text.len());
        let (name, rest) = text.split_at(name_end);
        let wanted = rest.trim();
        let (extras, origin, marker) = if is_direct(wanted) { direct(wanted) } else { from_index(wanted) };
        match PackageName::pypi(name) {
            Ok(name) => Self { name, extras, origin, marker, wanted: wanted.to_owned() },
            Err(_) => Self {
                name: PackageName::local(&text.chars().take(LONGEST_NAME).collect::<String>()),
                extras: Vec::new(),
                origin: Origin::Unread("it names no package"),
                marker: None,
                wanted: String::new(),
            },
        }
    }
}

/// Extras, where it comes from, and the marker.
type Read = (Vec<ExtraName>, Origin, Option<String>);

/// `@ https://…`, or `[extra] @ https://…`.
fn is_direct(wanted: &str) -> bool {
    let behind_extras = wanted.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(wanted, |(_, rest)| rest);
    behind_extras.trim_start().starts_with('@')
}

/// An address may hold semicolons: the marker begins behind the first that a blank stands before.
fn direct(wanted: &str) -> Read {
    let address = wanted.split_once('@').map_or("", |(_, rest)| rest).trim();
    let end = address.find(char::is_whitespace).unwrap_or(address.len());
    let (address, rest) = address.split_at(end);
    let marker = rest.trim_start().strip_prefix(';').map(|marker| marker.trim().to_owned());
    (Vec::new(), Origin::Direct(comes_from(address)), marker)
}

fn comes_from(address: &str) -> String {
    let version_control = ["git", "hg", "svn", "bzr"].into_iter().find(|kind| {
        let behind = address.strip_prefix(kind);
        behind.is_some_and(|rest| rest.starts_with(['+', ':']))
    });
    match (version_control, Url::parse(address)) {
        (Some(kind), _) => format!("it comes from {kind}"),
        (None, Ok(url)) if url.scheme() == "file" => "it comes from a local file".to_owned(),
        (None, Ok(url)) => match url.host_str() {
            Some(host) => format!("it comes from {host}"),
            None => "it comes from an address without a host".to_owned(),
        },
        (None, Err(_)) => "it comes from what is no address".to_owned(),
    }
}

fn from_index(wanted: &str) -> Read {
    let (head, marker) = match wanted.split_once(';') {
        Some((head, marker)) => (head, Some(marker.trim().to_owned())),
        None => (wanted, None),
    };
    let (extras, origin) = conditions(head.trim()).unwrap_or_else(|why| (Vec::new(), Origin::Unread(why)));
    (extras, origin, marker.filter(|marker| !marker.is_empty()))
}

/// `[extra, extra] >=1,<2` or `(>=1)`; the error says what is wrong with it. The library reads this as well, but not every text
/// without a panic.
fn conditions(head: &str) -> Result<(Vec<ExtraName>, Origin), &'static str> {
    if head.len() > LONGEST {
        return Err("it is longer than any that is read");
    }
    let (extras, rest) = match head.strip_prefix('[') {
        Some(rest) => rest.split_once(']').ok_or("it cannot be read")?,
        None => ("", head),
    };
    let names = extras.split(',').map(str::trim).filter(|name| !name.is_empty()).take(MOST_EXTRAS);
    let mut extras = names.map(ExtraName::from_str).collect::<Result<Vec<_>, _>>().map_err(|_| "it names no extra")?;
    extras.sort();
    extras.dedup();
    let rest = rest.trim();
    let bare = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest);
    let specifiers = VersionSpecifiers::from_str(bare.trim()).map_err(|_| "it cannot be read")?;
    let range = range::of(&specifiers).ok_or("its conditions cannot be read")?;
    Ok((extras, Origin::Index { range, pins: range::pins(&specifiers) }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let Requirement { name, extras, origin, marker, wanted } = Requirement::read(text);
        let extras: Vec<String> = extras.iter().map(ToString::to_string).collect();
        let origin = match origin {
            Origin::Index { pins, .. } => format!("index, {} pins", pins.len()),
            Origin::Direct(why) => why,
            Origin::Unread(why) => why.to_owned(),
        };
        format!("{name} {extras:?} | {origin} | {} | {wanted}", marker.unwrap_or_default())
    }

    #[test]
    fn requirements_keep_what_was_written() {
        assert_eq!(
            shown("My.Pkg [B, a]>=1,<2 ; python_version > '3.8'"),
            "my-pkg [\"a\", \"b\"] | index, 0 pins | python_version > '3.8' | [B, a]>=1,<2 ; python_version > '3.8'"
        );
        assert_eq!(shown("old (==1.0)"), "old [] | index, 1 pins |  | (==1.0)");
        assert_eq!(shown("plain"), "plain [] | index, 0 pins |  | ");
    }

    #[test]
    fn addresses_are_told_apart() {
        assert_eq!(
            shown("a @ git+https://code.example/a.git@main ; os_name == 'nt'"),
            "a [] | it comes from git | os_name == 'nt' | @ git+https://code.example/a.git@main ; os_name == 'nt'"
        );
        assert_eq!(
            shown("a[x]@https://files.example/a;b.whl"),
            "a [] | it comes from files.example |  | [x]@https://files.example/a;b.whl"
        );
        assert_eq!(shown("a @ file:///etc/passwd"), "a [] | it comes from a local file |  | @ file:///etc/passwd");
        assert_eq!(shown("a @ ${HOME}/x"), "a [] | it comes from what is no address |  | @ ${HOME}/x");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert_eq!(shown("a >= x; os_name == 'nt'"), "a [] | it cannot be read | os_name == 'nt' | >= x; os_name == 'nt'");
        assert_eq!(shown("a[x"), "a [] | it cannot be read |  | [x");
        assert_eq!(shown("a[-]"), "a [] | it names no extra |  | [-]");
        assert_eq!(shown("a-~_"), "a-~_ [] | it names no package |  | ");
        assert_eq!(shown("=1"), "=1 [] | it names no package |  | ");
        assert_eq!(shown(&format!("a {}", ">=1,".repeat(2000))).split(" | ").nth(1), Some("it is longer than any that is read"));
    }

    proptest! {
        #[test]
        fn no_requirement_panics(text in "([a-zA-Z0-9._-]{1,6}|[\\]\\[()<>=!~@;,]|[0-9.*]{1,20}|\\$\\{A\\}|é|\u{202e}|'|\"| |https://|git\\+){0,16}") {
            let _ = Requirement::read(&text);
        }
    }
}
