//! npm's settings in our terms: which registry serves a name, which credentials a URL gets, how to connect.
//! The only place that knows `deno_npmrc`, which decides how far credentials reach.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deno_npmrc::{NpmRc, NpmRegistryUrl, RegistryConfig, ReplaceRegistryHost, ResolvedNpmRc};
use url::Url;

use super::layers::{Layers, Place, Setting};
use crate::fetch::credentials::Credentials;
use crate::fetch::defaults;
use crate::fetch::error::FetchError;
use crate::fetch::network::{Network, Roots, proxy_url};
use crate::fetch::settings::Surroundings;
use crate::fetch::url::{bare, percent_decode, same_origin};
use crate::model::Registry;

pub(in crate::fetch) const FLAG: &str = "--registry";

pub(super) struct Settings {
    rc: ResolvedNpmRc,
    /// What a report should say about how connections were made.
    pub notes: Vec<String>,
}

impl Settings {
    /// `flag` is what stands behind [`FLAG`]; scopes with a registry of their own keep it.
    pub fn read(surroundings: &Surroundings, flag: Option<&str>) -> Result<(Self, Network), FetchError> {
        let layers = Layers::read(surroundings)?;
        let mut network = network(&layers, surroundings)?;
        let rc = registries(&layers, flag)?;
        for url in rc.get_all_known_registries_urls() {
            network.plain.allow(&url);
        }
        let notes = network.accept_any_certificate.then(|| "strict-ssl=false: the registry's certificate was not checked".to_owned());
        Ok((Self { rc, notes: notes.into_iter().collect() }, network))
    }

    /// Ends in a slash, holds no credentials.
    pub fn registry_for(&self, name: &str) -> &Url {
        self.rc.get_registry_url(name)
    }

    /// By host and path, as npm scopes them; for a URL at the origin of `registry` also what the registry itself would get.
    pub fn credentials_for(&self, url: &Url, registry: &Url) -> Option<Credentials> {
        let config = |url: &Url| self.rc.tarball_config(url).filter(|config| config.has_auth());
        let config = config(url).or_else(|| config(registry).filter(|_| same_origin(url, registry)))?;
        credentials(config)
    }

    /// A mirror's documents may still name the public registry's tarballs (`replace-registry-host`).
    pub fn tarball(&self, url: Url, name: &str) -> Url {
        self.rc.replace_tarball_url(url, name)
    }
}

fn credentials(config: &RegistryConfig) -> Option<Credentials> {
    if let Some(token) = &config.auth_token {
        return Some(Credentials::bearer(token));
    }
    if let Some(auth) = &config.auth {
        return Some(Credentials::encoded(auth));
    }
    let user = config.username.as_ref().or(config.email.as_ref())?;
    let password = STANDARD.decode(config.password.as_ref()?.trim()).ok()?;
    Some(Credentials::basic(user, &String::from_utf8_lossy(&password)))
}

fn registries(layers: &Layers, flag: Option<&str>) -> Result<ResolvedNpmRc, FetchError> {
    let mut configs = HashMap::new();
    let default = match (flag, layers.get("registry")) {
        (Some(flag), _) => registry_url(flag, || FLAG.to_owned(), &mut configs)?,
        (None, Some(setting)) if !is_none(setting) => registry_url(setting.value(), || setting.named("registry"), &mut configs)?,
        (None, _) => defaults::public(Registry::Npm),
    };
    let mut scopes = HashMap::new();
    for (key, setting) in layers.iter() {
        if let Some(scope) = key.strip_prefix('@').and_then(|key| key.strip_suffix(":registry")) {
            let url = registry_url(setting.value(), || setting.named(key), &mut configs)?;
            scopes.insert(scope.to_owned(), url.into());
        } else if let Some((host, field)) = key.strip_prefix("//").and_then(|key| key.rsplit_once(':')) {
            add_credential(configs.entry(format!("{}/", host.trim_end_matches('/'))).or_default(), field, setting.value());
        }
    }
    let rc = NpmRc {
        scope_registries: scopes,
        registry_configs: configs
            .into_iter()
            .filter(|(_, config)| config.has_auth())
            .map(|(key, config)| (key, Arc::new(config)))
            .collect(),
        replace_registry_host: layers.get("replace-registry-host").map(|setting| replaced_host(setting.value())),
        ..NpmRc::default()
    };
    let default = NpmRegistryUrl { url: default, from_env: true };
    rc.as_resolved(&default).map_err(|error| FetchError::Setup { why: error.to_string() })
}

