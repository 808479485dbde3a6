//! `fetch` against Python package indexes that behave, and that do not.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mcpscan::fetch::{FetchError, Resolved};
use mcpscan::model::{Artifact, ArtifactKind, PackageSpec, Platform, PythonVersion, Target, Verification};
use serde_json::{Value, json};
use sha2::Digest;

use crate::npm_world::{World, block_on};
use crate::registry::{Answer, Server};

const WHEEL: &str = "my_server-1.0-py3-none-any.whl";
const SDIST: &str = "my_server-1.0.tar.gz";
const PAGE: &str = "/simple/my-server/";
const JSON: &str = "application/vnd.pypi.simple.v1+json";

fn sha256(bytes: &[u8]) -> String {
    hex::encode(sha2::Sha256::digest(bytes))
}

fn target() -> Target {
    Target { python: PythonVersion { major: 3, minor: 13 }, platform: Platform { os: "linux".into(), arch: "x86_64".into() } }
}

/// One entry of an index page; the bytes of a file are its own name.
fn entry(name: &str) -> Value {
    json!({ "filename": name, "url": format!("/files/{name}"), "hashes": { "sha256": sha256(name.as_bytes()) }, "size": name.len() })
}

fn page(files: Vec<Value>) -> Answer {
    Answer::new(200, JSON, json!({ "meta": { "api-version": "1.0" }, "name": "My.Server", "files": files }).to_string())
}

/// A server that has the files, and the page that lists them.
fn index(page: Answer, files: &[&str]) -> Server {
    let server = Server::start();
    server.route(PAGE, [page]);
    for file in files {
        server.route(&format!("/files/{file}"), [Answer::file(*file)]);
    }
    server
}

fn world(server: &Server) -> World {
    let mut world = world_without_index();
    world.options.index_url = Some(server.url("/simple"));
    world
}

fn world_without_index() -> World {
    let world = World::new().env("PIP_CONFIG_FILE", "/dev/null");
    let nowhere = world.path("nowhere").to_str().expect("the temporary folder has a plain name").to_owned();
    world.env("XDG_CONFIG_DIRS", &nowhere)
}

fn resolve(world: &World, spec: &str) -> Result<Resolved, FetchError> {
    let spec = PackageSpec::pypi(spec).expect("the test names a package");
    block_on(world.fetcher()?.resolve_pypi(&spec, &target()))
}

fn fetch(world: &World, spec: &str) -> Result<(Resolved, Vec<Artifact>), FetchError> {
    let fetcher = world.fetcher()?;
    block_on(async {
        let spec = PackageSpec::pypi(spec).expect("the test names a package");
        let resolved = fetcher.resolve_pypi(&spec, &target()).await?;
        let mut artifacts = Vec::new();
        for file in &resolved.files {
            artifacts.push(fetcher.download(file, &|_, _| ()).await?);
        }
        Ok((resolved, artifacts))
    })
}

fn names(resolved: &Resolved) -> Vec<&str> {
    resolved.files.iter().map(|file| file.file.as_str()).collect()
}

#[test]
fn wheel_and_sdist_come_verified() {
    let server = index(page(vec![entry(SDIST), entry(WHEEL)]), &[WHEEL, SDIST]);
    let (resolved, artifacts) = fetch(&world(&server), "My_Server==1.0").unwrap();
    assert_eq!(resolved.id.purl(), "pkg:pypi/my-server@1.0");
    assert_eq!(resolved.source, server.url("/simple/"));
    let mcpscan::model::RegistryFacts { deprecated, yanked, notes, .. } = resolved.facts;
    assert_eq!((deprecated, yanked, notes), (None, None, Vec::new()));
    let kinds: Vec<_> = artifacts.iter().map(|artifact| (artifact.file.as_str(), artifact.kind, &*artifact.bytes)).collect();
    assert_eq!(kinds, [(WHEEL, ArtifactKind::Wheel, WHEEL.as_bytes()), (SDIST, ArtifactKind::Sdist, SDIST.as_bytes())]);
    let integrity = format!("sha256-{}", STANDARD.encode(sha2::Sha256::digest(WHEEL)));
    assert_eq!(artifacts[0].verification, Verification::Verified { integrity });
    assert!(server.asked_for(PAGE)[0].header("accept").unwrap().starts_with(JSON));
}

#[test]
fn an_html_index_serves_as_well() {
    let text = format!(
        "<html><body><a href=\"/files/{SDIST}#sha256={}\" data-yanked=\"broke it\">{SDIST}</a>\
         <a href=\"../../files/{WHEEL}#sha256={}\" data-requires-python=\"&gt;=3.8\">{WHEEL}</a></body></html>",
        sha256(SDIST.as_bytes()),
        sha256(WHEEL.as_bytes())
    );
    let server = index(Answer::html(&text), &[WHEEL, SDIST]);
    let (resolved, artifacts) = fetch(&world(&server), "my-server@1.0").unwrap();
    assert_eq!(names(&resolved), [WHEEL, SDIST]);
    assert_eq!(resolved.facts.yanked.as_deref(), Some("broke it"));
    assert!(artifacts.iter().all(|artifact| artifact.verification.is_verified()));
}

