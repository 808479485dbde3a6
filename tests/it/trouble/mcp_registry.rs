//! An MCP registry beside the package registry: what it says counts, and what it fails to say hurts nobody.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::desk::{Desk, findings};
use super::{pack, shop};
use crate::registry::{Answer, Server};

const VERSIONS: &str = "/mcp/v0.1/servers/io.github.acme%2Fserver/versions";
const LATEST: &str = "/mcp/v0.1/servers/io.github.acme%2Fserver/versions/latest";
const CODE: &str = "const key = process.env.ACME_TOKEN;\nfetch('https://api.acme.example/v1', { headers: { key } });\n";

/// `server@1.2.3` as npm has it, claiming this name in the MCP registry.
fn claiming(name: &str) -> Vec<u8> {
    let manifest = json!({ "name": "server", "version": "1.2.3", "main": "index.js", "mcpName": name }).to_string();
    pack::tgz("package", &[("package.json", manifest.as_bytes()), ("index.js", CODE.as_bytes())])
}

fn entry(identifier: &str) -> Value {
    json!({
        "server": { "name": "io.github.acme/server", "version": "1.2.3",
            "packages": [{ "registryType": "npm", "identifier": identifier, "version": "1.2.3",
                "environmentVariables": [{ "name": "ACME_TOKEN", "isSecret": true }] }],
            "remotes": [{ "type": "sse", "url": "https://api.acme.example/sse" }] },
        "_meta": { "io.modelcontextprotocol.registry/official": { "status": "active", "isLatest": true } }
    })
}

/// A desk, a registry of packages, and one of servers.
struct World {
    desk: Desk,
    npm: Server,
    mcp: Server,
}

impl World {
    fn of(name: &str) -> Self {
        Self { desk: Desk::new(), npm: shop::npm(claiming(name)), mcp: Server::start() }
    }

    /// The MCP registry lists the server as this package.
    fn listing(identifier: &str) -> Self {
        let world = Self::of("io.github.acme/server");
        world.mcp.route(VERSIONS, [Answer::json(&json!({ "servers": [entry(identifier)], "metadata": { "count": 1 } }))]);
        world
    }

    /// The MCP registry answers this, and nothing else.
    fn answering(answer: Answer) -> Self {
        let world = Self::of("io.github.acme/server");
        world.mcp.route(VERSIONS, [answer]);
        world
    }

    fn judge(&self, flags: &[&str]) -> Value {
        self.judge_at(&self.mcp.url("/mcp"), flags)
    }

    fn judge_at(&self, mcp: &str, flags: &[&str]) -> Value {
        let npm = self.npm.url("/");
        self.desk.json(&[&["npm", "server@1.2.3", "--registry", &npm, "--mcp-registry", mcp], flags].concat())
    }
}

/// What each variable and host is declared by, or that it is not.
fn declared(report: &Value) -> Vec<String> {
    let observed = ["env", "hosts"].into_iter().flat_map(|kind| report["observed"][kind].as_array().unwrap());
    let places: Vec<&Value> = ["env", "hosts"].into_iter().flat_map(|kind| report["declared"][kind].as_array().unwrap()).collect();
    let place =
        |name: &Value| places.iter().find(|place| place["name"] == *name).map_or("nowhere", |place| place["where"].as_str().unwrap());
    observed.map(|one| format!("{} {} {}", one["name"].as_str().unwrap(), one["declared"], place(&one["name"]))).collect()
}

