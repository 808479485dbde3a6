//! The public registries, used where no setting names another. Their addresses are composed here and nowhere else.

use url::Url;

use crate::model::Registry;

pub(super) fn npm() -> Url {
    parse(&format!("https://registry.{}js.org/", Registry::Npm))
}

/// The index in its simple form.
pub(super) fn pypi() -> Url {
    parse(&format!("https://{}.org/simple/", Registry::Pypi))
}

fn parse(text: &str) -> Url {
    Url::parse(text).expect("a host and a path in ASCII are a URL")
}