/// A credential whose variable is not set is none: sent as it stands it would only turn public packages away.
fn add_credential(config: &mut RegistryConfig, field: &str, value: &str) {
    let value = (!value.is_empty() && !value.contains("${")).then(|| value.to_owned());
    match field {
        "_authToken" => config.auth_token = value,
        "_auth" => config.auth = value,
        "username" => config.username = value,
        "_password" => config.password = value,
        "email" => config.email = value,
        _ => {}
    }
}

fn replaced_host(value: &str) -> ReplaceRegistryHost {
    match value {
        "" | "npmjs" => ReplaceRegistryHost::NpmJs,
        "never" => ReplaceRegistryHost::Never,
        "always" => ReplaceRegistryHost::Always,
        host => Url::parse(host)
            .ok()
            .filter(Url::has_host)
            .map_or_else(|| ReplaceRegistryHost::Hostname(host.to_owned()), ReplaceRegistryHost::Url),
    }
}

/// With a slash at its end; credentials in it go where the others are.
fn registry_url(text: &str, setting: impl Fn() -> String, configs: &mut HashMap<String, RegistryConfig>) -> Result<Url, FetchError> {
    let bad = |why: String| FetchError::BadUrl { setting: setting(), text: without_user(text).to_owned(), why };
    let mut url = Url::parse(text).map_err(|error| bad(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("a registry is reached by https, or by http where that must be".to_owned()));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    if let Some(password) = url.password() {
        let key = format!("{}{}", &url[url::Position::BeforeHost..url::Position::AfterPort], url.path());
        let config = configs.entry(key).or_default();
        config.username = Some(percent_decode(url.username()));
        config.password = Some(STANDARD.encode(percent_decode(password)));
    }
    Ok(bare(&url))
}

fn without_user(text: &str) -> &str {
    text.rsplit_once('@').map_or(text, |(_, host)| host)
}

fn network(layers: &Layers, surroundings: &Surroundings) -> Result<Network, FetchError> {
    let mut network = Network::from_env(surroundings)?;
    if let Some((key, setting)) = ["https-proxy", "proxy"].iter().find_map(|key| Some((key, layers.get(key)?))) {
        let proxy = if is_none(setting) { None } else { Some(proxy_url(setting.value(), &setting.named(key))?) };
        network.http_proxy.clone_from(&proxy);
        network.https_proxy = proxy;
    }
    if let Some(setting) = layers.get("noproxy") {
        network.no_proxy = Some(setting.values.join(","));
    }
    network.roots.extend(surroundings.var("NODE_EXTRA_CA_CERTS").map(|file| Roots::File(file.into())));
    // As npm has it, a CA that is named replaces the system's.
    if let Some(roots) = certificate_authorities(layers, surroundings) {
        network.roots = roots;
        network.only_roots = true;
    }
    network.accept_any_certificate = layers.get("strict-ssl").is_some_and(|setting| setting.value() == "false");
    Ok(network)
}

fn certificate_authorities(layers: &Layers, surroundings: &Surroundings) -> Option<Vec<Roots>> {
    if let Some(file) = layers.path("cafile", surroundings) {
        return Some(vec![Roots::File(file)]);
    }
    let setting = layers.get("ca").filter(|setting| !is_none(setting))?;
    let place = match &setting.place {
        Place::Environment => PathBuf::from("npm_config_ca"),
        Place::File { file, line: _ } => file.clone(),
    };
    // npm's manual has line ends written as `\n`.
    let pem = |value: &String| Roots::Pem { setting: place.clone(), text: value.replace("\\n", "\n") };
    Some(setting.values.iter().map(pem).collect())
}

fn is_none(setting: &Setting) -> bool {
    matches!(setting.value(), "" | "null" | "undefined" | "false")
}
