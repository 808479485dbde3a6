//! A document that is sent where the user says: once, to that very address, and what comes back counts for nothing but its status.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use url::Url;

use super::error::FetchError;
use super::failure;
use super::network::Network;
use super::settings::{FetchOptions, Surroundings};
use super::url::{PlainOrigins, split};

/// Nobody waits for the end of a longer answer.
const ANSWER_MAX: usize = 64 << 10;

/// JSON by POST. It is neither repeated nor sent on to where an answer points: either would be another message.
pub async fn post(surroundings: &Surroundings, options: &FetchOptions, url: &Url, json: String) -> Result<(), FetchError> {
    let (address, credentials) = split(url);
    // The path of a webhook is its password.
    let shown = origin(&address);
    if options.offline {
        return Err(FetchError::Offline { missing: shown.to_string() });
    }
    PlainOrigins::default().check(&address, None).map_err(|_| FetchError::Scheme { url: shown.to_string() })?;
    let mut headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    if let Some(credentials) = &credentials {
        let mut value = HeaderValue::from_str(credentials.header())
            .map_err(|_| FetchError::Setup { why: "credentials with characters that no header can hold".to_owned() })?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    let client = Network::from_env(surroundings)?.client(true, options)?;
    let sent = async {
        let failed = |error| failure::of(error, &shown, 0, options.read_timeout);
        let mut response = client.post(address).headers(headers).body(json).send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let mut got = 0;
        while let Ok(Some(chunk)) = response.chunk().await {
            got += chunk.len();
            if got > ANSWER_MAX {
                break;
            }
        }
        answered(&shown, status, credentials.is_some())
    };
    let timeout = || FetchError::Timeout { url: shown.to_string(), after: options.timeout };
    tokio::time::timeout(options.timeout, sent).await.map_err(|_| timeout())?
}

fn origin(url: &Url) -> Url {
    let mut origin = url.clone();
    origin.set_path("");
    origin.set_query(None);
    origin.set_fragment(None);
    origin
}

fn answered(shown: &Url, status: u16, with_credentials: bool) -> Result<(), FetchError> {
    let url = shown.to_string();
    match status {
        200..=299 => Ok(()),
        401 | 403 => Err(FetchError::Denied { url, status, with_credentials }),
        _ => Err(FetchError::Status { url, status, retry_after: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_never_tells_the_path_of_a_webhook() {
        let url = Url::parse("https://hooks.example/services/secret?token=secret#secret").unwrap();
        for status in [302, 403, 404, 500] {
            let said = answered(&origin(&url), status, false).unwrap_err().to_string();
            assert!(said.contains("https://hooks.example/") && !said.contains("secret"), "{said}");
        }
    }
}
