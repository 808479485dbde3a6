//! Nights with the MCP registry: everything once, then what changed, and everything again after a week.

use mcpscan::sweep::sources::{Gathered, Source};
use serde_json::{Value, json};

use super::{night, notices, wanted};
use crate::npm_world::World;
use crate::registry::{Answer, Server};

pub const FIRST: &str = "2026-11-10T02:00:00Z";
pub const SECOND: &str = "2026-11-11T02:00:00Z";
pub const WEEK_LATER: &str = "2026-11-17T02:00:00Z";
pub const ALL: &str = "/mcp/v0.1/servers?limit=100&version=latest&include_deleted=true";

/// An entry as the registry lists it, changed on the ninth.
pub fn entry(name: &str, status: &str, packages: Value) -> Value {
    let official = json!({ "status": status, "updatedAt": "2026-11-09T20:00:00.5Z", "isLatest": true });
    json!({ "server": { "name": name, "version": "1.0.0", "packages": packages },
        "_meta": { "io.modelcontextprotocol.registry/official": official } })
}

pub fn npm(name: &str, version: &str) -> Value {
    json!([{ "registryType": "npm", "identifier": name, "version": version, "transport": { "type": "stdio" } }])
}

pub fn page(servers: &[Value], next: Option<&str>) -> Answer {
    let mut metadata = json!({ "count": servers.len() });
    if let Some(next) = next {
        metadata["nextCursor"] = json!(next);
    }
    Answer::json(&json!({ "servers": servers, "metadata": metadata }))
}

/// What is asked for after a list whose newest change was on the ninth at 20:00: an hour less.
pub fn changes() -> String {
    format!("{ALL}&updated_since=2026-11-09T19%3A00%3A00Z")
}

pub fn world(server: &Server) -> World {
    let mut world = World::new();
    world.options.mcp_registry = Some(server.url("/mcp"));
    world.options.retries = 2;
    world
}

pub fn ask(server: &Server, state: Option<&str>, now: &str) -> Gathered {
    night(&world(server), &Source::McpRegistry, state, &[], now).unwrap()
}

/// A registry of three servers, and what the first night with it leaves behind.
pub fn three() -> (Server, Gathered) {
    let server = Server::start();
    let entries = [
        entry("io.x/a", "active", npm("a", "1.0.0")),
        entry("io.x/b", "active", npm("b", "1.0.0")),
        entry("io.x/c", "deprecated", npm("c", "1.0.0")),
    ];
    server.route(ALL, [page(&entries, None)]);
    let first = ask(&server, None, FIRST);
    (server, first)
}

