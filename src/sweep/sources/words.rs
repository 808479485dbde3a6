//! Numbers and purls in sentences.

use crate::model::{PackageId, PackageName, PackageSpec, Registry};

/// `1 package`, `2 packages`
pub(super) fn count(number: impl TryInto<u64>, one: &str, many: &str) -> String {
    match number.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}

pub(super) fn purl(spec: &PackageSpec) -> String {
    let version = spec.wanted.clone().unwrap_or_default();
    PackageId { registry: spec.registry, name: spec.name.clone(), version }.purl()
}

pub(super) fn newest(registry: Registry, name: &PackageName) -> PackageSpec {
    PackageSpec { registry, name: name.clone(), wanted: None }
}
