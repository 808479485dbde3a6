//! A page of the MCP registry's list: of each server only what a sweep asks for. What is no server is counted.

use std::str::FromStr;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::answer::{official, status};
use crate::fetch::defaults;
use crate::fetch::document::Document;
use crate::fetch::error::FetchError;
use crate::fetch::url::shown;
use crate::model::{ListingStatus, PackageName, Registry};

/// A page is asked to have a hundred.
const MAX_ENTRIES: usize = 1_000;
/// The servers with most packages name one for each platform.
const MAX_PACKAGES: usize = 32;
/// As the registry's own schema has it.
const MAX_NAME: usize = 200;
const MAX_VERSION: usize = 255;
const MAX_MESSAGE: usize = 300;

/// All servers that a registry lists, or all that have changed.
#[derive(Debug, Default)]
pub struct ServerList {
    pub servers: Vec<ListedServer>,
    /// Entries that are no servers, and packages whose names or versions are none.
    pub invalid: u64,
}

/// The newest version of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedServer {
    /// `io.github.acme/server`; nothing but letters, digits and `.-_/`.
    pub name: String,
    pub status: ListingStatus,
    /// Why it has this status: one line, in the words of whoever set it.
    pub message: Option<String>,
    pub updated: Option<Timestamp>,
    pub packages: Vec<ListedPackage>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedPackage {
    /// No version means the newest.
    Package { registry: Registry, name: PackageName, version: Option<String> },
    /// Of another kind, or from another registry of npm or PyPI than the public one.
    Other(&'static str),
}

pub(super) struct Page {
    pub servers: ServerList,
    pub next: Option<String>,
}

impl ServerList {
    pub(super) fn add(&mut self, mut page: Self) {
        self.servers.append(&mut page.servers);
        self.invalid += page.invalid;
    }
}

pub(super) fn read(document: &Document) -> Result<Page, FetchError> {
    let bad = |why: &str| FetchError::BadDocument { url: shown(&document.url), why: why.to_owned() };
    let mut answer: Map<String, Value> = document.json()?;
    let Some(Value::Array(entries)) = answer.remove("servers") else { return Err(bad("it holds no list of servers")) };
    if entries.len() > MAX_ENTRIES {
        return Err(bad("it lists more than a thousand servers on one page"));
    }
    let metadata = answer.get("metadata");
    let next = ["nextCursor", "next_cursor"].iter().find_map(|key| metadata?.get(key)?.as_str());
    let mut servers = ServerList::default();
    for entry in &entries {
        match server(entry, &mut servers.invalid) {
            // Not every registry heeds that only newest versions are asked for.
            Some(_) if is_superseded(entry) => {}
            Some(server) => servers.servers.push(server),
            None => servers.invalid += 1,
        }
    }
    Ok(Page { servers, next: next.filter(|next| !next.is_empty()).map(str::to_owned) })
}

/// `{server, _meta}`, or the server.json itself.
fn server(entry: &Value, invalid: &mut u64) -> Option<ListedServer> {
    let server = entry.get("server").unwrap_or(entry);
    let meta = entry.get("_meta").and_then(Value::as_object).and_then(official);
    let said = |key: &str| meta?.get(key);
    let name = server.get("name")?.as_str().filter(|name| is_server_name(name))?;
    let packages = server.get("packages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut known = Vec::new();
    for one in packages.iter().take(MAX_PACKAGES) {
        match package(one) {
            Some(package) if known.contains(&package) => {}
            Some(package) => known.push(package),
            None => *invalid += 1,
        }
    }
    let updated = said("updatedAt").or_else(|| said("updated_at")).and_then(Value::as_str);
    Some(ListedServer {
        name: name.to_owned(),
        status: status(said("status").or_else(|| server.get("status"))),
        message: said("statusMessage").and_then(Value::as_str).map(line).filter(|message| !message.is_empty()),
        updated: updated.and_then(|text| Timestamp::from_str(text).ok()),
        packages: known,
    })
}

fn is_superseded(entry: &Value) -> bool {
    let latest = |meta: &Map<String, Value>| official(meta)?.get("isLatest")?.as_bool();
    entry.get("_meta").and_then(Value::as_object).and_then(latest) == Some(false)
}

fn is_server_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_/".contains(&byte);
    (3..=MAX_NAME).contains(&name.len()) && name.contains('/') && name.bytes().all(is_plain)
}

/// None where the name or the version is none.
fn package(entry: &Value) -> Option<ListedPackage> {
    let text = |keys: &[&str]| keys.iter().find_map(|key| entry[*key].as_str());
    let kind = text(&["registryType", "registry_type", "registry_name", "registryName"])?;
    let registry = match kind.to_ascii_lowercase().as_str() {
        "npm" => Registry::Npm,
        "pypi" => Registry::Pypi,
        other => return Some(ListedPackage::Other(named(other))),
    };
    if text(&["registryBaseUrl", "registry_base_url"]).is_some_and(|base| !is_public(base, registry)) {
        return Some(ListedPackage::Other("private"));
    }
    let identifier = text(&["identifier", "name"]).filter(|name| name.len() <= MAX_NAME + 14)?;
    let name = match registry {
        Registry::Npm => PackageName::npm(identifier),
        Registry::Pypi | Registry::Local => PackageName::pypi(identifier),
    };
    let version = text(&["version"]).filter(|version| !matches!(*version, "" | "latest"));
    if version.is_some_and(|version| version.len() > MAX_VERSION) {
        return None;
    }
    Some(ListedPackage::Package { registry, name: name.ok()?, version: version.map(str::to_owned) })
}

/// The kinds that the registry knows.
fn named(kind: &str) -> &'static str {
    const KINDS: [&str; 5] = ["oci", "mcpb", "nuget", "cargo", "go"];
    KINDS.into_iter().find(|known| *known == kind).unwrap_or("unknown")
}

