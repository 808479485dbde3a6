//! The MCP registry: a server's name becomes the server.json that speaks of a package. Asked in passing, so it may not take long;
//! the whole list of servers ([`crawl`]) is asked for with patience.

mod answer;
mod crawl;
mod listed;

use std::time::Duration;

use url::Url;

use self::answer::{Entry, Wanted};
pub use self::listed::{ListedPackage, ListedServer, ServerList};
use super::defaults;
use super::document::Document;
use super::error::FetchError;
use super::http::Http;
use super::network::Network;
use super::settings::{FetchOptions, Surroundings};
use super::url::{authority, base_url, shown};
use crate::model::{Listing, PackageId};

pub(super) const FLAG: &str = "--mcp-registry";
const VARIABLE: &str = "MCPSCAN_MCP_REGISTRY";
/// In the place of an address: ask nobody.
const NOBODY: &str = "none";

const ACCEPT: &str = "application/json";
/// The largest server.json seen in the wild is a hundredth of this.
const MAX_ANSWER: u64 = 1 << 20;
/// Many times as large as any server.json seen in the wild.
const PRETTY_MAX: usize = 64 << 10;
/// For one answer, a second attempt included.
const PATIENCE: Duration = Duration::from_secs(3);
const SILENCE: Duration = Duration::from_secs(2);
/// Of hundreds of pages one that fails costs all: half a minute at the usual delays.
const CRAWL_RETRIES: usize = 6;

pub(super) struct McpRegistry {
    /// Ends in a slash; none where nobody wants it asked.
    base: Option<Url>,
    /// Proxies and certificates that cannot be read are told when they are needed.
    http: Result<Http, FetchError>,
    patient: Result<Http, FetchError>,
}

impl McpRegistry {
    pub fn new(surroundings: &Surroundings, options: &FetchOptions) -> Result<Self, FetchError> {
        let base = base(surroundings, options)?;
        let network = Network::from_env(surroundings).map(|mut network| {
            base.iter().for_each(|base| network.plain.allow(base));
            network
        });
        let hasty = FetchOptions {
            timeout: options.timeout.min(PATIENCE),
            read_timeout: options.read_timeout.min(SILENCE),
            retries: options.retries.min(1),
            ..options.clone()
        };
        let steady = FetchOptions { retries: options.retries.max(CRAWL_RETRIES), ..options.clone() };
        let patient = network.clone().map(|network| Http::new(network, &steady));
        Ok(Self { base, http: network.map(|network| Http::new(network, &hasty)), patient })
    }

    pub fn address(&self) -> Option<String> {
        self.base.as_ref().map(shown)
    }

    /// `host`, or `host:port` where the port is unusual.
    pub fn host(&self) -> Option<String> {
        self.base.as_ref().map(authority)
    }

    /// All versions say most; where they are too many, or nobody lists them, the newest one has to do.
    pub async fn listing(&self, server: &str, package: &PackageId) -> Result<Listing, FetchError> {
        let Some(base) = &self.base else { return Ok(Listing::NotAsked) };
        let wanted = Wanted { server, package };
        let url = address(base, server, "versions")?;
        let entries = match self.ask(&url).await {
            Ok(document) => answer::read(&document, &wanted)?,
            Err(FetchError::TooLarge { .. } | FetchError::Status { status: 404 | 405 | 410, .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let entry = match answer::choose(entries, &wanted) {
            Some(entry) => entry,
            None => {
                let url = address(base, server, "versions/latest")?;
                let document = match self.ask(&url).await {
                    Ok(document) => document,
                    Err(FetchError::Status { status: 404 | 410, .. }) => return Ok(Listing::Absent { name: server.to_owned() }),
                    Err(error) => return Err(error),
                };
                let unclear = || FetchError::BadDocument { url: shown(&url), why: "it holds no server.json".to_owned() };
                answer::choose(answer::read(&document, &wanted)?, &wanted).ok_or_else(unclear)?
            }
        };
        Ok(found(server, entry))
    }

    async fn ask(&self, url: &Url) -> Result<Document, FetchError> {
        let http = self.http.as_ref().map_err(Clone::clone)?;
        http.document(url, ACCEPT, None, MAX_ANSWER).await
    }
}

fn found(server: &str, entry: Entry) -> Listing {
    let compact = entry.server.to_string();
    // Line by line, so that what it declares has a place; deep lists would become as wide as they are long.
    let is_small = compact.len() < PRETTY_MAX;
    let server_json = if is_small { format!("{:#}", entry.server) } else { compact };
    Listing::Found { name: server.to_owned(), server_json, status: entry.status }
}

/// The flag, the variable, or the public one.
fn base(surroundings: &Surroundings, options: &FetchOptions) -> Result<Option<Url>, FetchError> {
    let flag = options.mcp_registry.as_deref().map(|text| (FLAG, text));
    let Some((setting, text)) = flag.or_else(|| Some((VARIABLE, surroundings.var(VARIABLE)?))) else {
        return Ok(Some(defaults::mcp_registry()));
    };
    if text == NOBODY {
        return Ok(None);
    }
    base_url(text, setting).map(Some)
}

/// The name is one part of the path: `io.github.acme%2Fserver`.
fn address(base: &Url, server: &str, what: &str) -> Result<Url, FetchError> {
    let name: String =
        server.bytes().map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    base.join(&format!("v0.1/servers/{name}/{what}")).map_err(|error| FetchError::BadUrl {
        setting: "the MCP registry's setting".to_owned(),
        text: shown(base),
        why: error.to_string(),
    })
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base_of(flag: Option<&str>, variable: &str) -> Result<Option<String>, FetchError> {
        let options = FetchOptions { mcp_registry: flag.map(str::to_owned), ..FetchOptions::default() };
        let surroundings = Surroundings { env: [(VARIABLE.to_owned(), variable.to_owned())].into(), ..Surroundings::default() };
        Ok(base(&surroundings, &options)?.map(String::from))
    }

    #[test]
    fn a_flag_comes_before_the_variable_and_both_before_the_public_registry() {
        assert_eq!(base_of(Some("https://a.example/mcp?x#y"), "https://b.example").unwrap().as_deref(), Some("https://a.example/mcp/"));
        assert_eq!(base_of(None, "https://b.example").unwrap().as_deref(), Some("https://b.example/"));
        assert_eq!(base_of(Some("none"), "https://b.example").unwrap(), None);
        assert_eq!(base_of(None, "none").unwrap(), None);
        assert!(base_of(None, "").unwrap().is_some_and(|base| base.starts_with("https://") && base.ends_with('/')));
    }

    #[test]
    fn what_is_no_address_is_told_with_its_setting_and_without_its_password() {
        for (bad, shown) in [("b.example", "`b.example`"), ("file:///etc", "`file:///etc`"), ("ftp://me:secret@b.example", "`…@b.example`")]
        {
            let said = base_of(None, bad).unwrap_err().to_string();
            assert!(said.contains(VARIABLE) && said.contains(shown) && !said.contains("secret"), "{said}");
        }
    }

    #[test]
    fn a_name_is_one_part_of_the_path() {
        let base = Url::parse("https://a.example/mcp/").unwrap();
        let asked = |name| address(&base, name, "versions").unwrap().to_string();
        assert_eq!(asked("io.github.acme/server"), "https://a.example/mcp/v0.1/servers/io.github.acme%2Fserver/versions");
        assert_eq!(asked("../x/..?a#b"), "https://a.example/mcp/v0.1/servers/..%2Fx%2F..%3Fa%23b/versions");
    }
}
