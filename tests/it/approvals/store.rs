//! A desk, and an npm registry with versions of `server`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Map, json};

use crate::npm_world::{shasum, sri};
use crate::registry::{Answer, Server};
use crate::trouble::desk::{Desk, Ran};
use crate::trouble::pack;

/// The list of the project that the desk stands in.
pub const LIST: &str = "project/mcpscan-approved.toml";
/// The code of a server that nobody has anything against.
pub const PLAIN: &str = "console.error('ready');\n";

pub struct Store {
    pub desk: Desk,
    pub server: Server,
}

impl Store {
    /// Version and code of each.
    pub fn with(versions: &[(&str, &str)]) -> Self {
        let (desk, server) = (Desk::new(), Server::start());
        let mut known = Map::new();
        for (version, code) in versions {
            let manifest = json!({ "name": "server", "version": version, "main": "index.js" });
            let readme = b"# Server\n";
            let files: pack::Files<'_> =
                &[("package.json", &manifest.to_string().into_bytes()), ("index.js", code.as_bytes()), ("README.md", readme)];
            let tarball = pack::tgz("package", files);
            let path = format!("/server/-/server-{version}.tgz");
            let dist = json!({ "tarball": server.url(&path), "integrity": sri(&tarball), "shasum": shasum(&tarball) });
            known.insert((*version).to_owned(), json!({ "name": "server", "version": version, "dist": dist }));
            server.route(&path, [Answer::file(tarball)]);
        }
        let newest = versions.last().unwrap().0;
        let packument = json!({ "name": "server", "dist-tags": { "latest": newest }, "versions": known });
        server.route("/server", [Answer::json(&packument)]);
        Self { desk, server }
    }

    /// `mcpscan COMMAND npm SPEC`; without a command it is just judged.
    pub fn npm(&self, command: &str, spec: &str, more: &[&str]) -> Ran {
        let command: &[&str] = if command.is_empty() { &[] } else { &[command] };
        self.desk.run(&[command, &["npm", spec, "--registry", &self.server.url("/")], more].concat())
    }
}

/// The list as it stands; empty where there is none.
pub fn list(store: &Store) -> String {
    std::fs::read_to_string(store.desk.path(LIST)).unwrap_or_default()
}
