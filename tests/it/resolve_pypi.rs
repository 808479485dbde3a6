//! What a Python install brings, asked of an index over the network, and of the real one where it can be reached.

use mcpscan::fetch::{FetchError, FetchOptions, Fetcher, Surroundings};
use mcpscan::model::{PackageSpec, Platform, PythonVersion, Target};
use mcpscan::resolve::{Resolution, ResolveError, pypi};
use serde_json::{Value, json};
use sha2::Digest;

use crate::npm_world::World;
use crate::registry::{Answer, Server};

fn target() -> Target {
    Target { python: PythonVersion { major: 3, minor: 13 }, platform: Platform { os: "linux".into(), arch: "x86_64".into() } }
}

fn resolve(fetcher: &Fetcher, spec: &str) -> Result<Resolution, ResolveError> {
    pypi(fetcher, &PackageSpec::pypi(spec).expect("the test names a package"), &[], &target())
}

fn brought(resolution: &Resolution) -> Vec<String> {
    resolution.packages.iter().map(|package| package.release.id.to_string()).collect()
}

fn sha256(text: &str) -> String {
    hex::encode(sha2::Sha256::digest(text))
}

/// A project with one wheel and the METADATA beside it.
fn project(server: &Server, name: &str, requirements: &[&str]) -> Value {
    let wheel = format!("{name}-1.0-py3-none-any.whl");
    let requires: Vec<String> = requirements.iter().map(|text| format!("Requires-Dist: {text}\n")).collect();
    let metadata = format!("Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{}\n", requires.concat());
    server.route(&format!("/files/{wheel}.metadata"), [Answer::file(metadata.as_str())]);
    json!({ "filename": wheel, "url": format!("/files/{wheel}"), "hashes": { "sha256": sha256("x") }, "core-metadata": { "sha256": sha256(&metadata) } })
}

fn page(server: &Server, name: &str, file: Value) {
    let page = json!({ "name": name, "files": [file] }).to_string();
    server.route(&format!("/simple/{name}/"), [Answer::new(200, "application/vnd.pypi.simple.v1+json", page)]);
}

fn fetcher(server: &Server) -> Fetcher {
    let mut world = World::new().env("PIP_CONFIG_FILE", "/dev/null");
    world.options.index_url = Some(server.url("/simple"));
    world.fetcher().expect("the settings are in order")
}

#[test]
fn metadata_beside_wheels_is_all_that_is_fetched() {
    let server = Server::start();
    for (name, requirements) in [("top", &["a>=1", "b; python_version < '3.13'"][..]), ("a", &["c"]), ("c", &[])] {
        page(&server, name, project(&server, name, requirements));
    }
    let resolution = resolve(&fetcher(&server), "top").expect("all of it is there");
    assert_eq!(brought(&resolution), ["top@1.0", "a@1.0", "c@1.0"]);
    assert!(server.asked_for("/files/top-1.0-py3-none-any.whl").is_empty());
    assert_eq!(server.asked().len(), 6);
}

#[test]
fn metadata_other_than_announced_is_refused() {
    let server = Server::start();
    page(&server, "top", project(&server, "top", &[]));
    server.route("/files/top-1.0-py3-none-any.whl.metadata", [Answer::file("Requires-Dist: evil\n")]);
    let error = resolve(&fetcher(&server), "top").expect_err("its hash is another");
    assert!(matches!(error, ResolveError::Fetch(FetchError::HashMismatch { .. })), "{error}");
}

#[test]
fn an_index_that_has_trouble_is_not_taken_for_one_without_the_project() {
    let server = Server::start();
    page(&server, "top", project(&server, "top", &["a"]));
    server.otherwise(|_| Answer::status(403));
    let error = resolve(&fetcher(&server), "top").expect_err("nobody knows of `a`");
    assert!(matches!(error, ResolveError::Fetch(FetchError::Denied { .. })), "{error}");
}

/// Where the public index can be reached: what it gives is whole, and each requirement is served by who is said to serve it.
#[test]
fn a_real_server_brings_all_that_is_asked_for() {
    let env = std::env::vars().filter(|(name, _)| name.starts_with("SSL_") || name.to_ascii_lowercase().ends_with("_proxy")).collect();
    let surroundings = Surroundings { env, home: None, cwd: std::env::temp_dir() };
    let options = FetchOptions { retries: 1, timeout: std::time::Duration::from_secs(60), ..FetchOptions::default() };
    let resolution = match Fetcher::new(&surroundings, &options).map(|fetcher| resolve(&fetcher, "mcp-server-time==2026.10.19")) {
        Ok(Ok(resolution)) => resolution,
        Ok(Err(ResolveError::Fetch(error))) | Err(error) => return eprintln!("skipped: {}", error.in_brief()),
        Ok(Err(error)) => panic!("{error}"),
    };
    assert_eq!(resolution.missing, []);
    let names = brought(&resolution);
    assert_eq!(names[0], "mcp-server-time@2026.10.19");
    for name in ["mcp", "pydantic", "tzdata", "tzlocal"] {
        assert!(names.iter().any(|id| id.starts_with(&format!("{name}@"))), "{name} is not among {names:?}");
    }
    for package in &resolution.packages {
        assert!(package.release.files.iter().all(|file| file.expected.iter().any(mcpscan::fetch::Digest::is_strong)));
        for need in &package.needs {
            assert_eq!(resolution.packages[need.by].release.id.name.as_str(), need.name, "{} asks for it", package.release.id);
        }
    }
}
