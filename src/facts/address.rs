//! Hosts out of addresses, however far these are known.

use crate::flow::Value;

/// A host that code names, with what is needed to judge it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// Lower case, no port; an unresolved part is `*`.
    pub host: String,
    /// The path behind it, as far as it is constant; empty for a bare host.
    pub path: String,
    /// `https`, `wss`, `postgres`; none for a bare host.
    pub scheme: Option<String>,
    /// The domain of a mail address.
    pub email: bool,
}

impl Address {
    /// Out of a text with a scheme: `https://api.acme.example:8443/v1`. None when the host is unknown or local.
    pub fn of_url(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let scheme = scheme.trim().to_ascii_lowercase();
        if scheme.is_empty() || !scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b)) || scheme == "file" {
            return None;
        }
        let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let path = rest[rest.find(['/', '?']).unwrap_or(rest.len())..].to_owned();
        // One address behind another is none.
        let host = clean_host(authority).filter(|host| !host.ends_with("http") && !host.ends_with("https"))?;
        Some(Self { host, path, scheme: Some(scheme), email: false })
    }

    /// Out of what a library takes for a host: `api.acme.example`, `api.acme.example:443`, or an address after all.
    pub fn of_host(text: &str) -> Option<Self> {
        if text.contains("://") {
            return Self::of_url(text);
        }
        let host = clean_host(text.split('/').next()?)?;
        let plausible = host.contains('.') && !host.starts_with('.');
        plausible.then_some(Self { host, path: String::new(), scheme: None, email: false })
    }

    /// Out of a connection string of pairs: `host=db.acme.example dbname=x`, `Server=db.acme.example;Database=x`.
    pub fn of_pairs(text: &str) -> Option<Self> {
        let is_host =
            |name: &str| ["host", "server", "data source", "hostname"].iter().any(|known| name.trim().eq_ignore_ascii_case(known));
        let mut pairs = text.split([' ', ';']).take(64).filter_map(|pair| pair.split_once('='));
        let (_, host) = pairs.find(|(name, _)| is_host(name))?;
        Self::of_host(host.trim_start_matches("tcp:").split(',').next()?)
    }

    /// Out of a mail address, `someone@acme.example` or `Name <someone@acme.example>`.
    pub fn of_mail(text: &str) -> Option<Self> {
        let (_, domain) = text.trim().trim_end_matches('>').rsplit_once('@')?;
        let host = clean_host(domain)?;
        Some(Self { host, path: String::new(), scheme: None, email: true })
    }

    /// Of each thing that a value may be.
    pub fn of_value(value: &Value, of_text: impl Fn(&str) -> Option<Self>) -> Vec<Self> {
        value.alternatives().iter().filter_map(|value| of_text(&value.pattern())).collect()
    }

    /// An address in numbers.
    pub fn is_ip(&self) -> bool {
        self.host.parse::<std::net::Ipv4Addr>().is_ok() || self.host.contains(':')
    }
}

/// Lower case, without port; none for what is no host, is unknown, or never leaves the machine or its network.
fn clean_host(authority: &str) -> Option<String> {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => authority.split(':').next()?,
    };
    let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
    let host = without_unknown_end(&host);
    let valid = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._*:".contains(&b) || b >= 0x80);
    // A token with dots in it is no name: a part of one has at most 63 letters.
    let is_name = host.split('.').all(|label| label.chars().count() <= 63);
    if !valid || !is_name || host.is_empty() || host.len() > 253 || is_unknown(host) || is_local(host) {
        return None;
    }
    Some(host.to_owned())
}

/// `api.acme.example*`: what is put behind a whole name begins with a path.
fn without_unknown_end(host: &str) -> &str {
    let Some(whole) = host.strip_suffix('*') else { return host };
    let is_whole = whole.rsplit_once('.').is_some_and(|(name, top)| {
        !name.is_empty() && !name.contains('*') && top.len() > 1 && top.bytes().all(|b| b.is_ascii_alphabetic())
    });
    // `https://www.acme*` has no end yet.
    let has_end = !whole.starts_with("www.") || whole.matches('.').count() > 1;
    if is_whole && has_end { whole } else { host }
}

/// Nothing of it but stars and a public suffix is known.
fn is_unknown(host: &str) -> bool {
    let known: Vec<&str> = host.split('.').filter(|label| !label.is_empty() && !label.contains('*')).collect();
    known.is_empty() || host.ends_with('*') || host.ends_with("*.") || (host.contains('*') && known.len() < 2)
}

/// Loopback, private networks, and names that no public server has.
fn is_local(host: &str) -> bool {
    if let Ok(address) = host.parse::<std::net::Ipv4Addr>() {
        return address.is_loopback() || address.is_private() || address.is_unspecified() || address.is_broadcast();
    }
    if let Ok(address) = host.parse::<std::net::Ipv6Addr>() {
        return address.is_loopback() || address.is_unspecified() || (address.segments()[0] & 0xfe00) == 0xfc00;
    }
    !host.contains('.') || [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".localdomain"].iter().any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Option<String> {
        Address::of_url(text).map(|address| address.host)
    }

    #[test]
    fn hosts_come_out_of_addresses() {
        assert_eq!(host("https://User:x@API.acme.example:8443/v1?x").as_deref(), Some("api.acme.example"));
        assert_eq!(host("https://*.acme.example/*").as_deref(), Some("*.acme.example"));
        assert_eq!(host("https://api.acme.example*").as_deref(), Some("api.acme.example"));
        assert_eq!(host("wss://192.0.2.7/x").as_deref(), Some("192.0.2.7"));
        assert_eq!(Address::of_host("api.acme.example:443").unwrap().host, "api.acme.example");
        assert_eq!(Address::of_mail("Copy <a@acme.example>").unwrap().host, "acme.example");
    }

    #[test]
    fn a_token_with_dots_is_no_host() {
        let token = format!("https://{}.{}.acme", "eyJhbGciOi".repeat(4), "eyJpc3MiOi".repeat(9));
        assert_eq!(host(&token), None);
    }

    #[test]
    fn unknown_and_local_hosts_are_none() {
        for text in [
            "https://*/v1",
            "http://localhost:3000",
            "http://127.0.0.1",
            "http://10.0.0.3/",
            "https://",
            "file:///etc",
            "http://db/",
            "https://*.com",
            "https://api*",
        ] {
            assert_eq!(host(text), None, "{text}");
        }
    }
}