fn notes(report: &Value) -> Vec<&str> {
    report["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect()
}

const UNDECLARED: [&str; 2] = ["ACME_TOKEN false nowhere", "api.acme.example false nowhere"];

#[test]
fn what_the_registry_lists_is_declared() {
    let world = World::listing("server");
    let report = world.judge(&[]);
    let by_registry = ["ACME_TOKEN true mcp-registry/server.json", "api.acme.example true mcp-registry/server.json"];
    assert_eq!(declared(&report), by_registry);
    assert_eq!((notes(&report), findings(&report)), (vec![], vec![]));
    assert_eq!(world.mcp.asked().len(), 1);
    assert_eq!(declared(&world.judge_at("none", &["--no-cache"])), UNDECLARED);
}

#[test]
fn a_second_run_asks_nobody_and_says_the_same() {
    let world = World::listing("server");
    let first = world.judge(&[]);
    let asked = || (world.npm.asked().len(), world.mcp.asked().len());
    let after_first = asked();
    assert_eq!(world.judge(&[]), first);
    assert_eq!(world.judge(&["--offline"]), first);
    assert_eq!(asked(), after_first);
    assert_eq!(world.judge(&["--no-cache"]), first);
    assert_eq!(asked(), (after_first.0 * 2, after_first.1 * 2));
}

#[test]
fn without_a_network_only_what_is_kept_is_used() {
    let world = World::listing("server");
    world.judge_at("none", &[]);
    let report = world.judge(&["--offline"]);
    assert_eq!(notes(&report), ["the MCP registry could not be asked about `io.github.acme/server`: --offline, and no answer is kept"]);
    assert_eq!((declared(&report), world.mcp.asked().len()), (UNDECLARED.map(str::to_owned).to_vec(), 0));
    assert_eq!(notes(&world.judge(&[])), Vec::<&str>::new(), "what was not asked is not kept as an answer");
}

#[test]
fn a_name_that_is_listed_for_another_package_is_a_finding_and_declares_nothing() {
    let world = World::listing("@acme/server");
    let report = world.judge(&[]);
    assert_eq!(declared(&report), UNDECLARED);
    let finding = report["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "server-name-mismatch").unwrap();
    assert_eq!((finding["severity"].as_str(), finding["path"].as_str()), (Some("medium"), Some("package.json")));
    assert_eq!(
        finding["message"],
        "claims to be `io.github.acme/server` in the MCP registry, which lists npm `@acme/server` for it and not `server`"
    );
    assert_eq!(finding["trace"][1]["path"], "mcp-registry/server.json");
    assert_eq!(world.judge(&[]), report, "a kept report is the same");
}

#[test]
fn a_mismatch_weighs_what_it_may_mean() {
    let severity = |package: &str, kind: &str, listed: &str| {
        let (desk, mcp) = (Desk::new(), Server::start());
        let mut entry = entry(listed);
        entry["server"]["packages"][0]["registryType"] = json!(kind);
        mcp.route(VERSIONS, [Answer::json(&json!({ "servers": [entry] }))]);
        let manifest = json!({ "name": package, "version": "1.2.3", "main": "index.js", "mcpName": "io.github.acme/server" }).to_string();
        let file = desk.file("it.tgz", pack::tgz("package", &[("package.json", manifest.as_bytes()), ("index.js", CODE.as_bytes())]));
        let report = desk.json(&["scan", &file, "--mcp-registry", &mcp.url("/mcp")]);
        let found = report["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "server-name-mismatch");
        found.map(|finding| finding["severity"].as_str().unwrap().to_owned())
    };
    assert_eq!(severity("server", "npm", "@acme/server").as_deref(), Some("medium"));
    assert_eq!(severity("@evil/server", "npm", "@acme/server").as_deref(), Some("medium"));
    assert_eq!(severity("@acme/core", "npm", "@acme/server").as_deref(), Some("low"), "a scope has one owner");
    assert_eq!(severity("server", "oci", "acme/server").as_deref(), Some("low"), "the package may not have been listed yet");
    assert_eq!(severity("@acme/server", "npm", "@acme/server"), None);
}

#[test]
fn a_package_of_another_version_or_of_the_past_is_the_same_package() {
    let mut newer = entry("server");
    newer["server"]["version"] = json!("9.9.9");
    newer["server"]["packages"][0]["version"] = json!("9.9.9");
    let renamed = entry("@acme/renamed");
    let world = World::answering(Answer::json(&json!({ "servers": [renamed, newer] })));
    let report = world.judge(&[]);
    assert!(findings(&report).is_empty() && declared(&report)[0].starts_with("ACME_TOKEN true"), "{report}");
}

#[test]
fn a_server_that_the_registry_does_not_know_is_no_finding() {
    let world = World::of("io.github.acme/server");
    let report = world.judge(&[]);
    assert_eq!(notes(&report), ["the MCP registry does not know `io.github.acme/server`, the name that the package claims there"]);
    assert_eq!(declared(&report), UNDECLARED);
    assert!(findings(&report).iter().all(|(rule, _)| rule.starts_with("undeclared-")));
    let asked = world.mcp.asked().len();
    world.judge(&[]);
    assert_eq!(world.mcp.asked().len(), asked, "that it is absent is remembered");
}

#[test]
fn a_registry_that_lists_no_versions_is_asked_for_the_newest() {
    let world = World::of("io.github.acme/server");
    world.mcp.route(LATEST, [Answer::json(&entry("server")["server"])]);
    assert!(declared(&world.judge(&[]))[0].starts_with("ACME_TOKEN true"));
    let world = World::answering(Answer::new(200, "application/json", vec![b' '; 2 << 20]));
    world.mcp.route(LATEST, [Answer::json(&entry("server"))]);
    assert!(declared(&world.judge(&[]))[0].starts_with("ACME_TOKEN true"), "too many versions are no reason to give up");
}

#[test]
fn a_registry_in_trouble_is_a_note_and_nothing_more() {
    let huge = || Answer::new(200, "application/json", vec![b'['; 1 << 20]).endless();
    let troubles = [
        (Answer::status(500), "it answered with status 500"),
        (Answer::status(401), "it refused access (status 401)"),
        (Answer::html("<html>Sign in</html>"), "it answered with an HTML page instead of JSON"),
        (Answer::new(200, "application/json", "{\"servers\": ["), "it answered with broken JSON instead of JSON"),
        (Answer::json(&json!({ "hello": 1 })), "its answer makes no sense: it holds no server.json"),
        (
            Answer::json(&json!({ "servers": [{ "server": { "name": "io.github.evil/x" } }] })),
            "its answer makes no sense: it speaks of another server",
        ),
        (Answer::new(200, "application/json", "[".repeat(100_000)), "it answered with broken JSON instead of JSON"),
        (Answer::redirect("file:///etc/passwd"), "it redirects to nowhere"),
    ];
    for (answer, why) in troubles {
        let report = World::answering(answer).judge(&[]);
        assert_eq!(notes(&report), [format!("the MCP registry could not be asked about `io.github.acme/server`: {why}")]);
        assert_eq!(declared(&report), UNDECLARED);
    }
    let world = World::answering(huge());
    world.mcp.route(LATEST, [huge()]);
    assert_eq!(notes(&world.judge(&[])), ["the MCP registry could not be asked about `io.github.acme/server`: its answer is too large"]);
}

#[test]
fn a_slow_registry_is_not_waited_for_and_not_asked_again() {
    let world = World::answering(Answer::json(&entry("server")).late(Duration::from_secs(60)));
    let started = Instant::now();
    let report = world.judge(&[]);
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    assert_eq!(notes(&report), ["the MCP registry could not be asked about `io.github.acme/server`: no answer in time"]);
    let asked = world.mcp.asked().len();
    assert_eq!(world.judge(&[]), report);
    // Nor about another package, whose server nobody has asked about yet.
    let other = claiming("io.github.other/server");
    let file = world.desk.file("other.tgz", &other);
    let other = world.desk.json(&["scan", &file, "--mcp-registry", &world.mcp.url("/mcp")]);
    assert_eq!(notes(&other), ["the MCP registry could not be asked about `io.github.other/server`: no answer in time"]);
    assert_eq!(world.mcp.asked().len(), asked);
}

#[test]
fn a_registry_that_is_not_there_is_told_and_hurts_nobody() {
    let world = World::of("io.github.acme/server");
    let gone = Server::start().url("/mcp");
    let report = world.judge_at("none", &[]);
    let without = world.judge_at(&gone, &["--no-cache"]);
    assert_eq!(notes(&without), ["the MCP registry could not be asked about `io.github.acme/server`: no connection"]);
    assert_eq!((&without["verdict"], &without["score"]), (&report["verdict"], &report["score"]));
}

#[test]
fn a_name_that_no_registry_gives_out_is_asked_of_nobody() {
    for name in ["", "server", "../../admin", "a/b/c", "a/b?x=1", "io.github.acme/server\r\nX: y", "ä/b", &format!("a/{}", "b".repeat(300))]
    {
        let world = World::of(name);
        let report = world.judge(&[]);
        assert_eq!((world.mcp.asked().len(), notes(&report)), (0, vec![]), "{name:?}");
    }
}

#[test]
fn a_package_that_brings_its_server_json_is_not_asked_about() {
    let manifest = json!({ "name": "server", "version": "1.2.3", "main": "index.js", "mcpName": "io.github.acme/server" }).to_string();
    let with = |server: &Value| {
        let server = server["server"].to_string();
        pack::tgz("package", &[("package.json", manifest.as_bytes()), ("index.js", CODE.as_bytes()), ("server.json", server.as_bytes())])
    };
    let (desk, mcp) = (Desk::new(), Server::start());
    let own = desk.file("own.tgz", with(&entry("server")));
    let judge = |file: &str| desk.json(&["scan", file, "--mcp-registry", &mcp.url("/mcp")]);
    let report = judge(&own);
    assert_eq!((mcp.asked().len(), findings(&report)), (0, vec![]));
    assert_eq!(declared(&report), ["ACME_TOKEN true server.json", "api.acme.example true server.json"]);
    let copied = desk.file("copied.tgz", with(&entry("@acme/server")));
    let report = judge(&copied);
    assert!(!mcp.asked().is_empty(), "another's server.json answers for nobody");
    assert_eq!(findings(&report), [("server-name-mismatch".to_owned(), "server.json".to_owned())]);
    assert_eq!(report["findings"][0]["severity"], "low");
}

#[test]
fn a_python_package_claims_in_its_readme_and_is_compared_as_its_index_does() {
    let readme = b"Metadata-Version: 2.1\nName: my-server\nVersion: 1.0\n\n# Server\n\n<!-- mcp-name: io.github.acme/server -->\n";
    let code = "import os\n\n\ndef main():\n    print(os.environ[\"ACME_TOKEN\"])\n";
    let wheel = pack::wheel(&[
        ("my_server/__init__.py", code.as_bytes()),
        ("my_server-1.0.dist-info/METADATA", readme),
        ("my_server-1.0.dist-info/entry_points.txt", b"[console_scripts]\nmy-server = my_server:main\n"),
    ]);
    let sdist = pack::tgz("my_server-1.0", &[("PKG-INFO", readme), ("my_server/__init__.py", code.as_bytes())]);
    let index = shop::pypi(&[(shop::WHEEL, &wheel), (shop::SDIST, &sdist)]);
    for (identifier, expected) in [("My_Server", 0), ("my.other", 1)] {
        let (desk, mcp) = (Desk::new(), Server::start());
        let mut entry = entry(identifier);
        entry["server"]["packages"][0]["registryType"] = json!("pypi");
        mcp.route(VERSIONS, [Answer::json(&json!({ "servers": [entry] }))]);
        let report = desk.json(&["pypi", "my-server==1.0", "--index-url", &index.url("/simple"), "--mcp-registry", &mcp.url("/mcp")]);
        let found: Vec<_> = findings(&report).into_iter().filter(|(rule, _)| rule == "server-name-mismatch").collect();
        assert_eq!(found.len(), expected, "one claim is one finding, however many files make it: {found:?}");
        assert_eq!(report["observed"]["env"][0]["declared"], expected == 0);
    }
}

#[test]
fn what_was_taken_back_declares_nothing_and_is_told() {
    let mut entry = entry("server");
    let meta = |entry: &mut Value, status: &str| entry["_meta"]["io.modelcontextprotocol.registry/official"]["status"] = json!(status);
    meta(&mut entry, "deleted");
    let report = World::answering(Answer::json(&json!([entry]))).judge(&[]);
    assert_eq!(
        (declared(&report), notes(&report)),
        (UNDECLARED.map(str::to_owned).to_vec(), vec!["the MCP registry has taken `io.github.acme/server` back"])
    );
    meta(&mut entry, "deprecated");
    let report = World::answering(Answer::json(&json!([entry]))).judge(&[]);
    assert_eq!(notes(&report), ["the MCP registry lists `io.github.acme/server` as deprecated"]);
    assert!(declared(&report)[0].starts_with("ACME_TOKEN true"));
}

#[test]
fn the_environment_names_the_registry_and_the_way_there() {
    let (desk, proxy) = (Desk::new(), Server::start());
    let archive = desk.file("server.tgz", claiming("io.github.acme/server"));
    proxy.route(&format!("http://mcp.example{VERSIONS}"), [Answer::json(&json!([entry("server")]))]);
    let mut program = desk.program(&["scan", &archive, "--format", "json"]);
    program.env("MCPSCAN_MCP_REGISTRY", "http://me:secret@mcp.example/mcp").env("HTTP_PROXY", proxy.url("/"));
    let output = program.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(declared(&report)[0].starts_with("ACME_TOKEN true"), "{report}");
    assert_eq!(proxy.asked()[0].header("authorization"), Some("Basic bWU6c2VjcmV0"));
}

#[test]
fn an_address_that_is_none_is_refused() {
    let desk = Desk::new();
    let archive = desk.file("server.tgz", claiming("io.github.acme/server"));
    for bad in ["registry.example", "ftp://registry.example", "nobody"] {
        let (error, hint) = desk.run(&["scan", &archive, "--mcp-registry", bad]).refused();
        assert!(error.contains("--mcp-registry") && error.contains("https://host/path/, or none") && hint.is_some(), "{error} {hint:?}");
    }
    let mut program = desk.program(&["scan", &archive]);
    let output = program.env("MCPSCAN_MCP_REGISTRY", "registry.example").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("MCPSCAN_MCP_REGISTRY") && said.contains("hint: "), "{said}");
}
