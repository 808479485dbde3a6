//! What counts as a host of the public network.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Names that stand for "your host here", or for this machine.
const NOBODY: [&str; 6] = ["example.com", "example.org", "example.net", "localhost", "local", "internal"];

/// Top-level domains that are reserved for examples and tests: nobody can register a name there, and no harm is in naming one.
const RESERVED: [&str; 3] = ["example", "invalid", "test"];

/// Lower case and without the dot of the root, if it is no placeholder, no name of this machine or of a private network.
pub fn checked(domain: &str) -> Option<String> {
    let host = domain.trim_end_matches('.').to_ascii_lowercase();
    let nobody = NOBODY.iter().any(|name| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    let well_formed = host.len() <= 253 && host.split('.').all(is_label) && host.contains('.');
    (well_formed && !nobody && (has_public_suffix(&host) || is_reserved(&host))).then_some(host)
}

fn is_label(label: &str) -> bool {
    let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
}

pub fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    // 100.64.0.0/10 is for a provider's own network.
    let is_shared = first == 100 && (64..128).contains(&second);
    !(address.is_loopback() || address.is_private() || address.is_link_local() || first == 0 || address.is_broadcast() || is_shared)
}

pub fn is_public_v6(address: Ipv6Addr) -> bool {
    let own = address.is_loopback() || address.is_unspecified() || address.is_unique_local() || address.is_unicast_link_local();
    !own && address.to_ipv4_mapped().is_none_or(is_public_v4)
}

/// `acme.co.uk` of `api.acme.co.uk`; suffixes under which anybody can get a name (`github.io`) count as suffixes.
pub fn registrable_domain(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

/// Ends in a suffix that is on the public list.
pub fn has_public_suffix(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

fn is_reserved(host: &str) -> bool {
    host.rsplit('.').next().is_some_and(|top| RESERVED.contains(&top))
}
