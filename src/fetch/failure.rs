//! Tells apart what can go wrong on a connection.

use std::error::Error;
use std::time::Duration;

use url::Url;

use super::error::FetchError;
use super::url::{authority, shown};

/// `got` bytes of the body had arrived.
pub(super) fn of(error: reqwest::Error, url: &Url, got: u64, silence: Duration) -> FetchError {
    let error = error.without_url();
    let (host, why) = (authority(url), reasons(&error));
    if error.is_timeout() {
        FetchError::Timeout { url: shown(url), after: silence }
    } else if error.is_dns() {
        FetchError::Dns { host, why }
    } else if is_tls(&why) {
        FetchError::Tls { host, why }
    } else if error.is_body() || error.is_decode() {
        FetchError::CutShort { url: shown(url), got, why }
    } else if error.is_builder() {
        FetchError::Setup { why }
    } else {
        FetchError::Unreachable { host, why }
    }
}

pub(super) fn setup(error: reqwest::Error) -> FetchError {
    FetchError::Setup { why: reasons(&error.without_url()) }
}

/// An error and its causes in one line; reqwest's own words say only "error sending request".
pub(super) fn reasons(error: &dyn Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if parts.last().is_none_or(|last| !last.contains(&text)) {
            parts.push(text);
        }
        next = error.source();
    }
    parts.join(": ")
}

/// The TLS library's types are not ours to name, so its words have to do.
fn is_tls(why: &str) -> bool {
    ["certificate", "HandshakeFailure", "InvalidContentType", "received corrupt message"].iter().any(|word| why.contains(word))
}
