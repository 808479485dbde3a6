//! Hosts by what they are for. An entry holds for its names and for every domain below them.

use serde::Deserialize;

use super::HashMap;
use super::entry::{Source, entry};
use super::error::SignatureError;
use crate::model::{Registry, Severity};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostClass {
    /// Anyone's content lives there, so that a link to it declares nothing.
    SharedPlatform,
    /// Schemas, licences, documentation, namespaces: named in code, not connected to.
    Reference,
    /// The makers of languages and tools publish them there.
    Toolchain,
    /// Answers everybody's questions for names; what a question carries is another matter.
    Resolver,
    /// Made to record the requests that it gets.
    RequestCatcher,
    /// Text or files by anyone, without an account.
    Paste,
    /// An address that takes a message and shows it to its owner.
    Webhook,
    /// Leads to somebody's own machine.
    Tunnel,
    /// A store of anyone's data that malware fetches its orders from.
    DeadDrop,
    /// Tells the caller's own public address or place.
    IpLookup,
    /// The machine's cloud identity, for whoever asks from within.
    Metadata,
    /// Is told how programs are used.
    Telemetry,
    /// This machine, or the network it stands in.
    Local,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostSignature {
    pub id: String,
    pub class: HostClass,
    /// How bad it is when the code reaches such a host undeclared.
    pub severity: Severity,
    #[serde(default)]
    pub names: Vec<String>,
    /// Words that one part of a name is, or has between hyphens: `telemetry` in `us-telemetry-1.acme.example`.
    #[serde(default)]
    pub labels: Vec<String>,
    /// The hosts of a package registry: `npm`, `pypi`.
    #[serde(default)]
    pub suffix_of: Vec<Registry>,
    /// Beginnings of the path; without them the whole host is meant.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Parts of a path under which such a host hands out secrets; empty where no path tells.
    #[serde(default)]
    pub secrets: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

impl HostSignature {
    /// Whether naming such a host in a document says that this package talks to it.
    pub fn declares(&self) -> bool {
        match self.class {
            HostClass::SharedPlatform
            | HostClass::RequestCatcher
            | HostClass::Paste
            | HostClass::Webhook
            | HostClass::Tunnel
            | HostClass::DeadDrop => false,
            HostClass::Reference
            | HostClass::Toolchain
            | HostClass::Resolver
            | HostClass::IpLookup
            | HostClass::Metadata
            | HostClass::Telemetry
            | HostClass::Local => true,
        }
    }
}

entry!(HostSignature);

#[derive(Debug)]
pub(super) struct Hosts {
    entries: Vec<HostSignature>,
    /// Name → the entry about the whole host.
    whole: HashMap<String, usize>,
    /// Name → the entries about some of its paths.
    by_path: HashMap<String, Vec<usize>>,
    /// The entry that loopback and private addresses belong to.
    local: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    host: Vec<HostSignature>,
}

impl Hosts {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let mut hosts = Self { entries: source.parse::<File>()?.host, whole: HashMap::default(), by_path: HashMap::default(), local: None };
        source.check(&hosts.entries)?;
        for (at, entry) in hosts.entries.iter().enumerate() {
            for name in names(entry) {
                if name.is_empty() || name != name.to_ascii_lowercase() || name.contains(['/', '*', ' ']) || name.starts_with('.') {
                    return Err(source.complain(&entry.id, 0, format!("`{}`: `{name}` is not a host in lower case", entry.id)));
                }
                if !entry.paths.is_empty() {
                    hosts.by_path.entry(name).or_default().push(at);
                } else if hosts.whole.insert(name.clone(), at).is_some() {
                    return Err(source.complain(&entry.id, 0, format!("`{}`: `{name}` stands twice in this file", entry.id)));
                }
            }
        }
        hosts.local = hosts.entries.iter().position(|entry| entry.class == HostClass::Local);
        Ok(hosts)
    }

    pub fn host(&self, host: &str) -> Option<&HostSignature> {
        let host = host.trim_end_matches('.');
        let at = domains(host).find_map(|domain| self.whole.get(domain).copied());
        let at = at.or_else(|| self.local.filter(|_| is_local_address(host)));
        let found = at.map(|at| &self.entries[at]);
        // What a machine on anyone's platform is called says more than whose platform it is.
        match found {
            Some(entry) if entry.class != HostClass::SharedPlatform => found,
            Some(_) | None => self.by_label(host).or(found),
        }
    }

    /// The entry for a word in the host's own name, in front of its domain.
    fn by_label(&self, host: &str) -> Option<&HostSignature> {
        let own = domains(host).next().filter(|host| host.matches('.').count() > 1)?;
        let mut words = own.rsplitn(3, '.').nth(2)?.split(['.', '-']);
        words.find_map(|word| self.entries.iter().find(|entry| entry.labels.iter().any(|label| label == word)))
    }

    pub fn address(&self, host: &str, path: &str) -> Option<&HostSignature> {
        let fits = |at: &&usize| self.entries[**at].paths.iter().any(|prefix| path.starts_with(prefix.as_str()));
        let special = domains(host).find_map(|domain| self.by_path.get(domain)?.iter().find(fits));
        special.map(|at| &self.entries[*at]).or_else(|| self.host(host))
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[HostSignature] {
        &self.entries
    }
}

fn names(entry: &HostSignature) -> Vec<String> {
    let registries = entry.suffix_of.iter().flat_map(|registry| registry_hosts(*registry));
    entry.names.iter().cloned().chain(registries).collect()
}

fn registry_hosts(registry: Registry) -> Vec<String> {
    match registry {
        Registry::Npm => ["js.org", "js.com"].map(|end| format!("{registry}{end}")).to_vec(),
        Registry::Pypi => vec![format!("{registry}.org"), format!("{}hosted.org", "python")],
        Registry::Local => Vec::new(),
    }
}

/// The host itself, then each domain above it: `a.b.c`, `b.c`, `c`.
fn domains(host: &str) -> impl Iterator<Item = &str> {
    let host = if host.len() <= 253 { host } else { "" };
    let parents = host.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| &host[at + 1..]);
    std::iter::once(host).chain(parents)
}

/// Loopback, unspecified, private and link-local addresses; brackets around an IPv6 address are allowed.
fn is_local_address(host: &str) -> bool {
    use std::net::IpAddr;
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_unspecified() || ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => match ip.to_ipv4_mapped() {
            Some(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_private() || ip.is_link_local(),
            None => ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local(),
        },
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Signatures;
    use super::*;

    fn class(host: &str) -> Option<HostClass> {
        Signatures::builtin().host(host).map(|entry| entry.class)
    }

    #[test]
    fn an_entry_holds_for_the_domains_below_it() {
        assert_eq!(class("github.com"), Some(HostClass::SharedPlatform));
        assert_eq!(class("gist.github.com"), Some(HostClass::Paste));
        assert_eq!(class("raw.githubusercontent.com"), Some(HostClass::SharedPlatform));
        assert_eq!(class("evilgithub.com"), None);
        assert_eq!(class("com"), None);
        assert_eq!(class(""), None);
    }

    #[test]
    fn addresses_of_this_machine_and_its_network_are_local() {
        for host in
            ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "::1", "0.0.0.0", "10.1.2.3", "192.168.0.7", "::ffff:127.0.0.1", "a.localhost"]
        {
            assert_eq!(class(host), Some(HostClass::Local), "{host}");
        }
        assert_eq!(class("169.254.169.254"), Some(HostClass::Metadata));
        assert_eq!(class("192.0.2.1"), None);
        assert_eq!(class("localhost.evil.example"), None);
    }

    #[test]
    fn registries_are_shared_platforms() {
        assert_eq!(class(&format!("registry.{}js.org", "npm")), Some(HostClass::SharedPlatform));
        assert_eq!(class(&format!("{}.org", "pypi")), Some(HostClass::SharedPlatform));
    }

    #[test]
    fn a_path_can_make_another_thing_of_a_host() {
        let signatures = Signatures::builtin();
        let class = |path: &str| signatures.address("discord.com", path).map(|entry| entry.class);
        assert_eq!(class("/api/webhooks/1/secret"), Some(HostClass::Webhook));
        assert_eq!(class("/invite/x"), Some(HostClass::SharedPlatform));
    }
}
