//! The public registries and databases, used where no setting names another. Their addresses are composed here and nowhere else.

use url::Url;

use crate::model::Registry;

/// The MCP registry; it ends in a slash.
pub(super) fn mcp_registry() -> Url {
    let protocol = ["model", "context", "protocol"].concat();
    Url::parse(&format!("https://registry.{protocol}.io/")).expect("a scheme, a host and a path in ASCII are a URL")
}

/// Where npm tells which packages have changed; it ends in a slash.
pub(super) fn npm_changes() -> Url {
    let address = format!("https://replicate.{}js.com/registry/", Registry::Npm);
    Url::parse(&address).expect("a scheme, a host and a path in ASCII are a URL")
}

/// The files of OSV; it ends in a slash.
pub(super) fn osv() -> Url {
    Url::parse("https://osv-vulnerabilities.storage.googleapis.com/").expect("a scheme, a host and a path in ASCII are a URL")
}

/// npm's registry, or PyPI's index in its simple form; both end in a slash.
pub(super) fn public(registry: Registry) -> Url {
    let address = match registry {
        Registry::Npm => format!("https://registry.{registry}js.org/"),
        Registry::Pypi => format!("https://{registry}.org/simple/"),
        Registry::Local => "file:///".to_owned(),
    };
    Url::parse(&address).expect("a scheme, a host and a path in ASCII are a URL")
}
