//! Which indexes are asked, with whose credentials and by which way: flags, then uv's configuration or pip's, then the public index.
//!
//! A machine may have both tools. The configuration of one is taken whole, since indexes of two mixed would be an order that no
//! install uses: uv's when it names any index, else pip's. Flags come before either: `--index-url` replaces the default index,
//! `--extra-index-url` is asked before all others. Extra indexes are asked before the default one, and the first that has the
//! project decides, as with uv (also where pip's configuration would look for the highest version anywhere): whoever publishes
//! a private package's name on the public index is not asked.

mod file;
mod netrc;
mod pip;
mod uv;

use std::fmt;
use std::path::PathBuf;

use url::Url;

use super::super::credentials::Credentials;
use super::super::network::{Network, Roots, proxy_url};
use super::super::url::{same_origin, shown, split};
use super::super::{FetchError, FetchOptions, Surroundings, defaults};
use crate::model::Registry;
use netrc::Netrc;

/// The way to Python packages.
pub(super) struct Settings {
    /// In the order in which they are asked; never empty.
    pub(super) indexes: Vec<Index>,
    pub(super) network: Network,
    /// What a person should know about the choice of indexes.
    pub(super) notes: Vec<String>,
    netrc: Netrc,
}

pub(super) struct Index {
    /// Ends in a slash; without credentials.
    pub(super) url: Url,
    pub(super) credentials: Option<Credentials>,
}

/// An index as some setting names it. Its text may hold a password.
#[derive(Clone, PartialEq, Eq)]
struct Named {
    text: String,
    /// Where it stands: `UV_INDEX`, `/etc/pip.conf`.
    setting: String,
    /// User and password from variables of their own (uv).
    login: Option<(String, String)>,
}

/// What one tool is configured to do.
#[derive(Default)]
struct Tool {
    default: Option<Named>,
    /// Asked before the default one.
    extra: Vec<Named>,
}

impl fmt::Debug for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Named(… by {})", self.setting)
    }
}

impl Named {
    fn new(text: &str, setting: impl Into<String>) -> Self {
        Self { text: text.trim().to_owned(), setting: setting.into(), login: None }
    }
}

impl Tool {
    fn is_configured(&self) -> bool {
        self.default.is_some() || !self.extra.is_empty()
    }
}

impl Settings {
    pub(super) fn read(surroundings: &Surroundings, options: &FetchOptions) -> Result<Self, FetchError> {
        let uv = uv::read(surroundings)?;
        let pip = pip::read(surroundings)?;
        let mut notes = Vec::new();
        if uv.is_configured() && pip.tool.is_configured() {
            notes.push("uv and pip both name package indexes: uv's were used".to_owned());
        }
        let tool = if uv.is_configured() { uv } else { pip.tool };
        let mut network = Network::from_env(surroundings)?;
        if let Some(proxy) = &pip.proxy {
            let proxy = proxy_url(&proxy.text, &proxy.setting)?;
            network.http_proxy = Some(proxy.clone());
            network.https_proxy = Some(proxy);
        }
        network.roots.extend(pip.certificate.map(Roots::File));
        let mut settings = Self { indexes: Vec::new(), network, notes, netrc: Netrc::read(surroundings)? };
        settings.add_all(tool, options)?;
        Ok(settings)
    }

    fn add_all(&mut self, tool: Tool, options: &FetchOptions) -> Result<(), FetchError> {
        let from_flags = options.extra_index_url.iter().map(|text| Named::new(text, "--extra-index-url"));
        for named in from_flags.chain(tool.extra) {
            self.add(&named)?;
        }
        match options.index_url.as_deref().map(|text| Named::new(text, "--index-url")).or(tool.default) {
            Some(named) => self.add(&named)?,
            None => self.indexes.push(Index { url: defaults::public(Registry::Pypi), credentials: None }),
        }
        if self.indexes.is_empty() {
            let why = "the only index that the settings name is a folder, which is not read".to_owned();
            return Err(FetchError::Setup { why });
        }
        Ok(())
    }

    fn add(&mut self, named: &Named) -> Result<(), FetchError> {
        let Some(url) = web_address(named)? else {
            self.notes.push(format!("an index given by {} is a local folder and was not asked", named.setting));
            return Ok(());
        };
        let (mut url, own) = with_netrc(&url, named, &self.netrc);
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        self.network.plain.allow(&url);
        if !self.indexes.iter().any(|index| index.url == url) {
            self.indexes.push(Index { url, credentials: own });
        }
        Ok(())
    }

    /// For a file that an index names: the credentials of the index when both have one origin, else what netrc says of that very host.
    pub(super) fn credentials_for(&self, url: &Url) -> Option<Credentials> {
        let of_index = self.indexes.iter().find(|index| same_origin(&index.url, url)).and_then(|index| index.credentials.clone());
        let of_host = || self.netrc.of_host(url.host_str()?).map(|login| Credentials::basic(&login.user, &login.password));
        of_index.or_else(of_host)
    }
}

/// None for paths and `file:`, which both tools take for a folder of packages.
fn web_address(named: &Named) -> Result<Option<Url>, FetchError> {
    // A text that is no URL may still hold a password, so it is not repeated.
    let bad = |text: &str, why: &str| FetchError::BadUrl { setting: named.setting.clone(), text: text.to_owned(), why: why.to_owned() };
    if !named.text.contains("://") {
        let path = named.text.starts_with(['/', '.', '~', '\\']) || named.text.get(1..3) == Some(":\\");
        return if path { Ok(None) } else { Err(bad("…", "it names no scheme")) };
    }
    let url = Url::parse(&named.text).map_err(|error| bad("…", &error.to_string()))?;
    match url.scheme() {
        "http" | "https" => Ok(Some(url)),
        "file" => Ok(None),
        _ => Err(bad(&shown(&url), "only http and https are fetched")),
    }
}

/// The address, and its credentials: own variables, else those in the URL, else netrc's; a user without a password in the URL
/// finds it in netrc.
fn with_netrc(url: &Url, named: &Named, netrc: &Netrc) -> (Url, Option<Credentials>) {
    let (bare, own) = split(url);
    if let Some((user, password)) = &named.login {
        return (bare, Some(Credentials::basic(user, password)));
    }
    if url.password().is_some() {
        return (bare, own);
    }
    let login = url.host_str().and_then(|host| netrc.of_host(host).or(netrc.default_login()));
    let login = login.filter(|login| url.username().is_empty() || url.username() == login.user);
    (bare, login.map(|login| Credentials::basic(&login.user, &login.password)).or(own))
}

/// pip's settings beside its indexes apply to both tools' indexes: a company's proxy and certificates are the machine's.
#[derive(Default)]
struct Pip {
    tool: Tool,
    certificate: Option<PathBuf>,
    proxy: Option<Named>,
}

#[cfg(test)]
mod tests;
