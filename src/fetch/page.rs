//! A document that the user's own files name by its address: no registry's, so no registry's settings or credentials.

use url::Url;

use super::error::FetchError;
use super::http::Http;
use super::network::Network;
use super::settings::{FetchOptions, Surroundings};

/// `limit` counts bytes. Credentials go along only where the address itself has them.
pub async fn page(surroundings: &Surroundings, options: &FetchOptions, url: &Url, limit: u64) -> Result<Vec<u8>, FetchError> {
    let http = Http::new(Network::from_env(surroundings)?, options);
    Ok(http.document(url, "*/*", None, limit).await?.bytes)
}
