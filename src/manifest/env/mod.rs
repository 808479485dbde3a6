//! Names of environment variables in documents and configuration examples.

mod blocks;
mod context;
mod denied;
mod neighbours;
mod words;

use std::borrow::Cow;

use super::declared::Declarations;
use super::text::Text;

pub use words::is_name;

/// Proxy variables are read in both cases by every HTTP client: `http_proxy` is `HTTP_PROXY`. All others stay as written.
pub fn canonical_env(name: &str) -> Cow<'_, str> {
    let is_proxy = matches!(name, "http_proxy" | "https_proxy" | "ftp_proxy" | "all_proxy" | "no_proxy");
    if is_proxy { Cow::Owned(name.to_ascii_uppercase()) } else { Cow::Borrowed(name) }
}

/// Adds what a document or an example names; `urls` are the sorted ranges in which a word is part of an address.
pub fn scan(text: &Text, urls: &[std::ops::Range<usize>], declared: &mut Declarations) {
    blocks::scan(text, declared);
    words::scan(text, urls, declared);
}
