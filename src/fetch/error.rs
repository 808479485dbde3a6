//! What goes wrong between a name and its bytes, told so that the user can act on it.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use crate::model::Registry;

/// URLs in here hold neither credentials nor queries (see [`super::url::shown`]).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchError {
    #[error("`{package}` is not in the registry {source_url}\nhint: check the spelling; {}", elsewhere(*.registry))]
    UnknownPackage { registry: Registry, package: String, source_url: String },
    /// `wanted` is an exact version or a tag.
    #[error("`{package}` has no version `{wanted}`{}", nearest_hint(.nearest))]
    UnknownVersion { package: String, wanted: String, nearest: Vec<String> },
    #[error("no version of `{package}` satisfies `{range}`{}", nearest_hint(.nearest))]
    NoMatch { package: String, range: String, nearest: Vec<String> },
    /// `target` as in "Python 3.13 on linux-x86_64"; `why` as in "2.0 needs Python >=3.14".
    #[error(
        "`{package}` cannot be installed for {target}: {why}\nhint: ask for another version, or for another target with --python X.Y and --platform OS-ARCH"
    )]
    NotInstallable { package: String, target: String, why: String },
    #[error("`{wanted}` is not a version, range or tag of `{package}`\nhint: {why}")]
    BadVersion { package: String, wanted: String, why: String },
    /// Both as SRI: `sha512-…`.
    #[error(
        "{file}: the bytes are not those that the registry promised\n  expected {expected}\n  got      {got}\nhint: do not install it; a proxy or mirror may have altered it, so try once more through another one"
    )]
    HashMismatch { file: String, expected: String, got: String },
    #[error(
        "asked for `{asked}`, the registry answered with `{got}`\nhint: the registry or a proxy before it is broken, or lies; try another registry"
    )]
    OtherPackage { asked: String, got: String },
    /// `found` as in "an HTML page".
    #[error(
        "{url} answered with {found} instead of {wanted}\nhint: a proxy or log-in page may stand in between; check the proxy and registry settings"
    )]
    NotTheFormat { url: String, wanted: &'static str, found: String },
    #[error("{url}: the document makes no sense: {why}\nhint: check that the registry setting names a package registry")]
    BadDocument { url: String, why: String },
    /// `why` as in "page 7 continues at page 3".
    #[error("{url} lists without end: {why}\nhint: the registry or a proxy before it is broken; try again later")]
    Endless { url: String, why: String },
    #[error("{url} answered with status {status}{}{}", waiting(.retry_after), status_hint(*.status))]
    Status { url: String, status: u16, retry_after: Option<Duration> },
    #[error("{url} refused access (status {status})\nhint: {}", denied_hint(*.with_credentials))]
    Denied { url: String, status: u16, with_credentials: bool },
    #[error("cannot connect to {host}: {why}\nhint: check the network, the proxy settings and that the registry is up")]
    Unreachable { host: String, why: String },
    #[error("{host} is not known to the name service: {why}\nhint: check the network and the registry setting")]
    Dns { host: String, why: String },
    #[error(
        "no secure connection to {host}: {why}\nhint: if a proxy replaces certificates, name its CA with `cafile` in .npmrc, `cert` in pip.conf, or SSL_CERT_FILE"
    )]
    Tls { host: String, why: String },
    #[error("{url} gave no answer within {} s\nhint: check the network and the proxy settings, or try again later", .after.as_secs_f64())]
    Timeout { url: String, after: Duration },
    #[error("{url} is larger than the limit of {limit} bytes\nhint: raise it with --max-size if a package may be that large")]
    TooLarge { url: String, limit: u64 },
    #[error("{url} broke off after {got} bytes: {why}\nhint: try again; a proxy may cut long answers")]
    CutShort { url: String, got: u64, why: String },
    #[error("{url}: only https is fetched\nhint: http is for loopback, and for registries that your own settings name with http")]
    Scheme { url: String },
    #[error("{url} redirects more than {limit} times\nhint: check the registry and proxy settings")]
    RedirectLoop { url: String, limit: usize },
    #[error("{url} redirects to nowhere: {why}")]
    BadRedirect { url: String, why: String },
    #[error("`{text}`, given by {setting}, is not a URL: {why}\nhint: write it as https://host/path/")]
    BadUrl { setting: String, text: String, why: String },
    #[error("{}{}: {why}\nhint: mend the file, or move it away", .file.display(), at_line(.line))]
    BadConfig { file: PathBuf, line: Option<usize>, why: String },
    #[error("cannot set up the network: {why}\nhint: check the proxy and certificate settings")]
    Setup { why: String },
    #[error("what is fetched cannot be written to disk: {why}\nhint: make room, or choose another folder with --cache-dir DIR")]
    Unwritten { why: String },
    #[error("{missing} is not in the cache, and --offline forbids to fetch it\nhint: run once without --offline")]
    Offline { missing: String },
}

