//! Hosts in documents and manifest fields: URLs, mail addresses, and bare names.

mod bare;
mod names;

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use url::{Host, Url};

pub use bare::reads_as_host;
pub use names::registrable_domain;

use super::declared::{Declarations, HostMentionKind};
use super::text::{Text, contains};
use crate::model::Location;

/// Adds every host of a document; gives the sorted ranges of its URLs. `all_config`: the file is one configuration.
pub fn scan(text: &Text, fences: &[Range<usize>], all_config: bool, declared: &mut Declarations) -> Vec<Range<usize>> {
    let mut taken = Vec::new();
    for link in finder().links(&text.body) {
        // A script without blanks goes on right behind an address.
        let end = link.as_str().find(|c: char| c >= '\u{2e80}').map_or(link.end(), |at| link.start() + at);
        let range = link.start()..end;
        let in_config = all_config || contains(fences, range.start);
        taken.push(range.clone());
        match link.kind() {
            LinkKind::Email => {
                let domain = mail_domain(link.as_str());
                // `git@code.example:acme/server` is an address for git.
                let is_scp = text.body[range.end..].starts_with(':') && !text.body[range.end..].starts_with(": ");
                let kind = if is_scp { HostMentionKind::Prose } else { HostMentionKind::Email };
                if let Some(host) = names::checked(domain) {
                    declared.add_host(host, text.place(range), kind, link.as_str());
                }
            }
            LinkKind::Url => {
                if let Some(host) = host_of(link.as_str()) {
                    let kind = kind_at(text, range.start, in_config);
                    declared.add_host(host, text.place(range), kind, link.as_str());
                }
            }
            _ => {}
        }
    }
    bare::scan(text, &taken, fences, all_config, declared);
    taken
}

/// Adds the hosts of one value of a manifest; says whether there was any.
pub fn in_value(value: &str, place: Location, kind: HostMentionKind, declared: &mut Declarations) -> bool {
    let mut found = false;
    for link in finder().links(value) {
        let (host, kind) = match link.kind() {
            LinkKind::Email if !value[link.end()..].starts_with(':') => {
                (names::checked(mail_domain(link.as_str())), HostMentionKind::Email)
            }
            LinkKind::Email => (names::checked(mail_domain(link.as_str())), kind),
            LinkKind::Url => (host_of(link.as_str()), kind),
            _ => (None, kind),
        };
        found = true;
        if let Some(host) = host {
            declared.add_host(host, place.clone(), kind, link.as_str());
        }
    }
    found
}

fn finder() -> LinkFinder {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(true);
    finder
}

fn mail_domain(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or_default()
}

/// The host of a URL of any scheme as [`names::checked`] gives it.
fn host_of(url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok()?;
    match parsed.host()? {
        Host::Domain(domain) => names::checked(domain),
        Host::Ipv4(address) => names::is_public_v4(address).then(|| address.to_string()),
        Host::Ipv6(address) => names::is_public_v6(address).then(|| address.to_string()),
    }
}

/// How the URL at `at` is shown to a reader, from what stands before it.
fn kind_at(text: &Text, at: usize, in_config: bool) -> HostMentionKind {
    let before = &text.body[text.body.floor_char_boundary(at.saturating_sub(400))..at];
    let line = before.rsplit('\n').next().unwrap_or(before);
    let bare = line.trim_end_matches(['<', ' ', '"', '\'']);
    if let Some(link) = bare.strip_suffix("](") {
        if is_image(link) { HostMentionKind::Image } else { HostMentionKind::Link }
    } else if in_config {
        HostMentionKind::Config
    } else if bare.ends_with("src=") || bare.ends_with("srcset=") {
        HostMentionKind::Image
    } else if bare.ends_with("href=") || (line.trim_start().starts_with('[') && bare.ends_with("]:")) {
        HostMentionKind::Link
    } else if let Some(directive) = line.trim_start().strip_prefix(".. ") {
        // reStructuredText: `.. image:: URL`, `.. _name: URL`.
        if directive.contains("image::") { HostMentionKind::Image } else { HostMentionKind::Link }
    } else {
        HostMentionKind::Prose
    }
}

/// `text` ends before the `](` of a link: whether its `[` has a `!` before it.
fn is_image(text: &str) -> bool {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' if depth == 0 => return text[..at].ends_with('!'),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    false
}