/// What another registry has under a name is another package.
fn is_public(base: &str, registry: Registry) -> bool {
    let host = |url: &url::Url| url.host_str().map(str::to_owned);
    url::Url::parse(base).is_ok_and(|base| host(&base) == host(&defaults::public(registry)))
}

/// A stranger's text as one line.
fn line(text: &str) -> String {
    let words: String = text.chars().take(MAX_MESSAGE).map(|c| if c.is_control() { ' ' } else { c }).collect();
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use url::Url;

    use super::*;

    fn page(answer: &Value) -> Result<Page, FetchError> {
        let url = Url::parse("https://a.example/v0.1/servers").unwrap();
        read(&Document { bytes: answer.to_string().into_bytes(), content_type: None, url })
    }

    fn one(server: Value) -> (Vec<ListedServer>, u64) {
        let page = page(&json!({ "servers": [server] })).unwrap();
        (page.servers.servers, page.servers.invalid)
    }

    #[test]
    fn a_server_is_read_with_all_that_a_sweep_asks_for() {
        let (servers, invalid) = one(json!({
            "server": { "name": "io.github.acme/server", "packages": [
                { "registryType": "npm", "identifier": "@acme/server", "version": "1.2.3", "transport": { "type": "stdio" } },
                { "registryType": "npm", "identifier": "@acme/server", "version": "1.2.3", "transport": { "type": "sse" } },
                { "registryType": "pypi", "identifier": "Acme_Server", "version": "latest" },
                { "registryType": "oci", "identifier": "acme.example/server:1" },
                { "registryType": "npm", "registryBaseUrl": "https://npm.acme.example", "identifier": "server", "version": "1.0.0" },
                { "registryType": "rubygems", "identifier": "server" },
            ] },
            "_meta": { "io.modelcontextprotocol.registry/official": {
                "status": "deprecated", "statusMessage": "use\nanother \u{1b}[1m", "updatedAt": "2026-11-20T10:00:00.123Z" } }
        }));
        let npm = PackageName::npm("@acme/server").unwrap();
        let pypi = PackageName::pypi("acme-server").unwrap();
        let wanted = ListedServer {
            name: "io.github.acme/server".to_owned(),
            status: ListingStatus::Deprecated,
            message: Some("use another  [1m".to_owned()),
            updated: Some("2026-11-20T10:00:00.123Z".parse().unwrap()),
            packages: vec![
                ListedPackage::Package { registry: Registry::Npm, name: npm, version: Some("1.2.3".to_owned()) },
                ListedPackage::Package { registry: Registry::Pypi, name: pypi, version: None },
                ListedPackage::Other("oci"),
                ListedPackage::Other("private"),
                ListedPackage::Other("unknown"),
            ],
        };
        assert_eq!((servers, invalid), (vec![wanted], 0));
    }

    #[test]
    fn what_is_no_server_or_no_package_is_counted() {
        for odd in [json!(7), json!(null), json!({}), json!({ "server": 3 }), json!({ "name": "a\u{202e}/b" }), json!({ "name": "none" })] {
            assert_eq!(one(odd.clone()), (Vec::new(), 1), "{odd}");
        }
        let package = |identifier: &str| json!({ "registryType": "npm", "identifier": identifier, "version": "1.0.0" });
        let long = "x".repeat(300);
        for identifier in ["../x", "", "a b", &long] {
            let (servers, invalid) = one(json!({ "name": "io.x/y", "packages": [package(identifier), package("fine"), 5] }));
            assert_eq!((servers[0].packages.len(), invalid), (1, 2), "{identifier}");
        }
        let older = json!({ "server": { "name": "io.x/y" }, "_meta": { "x/official": { "isLatest": false } } });
        assert_eq!(one(older), (Vec::new(), 0));
        let (servers, _) = one(json!({ "name": "io.x/y", "packages": vec![package("fine"); 100], "_meta": [] }));
        assert_eq!(servers[0].packages.len(), 1);
    }

    #[test]
    fn the_public_registries_may_be_named() {
        for registry in [Registry::Npm, Registry::Pypi] {
            assert!(is_public(defaults::public(registry).as_str(), registry), "{registry}");
            assert!(!is_public("https://a.example/", registry) && !is_public("a.example", registry), "{registry}");
        }
    }

    #[test]
    fn the_next_page_is_told_or_there_is_none() {
        let next = |metadata: Value| page(&json!({ "servers": [], "metadata": metadata })).unwrap().next;
        assert_eq!(next(json!({ "nextCursor": "a", "count": 0 })).as_deref(), Some("a"));
        for none in [json!({}), json!({ "nextCursor": "" }), json!({ "nextCursor": 5 }), json!(null), json!([])] {
            assert_eq!(next(none), None);
        }
        for bad in [json!({}), json!({ "servers": {} }), json!([]), json!({ "servers": vec![0; 1001] })] {
            assert!(matches!(page(&bad), Err(FetchError::BadDocument { .. })), "{bad}");
        }
    }
}
