//! A person's machine, and an npm registry beside it, for one test.

use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mcpscan::fetch::{FetchError, FetchOptions, Fetcher, Resolved, Surroundings};
use mcpscan::model::{Artifact, PackageSpec};
use serde_json::{Value, json};
use sha1::Digest;

use crate::registry::{Answer, Server};

pub const BYTES: &[u8] = b"these are the bytes of a tarball";
pub const TARBALL: &str = "/server/-/server-1.2.3.tgz";
pub const MS: Duration = Duration::from_millis(1);

/// A home of its own, nothing in the environment, and patience counted in milliseconds.
pub struct World {
    folder: tempfile::TempDir,
    pub surroundings: Surroundings,
    pub options: FetchOptions,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("the temporary folder takes files");
        let (home, cwd) = (folder.path().join("home"), folder.path().join("project"));
        std::fs::create_dir_all(&home).expect("the temporary folder takes files");
        std::fs::create_dir_all(&cwd).expect("the temporary folder takes files");
        std::fs::write(cwd.join("package.json"), "{}").expect("the temporary folder takes files");
        let surroundings = Surroundings { env: [].into(), home: Some(home), cwd };
        let options = FetchOptions { retry_delay: MS, timeout: MS * 20_000, read_timeout: MS * 5_000, ..FetchOptions::default() };
        Self { folder, surroundings, options }
    }

    pub fn with_registry(url: &str) -> Self {
        let mut world = Self::new();
        world.options.registry = Some(url.to_owned());
        world
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.surroundings.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// `home/.npmrc`, `project/.npmrc` or whatever else.
    pub fn file(self, path: &str, text: &str) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("the temporary folder takes files")).expect("the temporary folder takes files");
        std::fs::write(path, text).expect("the temporary folder takes files");
        self
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn fetcher(&self) -> Result<Fetcher, FetchError> {
        Fetcher::new(&self.surroundings, &self.options)
    }

    pub fn resolve(&self, spec: &str) -> Result<Resolved, FetchError> {
        let spec = PackageSpec::npm(spec).expect("the test names a package");
        block_on(self.fetcher()?.resolve_npm(&spec))
    }

    pub fn fetch(&self, spec: &str) -> Result<(Resolved, Artifact), FetchError> {
        let fetcher = self.fetcher()?;
        block_on(async {
            let resolved = fetcher.resolve_npm(&PackageSpec::npm(spec).expect("the test names a package")).await?;
            let artifact = fetcher.download(&resolved.files[0], &|_, _| ()).await?;
            Ok((resolved, artifact))
        })
    }

    pub fn error(&self, spec: &str) -> FetchError {
        self.fetch(spec).expect_err("it must fail")
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime needs nothing").block_on(future)
}

pub fn sri(bytes: &[u8]) -> String {
    format!("sha512-{}", STANDARD.encode(sha2::Sha512::digest(bytes)))
}

pub fn shasum(bytes: &[u8]) -> String {
    hex::encode(sha1::Sha1::digest(bytes))
}

pub fn manifest(name: &str, version: &str, tarball: &str) -> Value {
    json!({ "name": name, "version": version, "dist": { "tarball": tarball, "integrity": sri(BYTES), "shasum": shasum(BYTES) } })
}

pub fn packument(name: &str, manifest: Value) -> Value {
    let version = manifest["version"].as_str().expect("a version is text").to_owned();
    json!({ "name": name, "dist-tags": { "latest": version }, "versions": { version: manifest } })
}

/// A registry with `server@1.2.3`, whose `dist` may be edited.
pub fn registry_with(edit: impl FnOnce(&mut Value)) -> (Server, World) {
    let server = Server::start();
    let mut manifest = manifest("server", "1.2.3", &server.url(TARBALL));
    edit(&mut manifest);
    server.route("/server", [Answer::json(&packument("server", manifest))]);
    server.route(TARBALL, [Answer::file(BYTES)]);
    let world = World::with_registry(&server.url("/"));
    (server, world)
}

pub fn registry() -> (Server, World) {
    registry_with(|_| ())
}

pub fn authorization(server: &Server, target: &str) -> Vec<Option<String>> {
    server.asked_for(target).iter().map(|asked| asked.header("authorization").map(str::to_owned)).collect()
}
