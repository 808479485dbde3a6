//! How connections are made: proxies, certificates, and which addresses may go without TLS.

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::{Certificate, Client, NoProxy, Proxy, redirect};
use url::Url;

use super::error::FetchError;
use super::failure;
use super::settings::{FetchOptions, Surroundings};
use super::url::PlainOrigins;

const USER_AGENT: &str = concat!("mcpscan/", env!("CARGO_PKG_VERSION"));
/// A bundle of every public CA has about 250 KiB.
const MAX_PEM: u64 = 4 << 20;

/// Certificates to trust; read only when a connection is made.
#[derive(Debug, Clone)]
pub(crate) enum Roots {
    File(PathBuf),
    /// `setting` is where the text stands, as the user would look for it.
    Pem {
        setting: PathBuf,
        text: String,
    },
}

/// One ecosystem's way to the network. Each has its own, so that what one tool's settings trust stays with that tool.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network {
    pub http_proxy: Option<Url>,
    pub https_proxy: Option<Url>,
    /// Hosts that are reached directly, separated by commas.
    pub no_proxy: Option<String>,
    pub roots: Vec<Roots>,
    /// Trust `roots` alone, not the system's certificates.
    pub only_roots: bool,
    /// Take any certificate, as the user's settings ask.
    pub accept_any_certificate: bool,
    pub plain: PlainOrigins,
}

impl Network {
    /// The variables that most programs heed: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`.
    pub fn from_env(surroundings: &Surroundings) -> Result<Self, FetchError> {
        let proxy = |names: &[&str]| -> Result<Option<Url>, FetchError> {
            surroundings.first_var(names).map(|text| proxy_url(text, names[0])).transpose()
        };
        let all = proxy(&["ALL_PROXY", "all_proxy"])?;
        Ok(Self {
            http_proxy: proxy(&["http_proxy", "HTTP_PROXY"])?.or_else(|| all.clone()),
            https_proxy: proxy(&["https_proxy", "HTTPS_PROXY"])?.or(all),
            no_proxy: surroundings.first_var(&["no_proxy", "NO_PROXY"]).map(str::to_owned),
            roots: surroundings.var("SSL_CERT_FILE").map(|file| Roots::File(file.into())).into_iter().collect(),
            ..Self::default()
        })
    }

    /// `gzip` decodes bodies on the way; artifacts are wanted as they are.
    pub(super) fn client(&self, gzip: bool, options: &FetchOptions) -> Result<Client, FetchError> {
        let mut builder = Client::builder()
            .user_agent(user_agent(options.contact.as_deref()))
            .redirect(redirect::Policy::none())
            .referer(false)
            .gzip(gzip)
            .read_timeout(options.read_timeout)
            .connect_timeout(options.read_timeout)
            .no_proxy();
        for proxy in self.proxies()? {
            builder = builder.proxy(proxy);
        }
        let certificates = self.certificates()?;
        builder = if self.only_roots { builder.tls_certs_only(certificates) } else { builder.tls_certs_merge(certificates) };
        if self.accept_any_certificate {
            builder = builder.tls_danger_accept_invalid_certs(true);
        }
        builder.build().map_err(failure::setup)
    }

    fn proxies(&self) -> Result<Vec<Proxy>, FetchError> {
        let direct = self.no_proxy.as_deref().and_then(NoProxy::from_string);
        let http = self.http_proxy.clone().map(Proxy::http);
        let https = self.https_proxy.clone().map(Proxy::https);
        let proxies = http.into_iter().chain(https);
        proxies.map(|proxy| Ok(proxy.map_err(failure::setup)?.no_proxy(direct.clone()))).collect()
    }

    fn certificates(&self) -> Result<Vec<Certificate>, FetchError> {
        let mut all = Vec::new();
        for roots in &self.roots {
            all.extend(match roots {
                Roots::File(file) => certificates(file, &read_pem(file)?)?,
                Roots::Pem { setting, text } => certificates(setting, text.as_bytes())?,
            });
        }
        Ok(all)
    }
}

/// `mcpscan/1.0.0 (+mailto:ops@acme.example)`
fn user_agent(contact: Option<&str>) -> String {
    contact.map_or_else(|| USER_AGENT.to_owned(), |contact| format!("{USER_AGENT} (+{contact})"))
}

/// `http://proxy:3128`, or `proxy:3128` as many write it.
pub(crate) fn proxy_url(text: &str, setting: &str) -> Result<Url, FetchError> {
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    // The text may hold a password, so errors do not repeat it.
    let bad = |why: &str| FetchError::BadUrl { setting: setting.to_owned(), text: "…".to_owned(), why: why.to_owned() };
    let url = Url::parse(&whole).map_err(|error| bad(&error.to_string()))?;
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err(bad("only http and https proxies are supported")) }
}

fn read_pem(file: &Path) -> Result<Vec<u8>, FetchError> {
    let read = fs::metadata(file).and_then(|meta| if meta.len() > MAX_PEM { Ok(None) } else { fs::read(file).map(Some) });
    match read {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(bad_pem(file, format!("a certificate file of more than {MAX_PEM} bytes"))),
        Err(error) => Err(bad_pem(file, format!("cannot read the certificates: {error}"))),
    }
}

fn certificates(file: &Path, pem: &[u8]) -> Result<Vec<Certificate>, FetchError> {
    match Certificate::from_pem_bundle(pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Ok(_) => Err(bad_pem(file, "it holds no certificate in PEM form".to_owned())),
        Err(error) => Err(bad_pem(file, format!("not certificates in PEM form: {}", failure::reasons(&error)))),
    }
}

fn bad_pem(file: &Path, why: String) -> FetchError {
    FetchError::BadConfig { file: file.to_owned(), line: None, why }
}
