//! A project's own package.json, for which everything is installed.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::catalogue::{Ask, asks_of};
use super::overrides::Overrides;
use super::tree::Kind;
use super::written::need;
use crate::fetch::NpmRelease;
use crate::resolve::NeedKind;

/// What a package.json that lies here asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NpmProject {
    package_json: Value,
    is_root: bool,
}

impl fmt::Display for NpmProject {
    /// All that the outcome hangs on.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", if self.is_root { "folder" } else { "package" }, self.package_json)
    }
}

impl NpmProject {
    /// A folder in which `npm install` is run: its overrides count, and what development asks for has a say in which versions are taken.
    pub fn folder(package_json: Value) -> Self {
        Self { package_json, is_root: true }
    }

    /// A packed one, which is installed like any other package.
    pub fn packed(package_json: Value) -> Self {
        Self { package_json, is_root: false }
    }

    /// Whether it has packages of its own in folders below, which ask for more.
    pub fn has_workspaces(&self) -> bool {
        self.is_root && self.package_json.get("workspaces").is_some_and(|folders| !folders.is_null())
    }

    /// Names that only development asks for.
    pub fn development(&self) -> Vec<String> {
        self.asks().into_iter().filter(|ask| ask.kind == Kind::Development).map(|ask| ask.name.to_string()).collect()
    }

    /// What using it asks for: name, requirement and kind.
    pub fn used(&self) -> Vec<(String, String, NeedKind)> {
        let used = self.asks().into_iter().filter(|ask| ask.kind != Kind::OptionalPeer);
        used.filter_map(|ask| Some((ask.name.to_string(), ask.written.to_string(), need(ask.kind)?))).collect()
    }

    /// Settings of other package managers that change which versions they take, as far as they are there.
    pub fn foreign_overrides(&self) -> Vec<&'static str> {
        let places: [(&[&str], &str); 3] = [
            (&["pnpm", "overrides"], "`pnpm.overrides`"),
            (&["pnpm", "packageExtensions"], "`pnpm.packageExtensions`"),
            (&["resolutions"], "`resolutions`"),
        ];
        let at = |path: &[&str]| path.iter().try_fold(&self.package_json, |value, key| value.get(key));
        let is_there = |path: &[&str]| at(path).and_then(Value::as_object).is_some_and(|table| !table.is_empty());
        places.iter().filter(|(path, _)| is_there(path)).map(|(_, name)| *name).collect()
    }

    pub(super) fn overrides(&self, notes: &mut Vec<String>) -> Option<Overrides> {
        if self.is_root { Overrides::read(&self.package_json, notes) } else { None }
    }

    /// What npm would ask for. Where development asks as well, the version that it names counts.
    pub(super) fn asks(&self) -> Vec<Ask> {
        let manifest: NpmRelease = serde_json::from_value(self.package_json.clone()).unwrap_or_default();
        let comes_inside = |name: &str| !self.is_root && manifest.bundles(name);
        let mut asks: BTreeMap<String, Ask> = asks_of(&manifest, comes_inside).into_iter().map(|ask| (ask.name.to_string(), ask)).collect();
        let development = self.package_json.get("devDependencies").and_then(Value::as_object).filter(|_| self.is_root);
        for (name, written) in development.into_iter().flatten() {
            let Some(written) = written.as_str() else { continue };
            let kind = match asks.get(name).map(|ask| ask.kind) {
                Some(Kind::Runtime | Kind::Peer) => Kind::Runtime,
                Some(Kind::Optional) => Kind::Optional,
                Some(Kind::OptionalPeer | Kind::Development) | None => Kind::Development,
            };
            asks.insert(name.clone(), Ask::new(name, written, kind));
        }
        asks.into_values().collect()
    }
}
