//! Registries on 127.0.0.1 that hold what a test packs.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Value, json};

use crate::npm_world::{shasum, sri};
use crate::registry::{Answer, Server};

pub const TARBALL: &str = "/server/-/server-1.2.3.tgz";
pub const WHEEL: &str = "my_server-1.0-py3-none-any.whl";
pub const SDIST: &str = "my_server-1.0.tar.gz";
const PAGE: &str = "/simple/my-server/";

/// What the registry says of `server@1.2.3`, with the digests of these bytes.
pub fn manifest(server: &Server, tarball: &[u8]) -> Value {
    let dist = json!({ "tarball": server.url(TARBALL), "integrity": sri(tarball), "shasum": shasum(tarball) });
    json!({ "name": "server", "version": "1.2.3", "dist": dist })
}

pub fn packument(manifest: &Value) -> Answer {
    let tags = json!({ "latest": "1.2.3", "next": "1.2.3" });
    Answer::json(&json!({ "name": "server", "dist-tags": tags, "versions": { "1.2.3": manifest } }))
}

/// An npm registry with `server@1.2.3`.
pub fn npm(tarball: Vec<u8>) -> Server {
    npm_with(tarball, |_| ())
}

/// The same, after `edit` of what is said of the version.
pub fn npm_with(tarball: Vec<u8>, edit: impl FnOnce(&mut Value)) -> Server {
    let server = Server::start();
    let mut manifest = manifest(&server, &tarball);
    edit(&mut manifest);
    server.route("/server", [packument(&manifest)]);
    server.route(TARBALL, [Answer::file(tarball)]);
    server
}

/// A Python index with these files of `my-server`.
pub fn pypi(files: &[(&str, &[u8])]) -> Server {
    pypi_with(files, |_| ())
}

/// The same, after `edit` of what is said of each file.
pub fn pypi_with(files: &[(&str, &[u8])], edit: impl Fn(&mut Value)) -> Server {
    let server = Server::start();
    let entry = |(name, bytes): &(&str, &[u8])| {
        let digest = mcpscan::model::Sha256::of(bytes).to_string();
        let mut entry = json!({ "filename": name, "url": format!("/files/{name}"), "hashes": { "sha256": digest }, "size": bytes.len() });
        edit(&mut entry);
        entry
    };
    let page = json!({ "meta": { "api-version": "1.0" }, "name": "my-server", "files": files.iter().map(entry).collect::<Vec<_>>() });
    server.route(PAGE, [Answer::new(200, "application/vnd.pypi.simple.v1+json", page.to_string())]);
    for (name, bytes) in files {
        server.route(&format!("/files/{name}"), [Answer::file(*bytes)]);
    }
    server
}
