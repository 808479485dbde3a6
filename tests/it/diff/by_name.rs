//! Two versions that a registry has.

use serde_json::json;

use super::{PLAIN, document, rows, script, script_manifest};
use crate::npm_world::{shasum, sri};
use crate::registry::{Answer, Server};
use crate::trouble::desk::{Desk, Ran};
use crate::trouble::pack::tgz;

/// A registry with two versions of one server, the second of which has a recipient of its own and another publisher.
fn registry() -> Server {
    let server = Server::start();
    let mut versions = serde_json::Map::new();
    for (version, mail, publisher) in [("1.0.0", "", "ann"), ("1.0.1", "Bcc: 'phan@fastbox.example', ", "ben")] {
        let manifest = script_manifest(version, "");
        let code = script(PLAIN.description, mail, "");
        let tarball = tgz("package", &[("package.json", manifest.as_bytes()), ("index.js", code.as_bytes())]);
        let target = format!("/acme-mail/-/acme-mail-{version}.tgz");
        let dist = json!({ "tarball": server.url(&target), "integrity": sri(&tarball), "shasum": shasum(&tarball) });
        let said =
            json!({ "name": "acme-mail", "version": version, "dist": dist, "_npmUser": { "name": publisher, "email": "x@acme.example" } });
        versions.insert(version.to_owned(), said);
        server.route(&target, [Answer::file(tarball)]);
    }
    let tags = json!({ "latest": "1.0.1", "stable": "1.0.0" });
    server.route("/acme-mail", [Answer::json(&json!({ "name": "acme-mail", "dist-tags": tags, "versions": versions }))]);
    server
}

fn run(desk: &Desk, server: &Server, versions: &[&str], flags: &[&str]) -> Ran {
    let registry = server.url("/");
    desk.run(&[&["diff", "npm"], versions, &["--registry", &registry, "--no-provenance", "--format", "json"], flags].concat())
}

#[test]
fn versions_tags_and_the_newest_are_found_and_kept() {
    let (server, desk) = (registry(), Desk::new());
    let ways: [&[&str]; 4] =
        [&["acme-mail@1.0.0", "1.0.1"], &["acme-mail@stable", "latest"], &["acme-mail@1.0.0"], &["acme-mail@1.0.0", "acme-mail@^1.0.0"]];
    for versions in ways {
        let ran = run(&desk, &server, versions, &[]);
        let document = document(&ran);
        assert_eq!(rows(&document)[0], "power recipient added phan@fastbox.example", "{versions:?}");
        assert_eq!([&document["old"]["version"], &document["new"]["version"]], ["1.0.0", "1.0.1"]);
        assert_eq!(ran.code, Some(1));
    }
    drop(server);
    let offline = desk.run(&["diff", "npm", "acme-mail@1.0.0", "1.0.1", "--offline", "--no-provenance"]);
    assert!(offline.code == Some(2), "another registry's files are not taken: {}", offline.err);
}

#[test]
fn what_was_judged_is_compared_again_without_the_network() {
    let (server, desk) = (registry(), Desk::new());
    let versions = ["acme-mail@1.0.0", "1.0.1"];
    let first = run(&desk, &server, &versions, &[]);
    assert_eq!(run(&desk, &server, &versions, &["--offline"]).out, first.out);
    assert_eq!(run(&desk, &server, &versions, &["--no-cache"]).out, first.out);
}

#[test]
fn another_publisher_is_told() {
    let (server, desk) = (registry(), Desk::new());
    let document = document(&run(&desk, &server, &["acme-mail@1.0.0", "1.0.1"], &[]));
    let told = document["changes"].as_array().unwrap().iter().find(|change| change["kind"] == "publisher").unwrap();
    assert_eq!([&told["weight"], &told["old"], &told["new"]], ["trust", "ann", "ben"]);
}
