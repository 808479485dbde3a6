//! PyPI's serials, held against those of the last night.

use mcpscan::fetch::FetchError;
use mcpscan::sweep::sources::{Gathered, Source, SourceError};
use serde_json::{Value, json};

use super::{night, notices, wanted};
use crate::npm_world::World;
use crate::registry::{Answer, Server};

const NOW: &str = "2026-11-10T02:00:00Z";
const KIND: &str = "application/vnd.pypi.simple.v1+json";
const KNOWN: [&str; 4] = ["npm z", "pypi a", "pypi b-c", "pypi private"];

fn index(projects: &[(&str, u64)], etag: &str) -> Answer {
    let project = |(name, serial): &(&str, u64)| json!({ "_last-serial": serial, "name": name });
    let projects: Vec<Value> = projects.iter().map(project).collect();
    let page = json!({ "meta": { "_last-serial": 100, "api-version": "1.1" }, "projects": projects });
    Answer::new(200, KIND, page.to_string()).header("ETag", etag)
}

fn ask_for(server: &Server, state: Option<&str>, known: &[&str]) -> Result<Gathered, SourceError> {
    let nowhere = "/dev/null/nowhere";
    let mut world = World::new().env("PIP_CONFIG_FILE", "/dev/null").env("XDG_CONFIG_DIRS", nowhere);
    world.options.index_url = Some(server.url("/simple"));
    world.options.retries = 1;
    night(&world, &Source::PypiSerials, state, known, NOW)
}

fn ask(server: &Server, state: Option<&str>) -> Gathered {
    ask_for(server, state, &KNOWN).unwrap()
}

/// An index that has been read once.
fn read_once() -> (Server, String) {
    let server = Server::start();
    server.route("/simple/", [index(&[("a", 1), ("B.C", 2), ("stranger", 3), ("-", 4)], "\"one\"")]);
    let first = ask(&server, None);
    assert_eq!((wanted(&first), first.invalid), (vec!["pypi a".to_owned(), "pypi b-c".to_owned()], 1));
    let moved = "the index lists 3 projects; of 3 known ones 2 moved or are new here";
    assert_eq!(first.remarks, [moved, "1 known project is not on the index"]);
    assert_eq!((server.asked()[0].header("accept"), server.asked()[0].header("if-none-match")), (Some(KIND), None));
    (server, first.state)
}

#[test]
fn an_index_that_has_not_changed_is_not_sent_again() {
    let (server, state) = read_once();
    server.route("/simple/", [Answer::status(304)]);
    let second = ask(&server, Some(&state));
    assert_eq!(server.asked()[1].header("if-none-match"), Some("\"one\""));
    assert_eq!((wanted(&second), notices(&second), second.state), (Vec::new(), Vec::new(), state));
    assert_eq!(second.remarks, ["the package index has not changed since the last night"]);
}

#[test]
fn projects_whose_serial_moved_are_wanted_and_lost_ones_told() {
    let (server, state) = read_once();
    server.route("/simple/", [index(&[("a", 7), ("stranger", 8)], "\"two\"")]);
    let second = ask(&server, Some(&state));
    assert_eq!(wanted(&second), ["pypi a"]);
    assert_eq!(notices(&second), ["unpublished pkg:pypi/b-c: the index lists the project no more [pkg:pypi/b-c]"]);
    let third = ask(&server, Some(&second.state));
    assert_eq!((wanted(&third), notices(&third)), (Vec::new(), Vec::new()), "told once");
    server.route("/simple/", [index(&[("a", 7), ("b-c", 9)], "\"three\"")]);
    let fourth = ask(&server, Some(&third.state));
    assert_eq!(wanted(&fourth), ["pypi b-c"]);
    assert_eq!(notices(&fourth), ["restored pkg:pypi/b-c: the index lists the project again [pkg:pypi/b-c]"]);
}

#[test]
fn a_name_that_is_new_here_needs_the_index_even_unchanged() {
    let (server, state) = read_once();
    let known = [KNOWN.as_slice(), &["pypi stranger"]].concat();
    let second = ask_for(&server, Some(&state), &known).unwrap();
    assert_eq!(server.asked()[1].header("if-none-match"), None);
    assert_eq!(wanted(&second), ["pypi stranger"]);
}

#[test]
fn not_modified_is_no_answer_to_whoever_knows_nothing() {
    let server = Server::start();
    server.route("/simple/", [Answer::status(304)]);
    assert!(matches!(ask_for(&server, None, &KNOWN), Err(SourceError::Fetch(FetchError::Status { status: 304, .. }))));
}

#[test]
fn what_is_no_such_index_is_an_error() {
    let server = Server::start();
    for (answer, why) in [
        (Answer::html("<!doctype html><a href=\"/simple/a/\">a</a>"), "instead of the JSON form of a package index"),
        (Answer::new(200, KIND, r#"{"projects": [{"name": "a"}]}"#), "it does not tell the serials"),
        (Answer::new(200, KIND, r#"{"meta": {}}"#), "it lists no projects"),
        (index(&[("a", 1)], "x").truncated(30), "broke off after 30 bytes"),
        (Answer::new(200, KIND, vec![b' '; 4 << 20]).endless(), "larger than the limit"),
        (Answer::status(503), "status 503"),
    ] {
        server.route("/simple/", [answer]);
        let error = ask_for(&server, None, &KNOWN).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    assert!(matches!(ask_for(&server, None, &["npm z"]), Err(SourceError::NothingKnown { .. })));
}

#[test]
fn the_default_index_is_asked_and_not_a_team_s_own() {
    let (server, own) = (Server::start(), Server::start());
    server.route("/simple/", [index(&[("a", 1)], "\"one\"")]);
    let mut world = World::new().env("PIP_CONFIG_FILE", "/dev/null").env("XDG_CONFIG_DIRS", "/dev/null/nowhere");
    world.options.index_url = Some(server.url("/simple"));
    world.options.extra_index_url = vec![own.url("/simple")];
    let gathered = night(&world, &Source::PypiSerials, None, &KNOWN, NOW).unwrap();
    assert_eq!((wanted(&gathered), own.asked().len()), (vec!["pypi a".to_owned()], 0));
    assert!(gathered.remarks[0].starts_with("of 2 package indexes only "), "{:?}", gathered.remarks);
}