#[test]
fn other_bytes_than_promised_are_refused() {
    let server = index(page(vec![entry(WHEEL)]), &[]);
    server.route(&format!("/files/{WHEEL}"), [Answer::file("something else")]);
    let error = fetch(&world(&server), "my-server").unwrap_err();
    assert!(matches!(error, FetchError::HashMismatch { file, .. } if file == WHEEL));
}

#[test]
fn weak_and_missing_hashes_are_told() {
    let mut weak = entry(WHEEL);
    weak["hashes"] = json!({ "sha1": hex::encode(sha1::Sha1::digest(WHEEL)), "md5": "00" });
    let mut none = entry(SDIST);
    none["hashes"] = json!({ "md5": "00" });
    let server = index(page(vec![weak, none]), &[WHEEL, SDIST]);
    let (resolved, artifacts) = fetch(&world(&server), "my-server").unwrap();
    assert!(matches!(artifacts[0].verification, Verification::Weak { .. }));
    assert!(matches!(artifacts[1].verification, Verification::Unverified { .. }));
    assert_eq!(
        resolved.facts.notes,
        [
            format!("{WHEEL}: the index gives only a SHA-1, which is weak"),
            format!("{SDIST}: the index gives only an MD5, which proves nothing and was not compared")
        ]
    );
}

#[test]
fn a_hash_that_is_none_is_an_error() {
    let mut broken = entry(WHEEL);
    broken["hashes"] = json!({ "sha256": "abc" });
    let server = index(page(vec![broken]), &[WHEEL]);
    assert!(matches!(resolve(&world(&server), "my-server"), Err(FetchError::BadDocument { .. })));
}

#[test]
fn a_page_of_another_project_is_refused() {
    let text = json!({ "name": "evil\u{1b}", "files": [entry(WHEEL)] }).to_string();
    let server = index(Answer::new(200, JSON, text), &[]);
    let error = resolve(&world(&server), "my-server").unwrap_err();
    assert_eq!(error, FetchError::OtherPackage { asked: "my-server".into(), got: "evil\u{fffd}".into() });
}

#[test]
fn what_is_no_index_is_said_to_be_none() {
    for (answer, found) in [
        (Answer::html("<html><form><a href='/login'>Log in</a></form>"), "an HTML page without a file of the package"),
        (Answer::new(200, JSON, "<html>"), "an HTML page"),
        (Answer::new(200, "text/plain", "no"), "`text/plain`"),
    ] {
        let server = index(answer, &[]);
        let error = resolve(&world(&server), "my-server").unwrap_err().to_string();
        assert!(error.contains(&format!("answered with {found} instead of ")), "{error}");
    }
}

#[test]
fn unknown_packages_and_versions_are_named() {
    let server = index(page(vec![entry(WHEEL)]), &[]);
    let error = resolve(&world(&server), "nothing").unwrap_err().to_string();
    assert!(error.starts_with(&format!("`nothing` is not in the registry {}\nhint: ", server.url("/simple/"))), "{error}");
    let error = resolve(&world(&server), "my-server==2.0").unwrap_err();
    assert_eq!(error, FetchError::UnknownVersion { package: "my-server".into(), wanted: "2.0".into(), nearest: vec!["1.0".into()] });
}

#[test]
fn the_first_index_that_has_the_project_decides() {
    let private = index(page(vec![entry(WHEEL)]), &[]);
    let public = index(page(vec![entry("my_server-99.0-py3-none-any.whl")]), &[]);
    let world = world_without_index()
        .env("PIP_INDEX_URL", &public.url("/simple/"))
        .env("PIP_EXTRA_INDEX_URL", &format!("{} {}", public.url("/empty/"), private.url("/simple/")));
    let resolved = resolve(&world, "my-server").unwrap();
    assert_eq!((names(&resolved), resolved.source.as_str()), (vec![WHEEL], private.url("/simple/").as_str()));
    let note = format!("{} is the first of 3 package indexes that has it; the others were not asked further", private.url("/simple/"));
    assert_eq!(resolved.facts.notes.last(), Some(&note));
    assert!(public.asked_for(PAGE).is_empty());
}

#[test]
fn an_index_that_refuses_access_is_not_passed_over() {
    let private = index(Answer::status(403), &[]);
    let public = index(page(vec![entry(WHEEL)]), &[]);
    let mut world = world(&public);
    world.options.extra_index_url = vec![private.url("/simple/")];
    assert!(matches!(resolve(&world, "my-server"), Err(FetchError::Denied { status: 403, .. })));
}

