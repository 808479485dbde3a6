//! Which packages belong to the server itself, and under what its installation is remembered.

use crate::model::{PackageId, PackageSpec, Registry, ScanReport};
use crate::resolve::Machine;
use crate::scan::{ScanError, Scanner};

/// Whether a package comes from those who publish the judged one: it is in the same scope of npm, which only they can publish to, or it
/// does the work that the judged one only hands over.
pub(super) fn is_own(report: &ScanReport, id: &PackageId) -> bool {
    let own = report.package.name.as_str();
    let scope = |name: &str| name.strip_prefix('@').and_then(|rest| Some(rest.split_once('/')?.0.to_owned()));
    let is_of_scope = id.registry == Registry::Npm && scope(own).is_some_and(|own| scope(id.name.as_str()) == Some(own));
    let is_handed_over = report.shim.as_ref().is_some_and(|shim| shim.dependencies.iter().any(|name| name == id.name.as_str()));
    is_of_scope || is_handed_over
}

/// The same question to the same registries about the same machine.
pub(super) fn key(scanner: &Scanner<'_>, spec: &PackageSpec, machine: &Machine) -> Result<String, ScanError> {
    Ok(format!("installation/1 {} {machine}", scanner.sources(spec)?))
}
