//! What an npm registry says beside its packages: the keys that it signs with, and what it knows of how a version was built.

use serde_json::Value;
use url::Url;

use crate::fetch::document::Document;
use crate::fetch::error::FetchError;
use crate::fetch::url::shown;
use crate::model::{PackageId, RegistryKey};

/// A registry has a handful.
const MOST_KEYS: usize = 64;
/// The only kind that registries sign with.
const KIND: &str = "ecdsa-sha2-nistp256";

/// The path is the protocol's, whatever address the document gives: it is asked with the credentials of the registry.
pub(super) fn attestations_url(registry: &Url, id: &PackageId) -> Option<Url> {
    let name = id.name.as_str().replace('/', "%2f");
    registry.join(&format!("./-/npm/v1/attestations/{name}@{}", id.version)).ok()
}

pub(super) fn keys_url(registry: &Url) -> Option<Url> {
    registry.join("./-/npm/v1/keys").ok()
}

/// Keys of other kinds are left out: no signature could be checked with them.
pub(in crate::fetch) fn read(document: &Document) -> Result<Vec<RegistryKey>, FetchError> {
    let value: Value = document.json()?;
    let Some(keys) = value["keys"].as_array() else {
        return Err(FetchError::BadDocument { url: shown(&document.url), why: "it lists no keys".to_owned() });
    };
    let read = |key: &Value| {
        let text = |field: &str| key[field].as_str().map(str::to_owned);
        let is_known = ["keytype", "scheme"].iter().all(|field| key[*field].as_str().is_none_or(|kind| kind == KIND));
        Some(RegistryKey { id: text("keyid")?, key: text("key")?, expires: text("expires") }).filter(|_| is_known)
    };
    Ok(keys.iter().filter_map(read).take(MOST_KEYS).collect())
}
