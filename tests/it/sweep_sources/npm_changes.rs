//! npm's feed of changes, as a filter over known names.

use mcpscan::fetch::FetchError;
use mcpscan::sweep::sources::{Gathered, Source, SourceError};
use serde_json::{Value, json};

use super::{night, notices, wanted};
use crate::npm_world::World;
use crate::registry::{Answer, Server};

const NOW: &str = "2026-11-10T02:00:00Z";
const END: &str = "/feed/registry/";
const KNOWN: [&str; 4] = ["npm a", "npm @acme/b", "npm c", "pypi d"];

fn since(place: &str) -> String {
    format!("/feed/registry/_changes?since={place}&limit=5000")
}

fn change(name: &str) -> Value {
    json!({ "seq": 1, "id": name, "changes": [{ "rev": "1-a" }] })
}

fn page(results: &[Value], last: Value) -> Answer {
    Answer::json(&json!({ "results": results, "last_seq": last }))
}

fn end(place: Value) -> Answer {
    Answer::json(&json!({ "db_name": "registry", "update_seq": place }))
}

/// As many changes of strangers as make a page that is not the last.
fn strangers() -> Vec<Value> {
    (0..200).map(|at| change(&format!("stranger-{at}"))).collect()
}

fn ask(server: &Server, state: Option<&str>) -> Result<Gathered, SourceError> {
    let mut world = World::new();
    world.options.npm_changes = Some(server.url("/feed/registry"));
    night(&world, &Source::NpmChanges, state, &KNOWN, NOW)
}

/// A feed whose first night was at 1000.
fn followed() -> (Server, String) {
    let server = Server::start();
    server.route(END, [end(json!(1000))]);
    let first = ask(&server, None).unwrap();
    assert_eq!(wanted(&first), ["npm @acme/b", "npm a", "npm c"], "nobody knows what moved before");
    let begins = "npm's feed of changes was not followed: 3 known packages are looked at, and the feed is followed from now on";
    assert_eq!(first.remarks, [begins]);
    (server, first.state)
}

#[test]
fn only_known_packages_that_moved_are_wanted() {
    let (server, state) = followed();
    let mut results = strangers();
    results.extend([change("a"), change("c"), json!({ "id": "_design/x" }), json!({ "id": "../x" })]);
    server.route(&since("1000"), [page(&results, json!(2000))]);
    let gone = json!({ "id": "c", "deleted": true });
    server.route(&since("2000"), [page(&[change("stranger"), gone], json!(2002))]);
    let second = ask(&server, Some(&state)).unwrap();
    assert_eq!((wanted(&second), second.invalid), (vec!["npm a".to_owned()], 1));
    assert_eq!(notices(&second), ["unpublished pkg:npm/c: npm has taken the package away [pkg:npm/c]"]);
    assert_eq!(second.remarks, ["npm tells of 206 changes and of 2 known packages that moved"]);
    assert!(server.asked().iter().all(|asked| asked.header("npm-replication-opt-in") == Some("true")));
    server.route(&since("2002"), [page(&[], json!(2002))]);
    server.route(END, [end(json!(2002))]);
    assert_eq!(ask(&server, Some(&second.state)).unwrap().wanted.len(), 0);
}

#[test]
fn a_place_is_opaque_and_encoded() {
    let server = Server::start();
    server.route(END, [end(json!("7-g1&x=/é"))]);
    let first = ask(&server, None).unwrap();
    server.route(&since("7-g1%26x%3D%2F%C3%A9"), [page(&[change("a")], json!("3-zz"))]);
    assert_eq!(wanted(&ask(&server, Some(&first.state)).unwrap()), ["npm a"]);
}

#[test]
fn the_host_tells_where_the_feed_ends_if_the_feed_does_not() {
    let server = Server::start();
    server.route("/", [end(json!(5))]);
    let first = ask(&server, None).unwrap();
    server.route(&since("5"), [page(&[change("a")], json!(6))]);
    assert_eq!(wanted(&ask(&server, Some(&first.state)).unwrap()), ["npm a"]);
    server.route("/", [Answer::json(&json!({ "update_seq": null }))]);
    assert!(ask(&server, None).unwrap_err().to_string().contains("it does not say where the feed of changes ends"));
}

#[test]
fn a_feed_that_lost_the_place_is_followed_from_its_end() {
    let refused = Answer::status(400);
    let (lower, empty) = (page(&[change("x")], json!(12)), page(&[], json!(1000)));
    for answer in [refused, lower, empty] {
        let (server, state) = followed();
        server.route(END, [end(json!(12))]);
        server.route(&since("1000"), [answer]);
        let second = ask(&server, Some(&state)).unwrap();
        assert_eq!(wanted(&second), ["npm @acme/b", "npm a", "npm c"]);
        assert!(second.remarks[0].starts_with("npm's feed of changes no longer knows where it was left"), "{:?}", second.remarks);
        server.route(&since("12"), [page(&[change("a")], json!(13))]);
        assert_eq!(wanted(&ask(&server, Some(&second.state)).unwrap()), ["npm a"]);
    }
}

#[test]
fn a_feed_that_leads_in_a_circle_is_an_error_and_one_without_end_is_cut() {
    let (server, state) = followed();
    server.route(&since("1000"), [page(&strangers(), json!("b"))]);
    server.route(&since("b"), [page(&strangers(), json!(1000))]);
    assert!(matches!(ask(&server, Some(&state)), Err(SourceError::Fetch(FetchError::Endless { .. }))));
    let (server, state) = followed();
    server.otherwise(|target| {
        let at: u64 = target.split(['=', '&']).nth(1).unwrap().parse().unwrap();
        page(&strangers(), json!(at + 1))
    });
    let cut = ask(&server, Some(&state)).unwrap();
    assert!(cut.remarks.iter().any(|remark| remark.contains("the rest is read the next night")), "{:?}", cut.remarks);
    assert!(cut.state.contains("\"1200\""), "{}", cut.state);
}

#[test]
fn broken_answers_are_errors_and_names_are_needed() {
    let (server, state) = followed();
    for answer in [Answer::status(500), Answer::html("<html>"), page(&[], json!(null)), page(&[change("a")], json!(1)).truncated(9)] {
        server.route(&since("1000"), [answer]);
        assert!(matches!(ask(&server, Some(&state)), Err(SourceError::Fetch(_))));
    }
    let error = night(&World::new(), &Source::NpmChanges, None, &["pypi d"], NOW).unwrap_err().to_string();
    assert_eq!(
        error,
        "npm-changes tells which known npm packages have moved, and none is known\nhint: sweep a list or the MCP registry first"
    );
}

#[test]
fn an_address_that_is_none_is_told_by_its_flag() {
    let mut world = World::new();
    world.options.npm_changes = Some("ftp://me:secret@a.example".to_owned());
    let error = world.fetcher().err().unwrap().to_string();
    assert!(error.contains("--npm-changes") && !error.contains("secret"), "{error}");
}
