//! The MCP registry out of order: what it listed before stays in the sweep, and nothing goes on for ever.

use std::time::Instant;

use mcpscan::fetch::FetchError;
use mcpscan::sweep::sources::{Source, SourceError};
use serde_json::json;

use super::mcp_registry::{ALL, FIRST, SECOND, WEEK_LATER, ask, changes, entry, npm, page, three, world};
use super::{night, notices, wanted};
use crate::npm_world::MS;
use crate::registry::{Answer, Server};

fn failure(server: &Server) -> FetchError {
    match night(&world(server), &Source::McpRegistry, None, &[], FIRST) {
        Err(SourceError::Fetch(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_busy_registry_is_asked_again_when_it_wants_to_be() {
    let server = Server::start();
    let busy = Answer::status(429).header("Retry-After", "1");
    let mut answers = vec![Answer::status(500), Answer::status(502), Answer::status(503), busy];
    answers.push(page(&[entry("io.x/a", "active", npm("a", "1.0.0"))], None));
    server.route(ALL, answers);
    let begun = Instant::now();
    assert_eq!(wanted(&ask(&server, None, FIRST)), ["npm a@1.0.0 (io.x/a)"]);
    assert!(begun.elapsed() >= MS * 1_000);
}

#[test]
fn broken_answers_are_errors_on_the_first_night() {
    let whole = || page(&[entry("io.x/a", "active", npm("a", "1.0.0"))], None);
    let endless = || Answer::new(200, "application/json", vec![b' '; 1 << 20]).endless();
    for (answer, is_it) in [
        (Answer::status(500), (|error| matches!(error, FetchError::Status { status: 500, .. })) as fn(&FetchError) -> bool),
        (whole().truncated(40), |error| matches!(error, FetchError::CutShort { got: 40, .. })),
        (endless(), |error| matches!(error, FetchError::TooLarge { .. })),
        (Answer::html("<html>log in"), |error| matches!(error, FetchError::NotTheFormat { .. })),
        (Answer::json(&json!({ "servers": 1 })), |error| matches!(error, FetchError::BadDocument { .. })),
    ] {
        let server = Server::start();
        server.route(ALL, [answer]);
        let error = failure(&server);
        assert!(is_it(&error), "{error:?}");
    }
}

#[test]
fn pages_that_lead_in_a_circle_are_an_error() {
    let server = Server::start();
    server.route(ALL, [page(&[], Some("a"))]);
    server.route(&format!("{ALL}&cursor=a"), [page(&[], Some("b"))]);
    server.route(&format!("{ALL}&cursor=b"), [page(&[], Some("a"))]);
    let error = failure(&server);
    assert!(matches!(&error, FetchError::Endless { why, .. } if why == "a page continues at one that was read already"), "{error:?}");
    assert_eq!(server.asked().len(), 3);
    server.route(ALL, [page(&[], Some(&"x".repeat(5000)))]);
    assert!(matches!(failure(&server), FetchError::Endless { .. }));
}

#[test]
fn pages_without_end_are_read_up_to_a_bound() {
    let server = Server::start();
    server.otherwise(|target| {
        let at: u32 = target.rsplit_once("cursor=").map_or(0, |(_, cursor)| cursor.parse().unwrap());
        page(&[entry(&format!("io.x/s{at}"), "active", npm("a", "1.0.0"))], Some(&(at + 1).to_string()))
    });
    let error = failure(&server);
    assert!(error.to_string().contains("there are more than 2000 pages of servers"), "{error}");
    assert_eq!(server.asked().len(), 2_000);
}

#[test]
fn a_registry_that_fails_takes_nothing_out_of_the_sweep() {
    let (server, first) = three();
    server.route(&changes(), [Answer::status(500)]);
    let second = ask(&server, Some(&first.state), SECOND);
    assert_eq!((wanted(&second), notices(&second)), (wanted(&first), Vec::new()));
    assert_eq!(second.state, first.state);
    assert!(matches!(second.failure, Some(FetchError::Status { status: 500, .. })));
    assert_eq!(second.remarks, ["the MCP registry could not be read (it answered with status 500): what it listed before is judged"]);
}

#[test]
fn a_list_that_is_suddenly_empty_is_not_believed() {
    let (server, first) = three();
    server.route(ALL, [page(&[], None)]);
    let later = ask(&server, Some(&first.state), WEEK_LATER);
    assert_eq!((wanted(&later), later.state), (wanted(&first), first.state));
    assert!(later.failure.unwrap().to_string().contains("it lists no server, and had 3 the last time"));
}

#[test]
fn a_registry_that_tells_no_changes_is_read_whole() {
    let (server, first) = three();
    server.route(&changes(), [Answer::status(400)]);
    let second = ask(&server, Some(&first.state), SECOND);
    assert_eq!((wanted(&second), second.failure), (wanted(&first), None));
    assert_eq!(server.asked_for(ALL).len(), 2);
    assert!(second.remarks[0].contains("so all of it was read"), "{:?}", second.remarks);
}

#[test]
fn a_registry_that_nobody_wants_asked_is_no_source() {
    let mut world = world(&Server::start());
    world.options.mcp_registry = Some("none".to_owned());
    let error = night(&world, &Source::McpRegistry, None, &[], FIRST).unwrap_err();
    assert!(matches!(error, SourceError::NotAsked), "{error}");
}

#[test]
fn names_that_are_none_are_counted_and_left_out() {
    let server = Server::start();
    let entries = [
        entry("io.x/\u{202e}a", "active", npm("a", "1.0.0")),
        entry("io.x/a", "active", npm("../../etc", "1.0.0")),
        entry("io.x/b", "active", npm("b", "^1")),
        entry("io.x/c", "active", npm("c", &"1".repeat(300))),
        entry("io.x/d", "active", npm("d", "1.0.0")),
        json!("server"),
    ];
    server.route(ALL, [page(&entries, None)]);
    let gathered = ask(&server, None, FIRST);
    assert_eq!((wanted(&gathered), gathered.invalid), (vec!["npm d@1.0.0 (io.x/d)".to_owned()], 5));
}
