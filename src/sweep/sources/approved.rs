//! The approved list: each version that counts today, and the newest of each package, since news of what is in use is what a team
//! wants to know.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::state::unread;
use super::words::{count, newest};
use super::{Gathered, Source};
use crate::approvals::{Entry, Lists, entries};
use crate::model::{PackageId, PackageName, PackageSpec, Registry};

pub(super) fn source(lists: Lists<'_>, today: Date) -> Source {
    let (counting, idle): (Vec<_>, Vec<_>) = entries(lists, today).into_iter().partition(|entry| entry.counts());
    let id = |entry: &Entry<'_>| {
        let approval = entry.approval;
        PackageId { registry: approval.registry, name: approval.name.clone(), version: approval.version.clone() }
    };
    Source::Approved { packages: counting.iter().map(id).collect(), idle: idle.len() as u64 }
}

pub(super) fn gather(packages: &[PackageId], idle: u64) -> Gathered {
    let (local, public): (Vec<&PackageId>, Vec<&PackageId>) = packages.iter().partition(|id| id.registry == Registry::Local);
    let pin = |id: &&PackageId| PackageSpec { wanted: Some(id.version.clone()), ..newest(id.registry, &id.name) };
    let names: BTreeSet<(Registry, &PackageName)> = public.iter().map(|id| (id.registry, &id.name)).collect();
    let newest = names.into_iter().map(|(registry, name)| newest(registry, name));
    let mut gathered = Gathered { state: unread(), ..Gathered::default() };
    gathered.want_all(public.iter().map(pin).chain(newest), "approved");
    if !local.is_empty() {
        let packages = count(local.len(), "approved package is", "approved packages are");
        gathered.remarks.push(format!("{packages} in no registry and cannot be fetched"));
    }
    if idle > 0 {
        let entries = count(idle, "entry of the list does not count today and is", "entries of the list do not count today and are");
        gathered.remarks.push(format!("{entries} left out"));
    }
    gathered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approvals;

    const LIST: &str = r#"[[approve]]
registry = "npm"
name = "@acme/server"
version = "1.2.3"
artifacts = ["sha256:0000000000000000000000000000000000000000000000000000000000000000"]
by = "me"
on = 2026-01-01
why = "ours"
capabilities = []

[[approve]]
registry = "npm"
name = "@acme/server"
version = "1.3.0"
artifacts = ["sha256:0000000000000000000000000000000000000000000000000000000000000001"]
by = "me"
on = 2026-01-01
why = "ours"
capabilities = []

[[approve]]
registry = "pypi"
name = "old"
version = "1.0"
artifacts = ["sha256:0000000000000000000000000000000000000000000000000000000000000002"]
by = "me"
on = 2026-01-01
until = 2026-02-01
why = "for a while"
capabilities = []

[[approve]]
registry = "local"
name = "desk"
version = "1"
artifacts = ["sha256:0000000000000000000000000000000000000000000000000000000000000003"]
by = "me"
on = 2026-01-01
why = "ours"
capabilities = []
"#;

    #[test]
    fn what_counts_is_wanted_and_its_newest_version_too() {
        let own = approvals::read("list.toml", LIST).unwrap();
        let source = Source::approved(Lists { own: &own, imported: &[] }, jiff::civil::date(2026, 3, 1));
        let Source::Approved { packages, idle } = source else { panic!("another source") };
        let gathered = gather(&packages, idle);
        let specs: Vec<String> = gathered.wanted.iter().map(|wanted| format!("{} {}", wanted.spec.registry, wanted.spec)).collect();
        assert_eq!(specs, ["npm @acme/server@1.2.3", "npm @acme/server@1.3.0", "npm @acme/server"]);
        assert_eq!(
            gathered.remarks,
            ["1 approved package is in no registry and cannot be fetched", "1 entry of the list does not count today and is left out"]
        );
    }
}