impl FetchError {
    /// Whether the same request may well succeed a little later.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::Unreachable { .. } | Self::Timeout { .. } | Self::CutShort { .. } => true,
            Self::UnknownPackage { .. }
            | Self::UnknownVersion { .. }
            | Self::NoMatch { .. }
            | Self::NotInstallable { .. }
            | Self::BadVersion { .. }
            | Self::HashMismatch { .. }
            | Self::OtherPackage { .. }
            | Self::NotTheFormat { .. }
            | Self::BadDocument { .. }
            | Self::Endless { .. }
            | Self::Denied { .. }
            | Self::Dns { .. }
            | Self::Tls { .. }
            | Self::TooLarge { .. }
            | Self::Scheme { .. }
            | Self::RedirectLoop { .. }
            | Self::BadRedirect { .. }
            | Self::BadUrl { .. }
            | Self::BadConfig { .. }
            | Self::Setup { .. }
            | Self::Unwritten { .. }
            | Self::Offline { .. } => false,
        }
    }

    /// A clause about somebody who was asked in passing: "no answer in time".
    pub fn in_brief(&self) -> String {
        match self {
            Self::Unreachable { .. } => "no connection".to_owned(),
            Self::Dns { .. } => "its host is not known to the name service".to_owned(),
            Self::Tls { .. } => "no secure connection".to_owned(),
            Self::Timeout { .. } => "no answer in time".to_owned(),
            Self::Status { status, .. } => format!("it answered with status {status}"),
            Self::Denied { status, .. } => format!("it refused access (status {status})"),
            Self::TooLarge { .. } => "its answer is too large".to_owned(),
            Self::CutShort { .. } => "its answer broke off".to_owned(),
            Self::NotTheFormat { wanted, found, .. } => format!("it answered with {found} instead of {wanted}"),
            Self::BadDocument { why, .. } => format!("its answer makes no sense: {why}"),
            Self::Endless { why, .. } => format!("it lists without end: {why}"),
            Self::RedirectLoop { .. } | Self::BadRedirect { .. } | Self::Scheme { .. } => "it redirects to nowhere".to_owned(),
            Self::UnknownPackage { .. }
            | Self::UnknownVersion { .. }
            | Self::NoMatch { .. }
            | Self::NotInstallable { .. }
            | Self::BadVersion { .. }
            | Self::HashMismatch { .. }
            | Self::OtherPackage { .. }
            | Self::BadUrl { .. }
            | Self::BadConfig { .. }
            | Self::Setup { .. }
            | Self::Unwritten { .. }
            | Self::Offline { .. } => self.to_string().lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// Whether nobody answered at all: whoever asks for something else will fare no better.
    pub fn is_silence(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Dns { .. } | Self::Tls { .. } | Self::Timeout { .. } | Self::Setup { .. } => true,
            Self::UnknownPackage { .. }
            | Self::UnknownVersion { .. }
            | Self::NoMatch { .. }
            | Self::NotInstallable { .. }
            | Self::BadVersion { .. }
            | Self::HashMismatch { .. }
            | Self::OtherPackage { .. }
            | Self::NotTheFormat { .. }
            | Self::BadDocument { .. }
            | Self::Endless { .. }
            | Self::Status { .. }
            | Self::Denied { .. }
            | Self::TooLarge { .. }
            | Self::CutShort { .. }
            | Self::Scheme { .. }
            | Self::RedirectLoop { .. }
            | Self::BadRedirect { .. }
            | Self::BadUrl { .. }
            | Self::BadConfig { .. }
            | Self::Unwritten { .. }
            | Self::Offline { .. } => false,
        }
    }

    /// What the server asked for in `Retry-After`.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        if let Self::Status { retry_after, .. } = self { *retry_after } else { None }
    }
}

fn elsewhere(registry: Registry) -> &'static str {
    match registry {
        Registry::Npm => "a private package needs its registry: --registry, or `@scope:registry` in .npmrc",
        Registry::Pypi => "a private package needs its index: --index-url, or `index-url` in pip.conf",
        Registry::Local => "a local package is named by its path",
    }
}

fn nearest_hint(nearest: &[String]) -> String {
    if nearest.is_empty() {
        return "\nhint: the registry lists no version at all; it may have been unpublished".to_owned();
    }
    format!("\nhint: there are {}", nearest.join(", "))
}

fn waiting(retry_after: &Option<Duration>) -> String {
    retry_after.map(|wait| format!(", and asks to wait {} s", wait.as_secs())).unwrap_or_default()
}

fn status_hint(status: u16) -> &'static str {
    match status {
        404 | 410 => "\nhint: the file is gone from the registry, or the registry setting names the wrong place",
        407 => "\nhint: the proxy wants credentials; write them in its URL: http://user:password@proxy",
        429 => "\nhint: too many requests; try again later",
        500..=599 => "\nhint: the registry has trouble; try again later, or another registry",
        _ => "\nhint: check the registry and proxy settings",
    }
}

fn denied_hint(with_credentials: bool) -> &'static str {
    if with_credentials {
        "the credentials from your settings were refused; they may have expired"
    } else {
        "it wants credentials: a token in .npmrc, or user and password in pip.conf or netrc, for this very host and path"
    }
}

fn at_line(line: &Option<usize>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
}
