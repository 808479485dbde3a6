//! The identity of a result: everything that it depends on.

use crate::model::{Context, PackageId, Sha256};

/// Two scans with one key give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanKey {
    package: PackageId,
    /// Sorted.
    artifacts: Vec<Sha256>,
    engine: String,
    ruleset: Sha256,
    context: Sha256,
}

impl ScanKey {
    /// `engine` is the program's version, `ruleset` the digest of signatures and grammars; the order of the artifacts does not count.
    pub fn new(package: PackageId, artifacts: impl IntoIterator<Item = Sha256>, engine: &str, ruleset: Sha256, context: &Context) -> Self {
        let mut artifacts: Vec<Sha256> = artifacts.into_iter().collect();
        artifacts.sort();
        artifacts.dedup();
        let context = serde_json::to_vec(context).expect("a context is plain data with string keys");
        Self { package, artifacts, engine: engine.to_owned(), ruleset, context: Sha256::of(&context) }
    }

    pub fn digest(&self) -> Sha256 {
        let PackageId { registry, name, version } = &self.package;
        let named = [registry.as_str().as_bytes(), name.as_str().as_bytes(), version.as_bytes(), self.engine.as_bytes()];
        let digests = [&self.ruleset, &self.context].into_iter().chain(&self.artifacts).map(|digest| &digest.as_bytes()[..]);
        Sha256::of_parts([&b"mcpscan.result/1"[..]].into_iter().chain(named).chain(digests))
    }

    /// Whether a report can be the answer to this key, as far as it says itself.
    pub(super) fn fits(&self, report: &crate::model::ScanReport) -> bool {
        let mut artifacts: Vec<Sha256> = report.artifacts.iter().map(|artifact| artifact.sha256).collect();
        artifacts.sort();
        artifacts.dedup();
        report.package == self.package && report.engine == self.engine && report.ruleset == self.ruleset && artifacts == self.artifacts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GivenDocument, Listing, PackageName, Registry};

    fn context() -> Context {
        Context::default()
    }

    fn key(version: &str, artifacts: &[&[u8]], context: &Context) -> Sha256 {
        let package = PackageId { registry: Registry::Npm, name: PackageName::npm("a").unwrap(), version: version.into() };
        ScanKey::new(package, artifacts.iter().map(|bytes| Sha256::of(bytes)), "1", Sha256::of(b"rules"), context).digest()
    }

    #[test]
    fn the_order_of_artifacts_does_not_count_and_everything_else_does() {
        let base = key("1", &[b"wheel", b"sdist"], &context());
        assert_eq!(base, key("1", &[b"sdist", b"wheel"], &context()));
        assert_ne!(base, key("2", &[b"wheel", b"sdist"], &context()));
        assert_ne!(base, key("1", &[b"wheel"], &context()));
        let mut yanked = context();
        yanked.registry.yanked = Some(String::new());
        assert_ne!(base, key("1", &[b"wheel", b"sdist"], &yanked));
        let mut elsewhere = context();
        elsewhere.target.python.minor += 1;
        assert_ne!(base, key("1", &[b"wheel", b"sdist"], &elsewhere));
        let mut listed = context();
        listed.listing = Listing::Absent { name: "io.github.acme/server".to_owned() };
        assert_ne!(base, key("1", &[b"wheel", b"sdist"], &listed));
        let mut given = context();
        given.documents.push(GivenDocument { name: "spec.yaml".to_owned(), text: String::new() });
        assert_ne!(base, key("1", &[b"wheel", b"sdist"], &given));
    }
}
