//! What lock files pin: by themselves, and inside of packages.

use serde_json::{Value, json};

use super::market::{HONEST, Market, THIEF};
use crate::trouble::desk::Desk;

/// What the registry says of a version's file.
fn dist(market: &Market, name: &str, version: &str) -> (Value, Value) {
    let manifest = market.manifest(name, version);
    (manifest["dist"]["tarball"].clone(), manifest["dist"]["integrity"].clone())
}

pub(super) fn package_lock(market: &Market, packages: &[(&str, &str)]) -> String {
    let mut entries = serde_json::Map::new();
    let needs: serde_json::Map<String, Value> = packages.iter().map(|(name, _)| ((*name).to_owned(), json!("*"))).collect();
    entries.insert(String::new(), json!({"name": "project", "version": "1.0.0", "dependencies": needs}));
    for (name, version) in packages {
        let (resolved, integrity) = dist(market, name, version);
        entries.insert(format!("node_modules/{name}"), json!({"version": version, "resolved": resolved, "integrity": integrity}));
    }
    json!({"name": "project", "lockfileVersion": 3, "requires": true, "packages": entries}).to_string()
}

fn two_versions() -> Market {
    Market::new().sells("notes@1.0.0", json!({}), &[("index.js", THIEF)]).sells("notes@1.1.0", json!({}), &[("index.js", HONEST)]).sells(
        "other@1.0.0",
        json!({}),
        &[("index.js", HONEST)],
    )
}

#[test]
fn a_lock_file_is_judged_by_what_it_pins_and_not_by_what_is_newest() {
    let (desk, market) = (Desk::new(), two_versions());
    let url = market.server.url("/");
    let bad = desk.file("project/package-lock.json", package_lock(&market, &[("notes", "1.0.0"), ("other", "1.0.0")]));
    let report = desk.json(&["lock", &bad, "--registry", &url]);
    assert_eq!((&report["verdict"], &report["dependencies"]["scanned"]), (&json!("block"), &json!(2)));
    assert_eq!(report["dependencies"]["worst"][0]["purl"], "pkg:npm/notes@1.0.0");
    let good = desk.file("project/good/package-lock.json", package_lock(&market, &[("notes", "1.1.0"), ("other", "1.0.0")]));
    let report = desk.json(&["lock", &good, "--registry", &url]);
    assert_eq!((&report["verdict"], &report["score"]["value"]), (&json!("pass"), &json!(100)), "{}", report["score"]);
    assert_eq!(report["summary"], "Nothing grave is in the 2 dependencies that it brings.");
}

#[test]
fn a_file_that_is_not_the_locked_one_is_not_judged() {
    let (desk, market) = (Desk::new(), two_versions());
    let lock = package_lock(&market, &[("notes", "1.1.0")]);
    let (_, right) = dist(&market, "notes", "1.1.0");
    let (_, wrong) = dist(&market, "other", "1.0.0");
    let lock = lock.replace(right.as_str().unwrap(), wrong.as_str().unwrap());
    let path = desk.file("project/package-lock.json", lock);
    let report = desk.json(&["lock", &path, "--registry", &market.server.url("/")]);
    assert_eq!((&report["verdict"], &report["dependencies"]["failed"][0]["package"]), (&json!("review"), &json!("notes@1.1.0")));
}

#[test]
fn what_is_no_lock_file_is_refused() {
    let desk = Desk::new();
    let path = desk.file("project/package-lock.json", "{}");
    desk.run(&["lock", &path]).refused();
    desk.run(&["lock", "nowhere/uv.lock"]).says("nowhere/uv.lock", "lock file");
    let path = desk.file("project/notes.txt", "name>=1\n");
    desk.run(&["lock", &path]).refused();
}

#[test]
fn a_package_that_brings_its_own_lock_file_gets_what_that_pins() {
    let desk = Desk::new();
    let market = two_versions();
    let shrinkwrap = package_lock(&market, &[("notes", "1.0.0")]);
    let more = json!({"dependencies": {"notes": "^1"}, "_hasShrinkwrap": true});
    let market = market.sells(
        "server@1.0.0",
        more,
        &[("index.js", "module.exports = () => require('notes');\n"), ("npm-shrinkwrap.json", &shrinkwrap)],
    );
    let report = desk.json(&["npm", "server@1.0.0", "--deps", "all", "--registry", &market.server.url("/")]);
    let packages = report["dependencies"]["installation"]["packages"].as_array().unwrap();
    assert_eq!(packages.iter().map(|one| one["purl"].as_str().unwrap()).collect::<Vec<_>>(), ["pkg:npm/notes@1.0.0"]);
    assert_eq!(report["verdict"], "block");
}
