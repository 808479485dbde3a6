//! Questions about URLs: what of one may be shown, whose it is, and whether it may be fetched at all.

use std::collections::BTreeSet;

use url::{Host, Url};

use super::credentials::Credentials;
use super::error::FetchError;

/// Without user, password, query and fragment: signed URLs carry secrets in their query.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = bare(url);
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

/// Without user and password.
pub(crate) fn bare(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only for URLs without a host, which have no user either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// An address that a setting gives for others to be joined to: it ends in a slash and has neither query nor fragment.
pub(crate) fn base_url(text: &str, setting: &str) -> Result<Url, FetchError> {
    let bad = |why: String| FetchError::BadUrl { setting: setting.to_owned(), text: without_secret(text), why };
    let mut url = Url::parse(text).map_err(|error| bad(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(bad("only https:// and http:// addresses can be asked".to_owned()));
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

/// What stands before an `@` may be a password.
fn without_secret(text: &str) -> String {
    text.rsplit_once('@').map_or_else(|| text.to_owned(), |(_, host)| format!("…@{host}"))
}

/// Parts `https://user:password@host/` into the address and the credentials.
pub(crate) fn split(url: &Url) -> (Url, Option<Credentials>) {
    if url.username().is_empty() && url.password().is_none() {
        return (url.clone(), None);
    }
    let password = percent_decode(url.password().unwrap_or_default());
    (bare(url), Some(Credentials::basic(&percent_decode(url.username()), &password)))
}

pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(hex_byte);
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let mut byte = [0];
    hex::decode_to_slice(digits, &mut byte).ok()?;
    Some(byte[0])
}

/// Scheme, host and port: credentials never leave it.
pub(crate) fn same_origin(a: &Url, b: &Url) -> bool {
    a.scheme() == b.scheme() && a.host() == b.host() && a.port_or_known_default() == b.port_or_known_default()
}

/// `host:port`, the port only where it is not the usual one.
pub(crate) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or("no host");
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Which URLs may be fetched without TLS.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlainOrigins(BTreeSet<String>);

impl PlainOrigins {
    /// Registers a registry that the user's own settings name.
    pub fn allow(&mut self, url: &Url) {
        if url.scheme() == "http" {
            self.0.insert(authority(url));
        }
    }

    /// `from` is where the URL was found: a document or redirect from the network may not point at this machine,
    /// unless it came from this machine.
    pub fn check(&self, url: &Url, from: Option<&Url>) -> Result<(), FetchError> {
        let trusted_source = from.is_none_or(is_loopback);
        let allowed = match url.scheme() {
            "https" => trusted_source || !is_loopback(url),
            "http" => self.0.contains(&authority(url)) || (is_loopback(url) && trusted_source),
            _ => false,
        };
        if allowed && url.has_host() { Ok(()) } else { Err(FetchError::Scheme { url: shown(url) }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn shown_urls_hold_no_secrets() {
        assert_eq!(shown(&url("https://me:secret@a.example/x?sig=1#f")), "https://a.example/x");
    }

    #[test]
    fn user_and_password_are_parted_from_the_address() {
        let (address, credentials) = split(&url("https://me:p%40ss@a.example/x"));
        assert_eq!(address.as_str(), "https://a.example/x");
        assert_eq!(credentials, Some(Credentials::basic("me", "p@ss")));
        assert_eq!(split(&url("https://a.example/")).1, None);
    }

    #[test]
    fn http_is_for_loopback_and_configured_registries() {
        let mut plain = PlainOrigins::default();
        assert!(plain.check(&url("https://a.example/"), None).is_ok());
        assert!(plain.check(&url("http://127.0.0.1:8080/"), None).is_ok());
        assert!(plain.check(&url("http://a.example/"), None).is_err());
        plain.allow(&url("http://a.example/npm/"));
        assert!(plain.check(&url("http://a.example/"), None).is_ok());
        assert!(plain.check(&url("http://a.example:81/"), None).is_err());
        for other in ["file:///etc/passwd", "ftp://a.example/", "data:text/plain,x"] {
            assert!(plain.check(&url(other), None).is_err(), "{other}");
        }
    }

    #[test]
    fn what_came_from_the_network_cannot_point_at_this_machine() {
        let plain = PlainOrigins::default();
        let far = url("https://a.example/");
        for near in ["http://127.0.0.1:9/", "http://[::1]/", "https://localhost/"] {
            assert!(plain.check(&url(near), Some(&far)).is_err(), "{near}");
            assert!(plain.check(&url(near), Some(&url("http://127.0.0.1:80/"))).is_ok(), "{near}");
        }
    }
}