#[test]
fn the_first_night_reads_every_page_and_calls_nothing_news() {
    let server = Server::start();
    let many = json!([
        { "registryType": "npm", "identifier": "@acme/server", "version": "1.2.3" },
        { "registryType": "pypi", "identifier": "Acme.Server", "version": "2.0" },
        { "registryType": "npm", "identifier": "@acme/server", "version": "1.2.3" },
        { "registryType": "oci", "identifier": "acme.example/server:1" },
    ]);
    let cursor = "io.github.acme/server:1.0 &é";
    server.route(ALL, [page(&[entry("io.github.acme/server", "active", many)], Some(cursor))]);
    let second = format!("{ALL}&cursor=io.github.acme%2Fserver%3A1.0+%26%C3%A9");
    let same = entry("io.github.other/server", "deprecated", npm("@acme/server", "1.2.3"));
    let remote = entry("io.x/remote", "active", json!([]));
    server.route(&second, [page(&[same, remote], Some("last"))]);
    let gone = entry("io.x/gone", "deleted", npm("gone", "1.0.0"));
    server.route(&format!("{ALL}&cursor=last"), [page(&[gone, entry("io.x/any", "active", npm("any", "latest"))], None)]);
    let gathered = ask(&server, None, FIRST);
    assert_eq!(
        wanted(&gathered),
        ["npm @acme/server@1.2.3 (io.github.acme/server)", "pypi acme-server@2.0 (io.github.acme/server)", "npm any (io.x/any)"]
    );
    assert_eq!(notices(&gathered), [""; 0]);
    insta::assert_snapshot!(gathered.remarks.join("\n"), @r##"
the MCP registry lists 5 servers
packages of other kinds or other registries are not judged: 1 oci
1 server names no package and cannot be judged
"##);
    assert_eq!((server.asked().len(), gathered.invalid, gathered.failure.is_none()), (3, 0, true));
}

#[test]
fn later_nights_ask_for_changes_and_keep_wanting_the_rest() {
    let (server, first) = three();
    assert_eq!(wanted(&first).len(), 3);
    let entries = [
        entry("io.x/b", "deprecated", npm("b", "1.1.0")),
        entry("io.x/c", "active", npm("c", "1.0.0")),
        entry("io.x/d", "active", npm("d", "1.0.0")),
        entry("io.x/never", "deleted", npm("never", "1.0.0")),
    ];
    server.route(&changes(), [page(&entries, None)]);
    let second = ask(&server, Some(&first.state), SECOND);
    assert_eq!(wanted(&second), ["npm a@1.0.0 (io.x/a)", "npm b@1.1.0 (io.x/b)", "npm c@1.0.0 (io.x/c)", "npm d@1.0.0 (io.x/d)"]);
    insta::assert_snapshot!(notices(&second).join("\n"), @r##"
deprecated io.x/b: the server is deprecated [pkg:npm/b@1.1.0]
restored io.x/c: the server is active again [pkg:npm/c@1.0.0]
new-server io.x/d: the MCP registry lists a new server [pkg:npm/d@1.0.0]
deleted io.x/never: the MCP registry has deleted the server [pkg:npm/never@1.0.0]
"##);
    let third = ask(&server, Some(&second.state), SECOND);
    assert_eq!((wanted(&third), notices(&third)), (wanted(&second), Vec::new()), "what the overlap tells twice is no news");
}

#[test]
fn a_deleted_server_is_news_and_no_longer_wanted_until_it_is_back() {
    let (server, first) = three();
    let mut gone = entry("io.x/a", "deleted", json!([]));
    gone["_meta"]["io.modelcontextprotocol.registry/official"]["statusMessage"] = json!("malware\n\u{1b}[31m");
    server.route(&changes(), [page(&[gone], None), page(&[entry("io.x/a", "active", npm("a", "1.0.1"))], None)]);
    let second = ask(&server, Some(&first.state), SECOND);
    assert_eq!(wanted(&second), ["npm b@1.0.0 (io.x/b)", "npm c@1.0.0 (io.x/c)"]);
    assert_eq!(notices(&second), ["deleted io.x/a: the MCP registry has deleted the server: malware  [31m [pkg:npm/a@1.0.0]"]);
    let third = ask(&server, Some(&second.state), SECOND);
    assert_eq!(wanted(&third)[0], "npm a@1.0.1 (io.x/a)");
    assert_eq!(notices(&third), ["restored io.x/a: the server is active again [pkg:npm/a@1.0.1]"]);
}

#[test]
fn everything_is_read_again_after_a_week_and_what_is_missing_is_told() {
    let (server, first) = three();
    server.route(ALL, [page(&[entry("io.x/b", "active", npm("b", "2.0.0")), entry("io.x/e", "active", npm("e", "1.0.0"))], None)]);
    let later = ask(&server, Some(&first.state), WEEK_LATER);
    assert_eq!(wanted(&later), ["npm b@2.0.0 (io.x/b)", "npm e@1.0.0 (io.x/e)"]);
    insta::assert_snapshot!(notices(&later).join("\n"), @r##"
new-server io.x/e: the MCP registry lists a new server [pkg:npm/e@1.0.0]
unlisted io.x/a: the MCP registry lists the server no more [pkg:npm/a@1.0.0]
unlisted io.x/c: the MCP registry lists the server no more [pkg:npm/c@1.0.0]
"##);
    assert_eq!(server.asked_for(ALL).len(), 2);
    server.route(&changes(), [page(&[], None)]);
    assert_eq!(wanted(&ask(&server, Some(&later.state), "2026-11-18T02:00:00Z")).len(), 2, "and the week begins anew");
    assert_eq!(server.asked_for(ALL).len(), 2);
}

#[test]
fn a_change_in_the_future_hides_none_of_the_present() {
    let server = Server::start();
    let mut future = entry("io.x/a", "active", npm("a", "1.0.0"));
    future["_meta"]["io.modelcontextprotocol.registry/official"]["updatedAt"] = json!("9999-01-01T00:00:00Z");
    server.route(ALL, [page(&[future], None)]);
    let first = ask(&server, None, FIRST);
    let since_now = format!("{ALL}&updated_since=2026-11-10T01%3A00%3A00Z");
    server.route(&since_now, [page(&[], None)]);
    ask(&server, Some(&first.state), SECOND);
    assert_eq!(server.asked_for(&since_now).len(), 1);
}

#[test]
fn what_another_registry_told_is_not_taken_up() {
    let (_other, first) = three();
    let server = Server::start();
    server.route(ALL, [page(&[entry("io.x/z", "active", npm("z", "1.0.0"))], None)]);
    for state in [first.state.as_str(), "{\"full\": 7", "[]"] {
        let gathered = ask(&server, Some(state), SECOND);
        assert_eq!((wanted(&gathered), notices(&gathered)), (vec!["npm z@1.0.0 (io.x/z)".to_owned()], Vec::new()));
        assert!(gathered.remarks[0].contains("all is looked at as if for the first time"), "{:?}", gathered.remarks);
    }
}
