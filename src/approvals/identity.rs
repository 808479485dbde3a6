//! Which entries of a list are about a package.

use super::list::{Approval, Block};
use super::versions::is_same;
use crate::model::{PackageName, Registry, ScanReport};

/// A judged package, and the published one that it may be a copy of.
pub(super) struct Judged<'r> {
    pub report: &'r ScanReport,
    /// The names under which entries are looked for; the first is the one it was judged under.
    names: Vec<(Registry, PackageName)>,
}

impl<'r> Judged<'r> {
    /// A file or folder at hand goes by the decisions on the published package whose name it bears.
    pub fn new(report: &'r ScanReport) -> Self {
        let package = &report.package;
        let mut names = vec![(package.registry, package.name.clone())];
        if package.registry == Registry::Local {
            let text = package.name.as_str();
            let npm = PackageName::npm(text).ok().map(|name| (Registry::Npm, name));
            let pypi = PackageName::pypi(text).ok().map(|name| (Registry::Pypi, name));
            names.extend(match report.about.ecosystem {
                Some(Registry::Npm) => npm,
                Some(Registry::Pypi) => pypi,
                Some(Registry::Local) | None => None,
            });
        }
        Self { report, names }
    }

    pub fn version(&self) -> &'r str {
        &self.report.package.version
    }

    /// Of any version.
    pub fn is_named(&self, approval: &Approval) -> bool {
        self.has_name(approval.registry, &approval.name)
    }

    pub fn is_meant(&self, approval: &Approval) -> bool {
        self.is_named(approval) && is_same(approval.registry, &approval.version, self.version())
    }

    pub fn is_blocked(&self, block: &Block) -> bool {
        self.has_name(block.registry, &block.name) && block.versions.holds(self.version())
    }

    fn has_name(&self, registry: Registry, name: &PackageName) -> bool {
        self.names.iter().any(|(own, known)| *own == registry && known == name)
    }

    /// As the command line takes it: `npm server@1.2.3`.
    pub fn spec(&self) -> String {
        let package = &self.report.package;
        spec(package.registry, &package.name, &package.version)
    }
}

/// A package as the command line takes it.
pub fn spec(registry: Registry, name: &PackageName, version: &str) -> String {
    match registry {
        Registry::Npm if version.is_empty() => format!("npm {name}"),
        Registry::Npm => format!("npm {name}@{version}"),
        Registry::Pypi if version.is_empty() => format!("pypi {name}"),
        Registry::Pypi => format!("pypi {name}=={version}"),
        Registry::Local => "scan PATH".to_owned(),
    }
}