#[test]
fn credentials_go_to_the_index_and_not_to_the_file_host() {
    let files = index(Answer::status(404), &[WHEEL]);
    let mut other = entry(WHEEL);
    other["url"] = json!(files.url(&format!("/files/{WHEEL}")));
    let server = index(page(vec![other, entry(SDIST)]), &[SDIST]);
    let mut world = world_without_index();
    world.options.index_url = Some(format!("http://me:s%20cret@{}/simple", server.authority()));
    let (resolved, artifacts) = fetch(&world, "my-server").unwrap();
    assert_eq!(artifacts.len(), 2);
    let basic = format!("Basic {}", STANDARD.encode("me:s cret"));
    assert!(server.asked().iter().all(|asked| asked.header("authorization") == Some(&basic)));
    assert!(files.asked().iter().all(|asked| asked.header("authorization").is_none()));
    assert_eq!((server.asked().len(), files.asked().len()), (2, 1));
    assert!(!serde_json::to_string(&resolved).unwrap().contains("cret"));
}

#[test]
fn files_at_addresses_that_are_not_fetched_do_not_count() {
    let mut local = entry(WHEEL);
    local["url"] = json!("file:///etc/passwd");
    let server = index(page(vec![local, entry(SDIST)]), &[]);
    assert_eq!(names(&resolve(&world(&server), "my-server").unwrap()), [SDIST]);
    let mut plain = entry(WHEEL);
    plain["url"] = json!(format!("http://plain.example/{WHEEL}"));
    let server = index(page(vec![plain]), &[]);
    assert!(matches!(resolve(&world(&server), "my-server"), Err(FetchError::Scheme { .. })));
}

#[test]
fn yanked_versions_say_so() {
    let mut yanked = entry(WHEEL);
    yanked["yanked"] = json!("leaks tokens");
    let server = index(page(vec![yanked]), &[]);
    assert_eq!(resolve(&world(&server), "my-server==1.0").unwrap().facts.yanked.as_deref(), Some("leaks tokens"));
    assert!(matches!(resolve(&world(&server), "my-server"), Err(FetchError::NotInstallable { .. })));
}

#[test]
fn pages_behind_redirects_and_troubles_are_reached() {
    let server = index(Answer::status(404), &[WHEEL]);
    server.route("/simple/my-server/", [Answer::status(503), Answer::redirect("/real/my-server/")]);
    let mut relative = entry(WHEEL);
    relative["url"] = json!(format!("../../files/{WHEEL}"));
    server.route("/real/my-server/", [page(vec![relative])]);
    let (_, artifacts) = fetch(&world(&server), "my-server").unwrap();
    assert_eq!(artifacts.len(), 1);
}

#[test]
fn what_is_resolved_survives_the_cache() {
    let server = index(page(vec![entry(WHEEL), entry(SDIST)]), &[]);
    let resolved = resolve(&world(&server), "my-server").unwrap();
    let json = serde_json::to_string(&resolved).unwrap();
    assert_eq!(serde_json::from_str::<Resolved>(&json).unwrap(), resolved);
}

#[test]
fn offline_names_what_is_missing() {
    let mut world = world(&Server::start());
    world.options.offline = true;
    let error = resolve(&world, "my-server").unwrap_err().to_string();
    assert!(error.contains("/simple/my-server/ is not in the cache"), "{error}");
}

/// Against the public index; asks for the network, so it runs on demand: `cargo test --test it -- --ignored public_index`.
#[test]
#[ignore = "needs the network"]
fn the_public_index_answers() {
    let mut world = world_without_index();
    world
        .surroundings
        .env
        .extend(std::env::vars().filter(|(name, _)| name.to_ascii_lowercase().ends_with("_proxy") || name == "SSL_CERT_FILE"));
    for (spec, files) in [
        ("mcp-server-fetch==2026.10.24", ["mcp_server_fetch-2026.10.24-py3-none-any.whl", "mcp_server_fetch-2026.10.24.tar.gz"]),
        ("mcp-atlassian==0.23.1", ["mcp_atlassian-0.23.1-py3-none-any.whl", "mcp_atlassian-0.23.1.tar.gz"]),
    ] {
        let (resolved, artifacts) = fetch(&world, spec).unwrap();
        assert_eq!(names(&resolved), files);
        assert!(artifacts.iter().all(|artifact| artifact.verification.is_verified()), "{spec}");
    }
    let numpy = resolve(&world, "numpy>=2,<3").unwrap();
    assert!(numpy.files[0].file.contains("-cp313-cp313-manylinux"), "{numpy:?}");
}
