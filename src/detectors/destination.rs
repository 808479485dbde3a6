//! Whom something is sent to, as far as that says whether it should be.

use crate::detect::Evidence;
use crate::facts::HostUse;
use crate::facts::vendor::{Prose, use_is_declared};
use crate::signatures::HostClass;

use super::undeclared_host::is_of_the_vendor;

/// Worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Destination {
    /// A document names it, or it serves for nothing but names.
    Declared,
    /// A setting or a caller decides.
    Chosen,
    /// Nothing tells.
    Unknown,
    /// Named like the package, and nowhere else.
    Namesake,
    /// Written in the code and named in no document.
    Stranger,
    /// Made to receive what was taken, or to hide who receives it.
    Trap,
}

/// The worst of the hosts, with the one that it is.
pub(super) fn of<'h>(evidence: Evidence<'_>, prose: &Prose, hosts: &'h [HostUse]) -> (Destination, Option<&'h HostUse>) {
    let each = hosts.iter().map(|host| (one(evidence, prose, host), Some(host)));
    each.max_by_key(|(destination, _)| *destination).unwrap_or((Destination::Unknown, None))
}

pub(super) fn one(evidence: Evidence<'_>, prose: &Prose, host: &HostUse) -> Destination {
    let class = evidence.signatures.address(&host.address.host, &host.address.path).map(|signature| signature.class);
    // What a library contacts by itself is the matter of others.
    let is_open = host.is_default || !host.settings.is_empty() || host.implied_by.is_some();
    match class {
        Some(HostClass::Webhook) if has_token(&host.address.path) && !is_open => return Destination::Trap,
        Some(HostClass::RequestCatcher | HostClass::Paste | HostClass::Tunnel) if !is_open => return Destination::Trap,
        Some(HostClass::DeadDrop) if !is_open && !use_is_declared(prose, evidence.manifest, evidence.signatures, host) => {
            return Destination::Trap;
        }
        // What a cloud tells a machine is asked for with what it has told before.
        Some(HostClass::Local | HostClass::Metadata) => return Destination::Declared,
        Some(
            HostClass::Webhook
            | HostClass::RequestCatcher
            | HostClass::Paste
            | HostClass::Tunnel
            | HostClass::DeadDrop
            | HostClass::IpLookup
            | HostClass::SharedPlatform
            | HostClass::Reference
            | HostClass::Toolchain
            | HostClass::Resolver
            | HostClass::Telemetry,
        )
        | None => {}
    }
    if use_is_declared(prose, evidence.manifest, evidence.signatures, host) {
        return Destination::Declared;
    }
    if is_open {
        return Destination::Chosen;
    }
    if host.address.is_ip() || host.hidden {
        return Destination::Trap;
    }
    if is_of_the_vendor(evidence, &host.address.host) { Destination::Namesake } else { Destination::Stranger }
}

/// A part of the path that a service has given out, and that stands in the code in full.
pub(super) fn has_token(path: &str) -> bool {
    let longest = path.split(['/', '?', '=']).filter(|part| !part.contains('*')).map(str::len).max();
    longest >= Some(16)
}

#[cfg(test)]
mod tests {
    use super::has_token;

    #[test]
    fn a_token_stands_in_the_path_in_full() {
        assert!(has_token("/api/webhooks/112233445566778899/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
        assert!(has_token("/bot123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAA/sendMessage"));
        assert!(!has_token("/api/webhooks/*/*"));
        assert!(!has_token("/bot*/sendMessage"));
    }
}
