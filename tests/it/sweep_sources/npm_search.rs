//! npm's search, which ranks and does not list.

use mcpscan::fetch::FetchError;
use mcpscan::sweep::sources::{Gathered, Source, SourceError};
use serde_json::{Value, json};

use super::{night, wanted};
use crate::npm_world::World;
use crate::registry::{Answer, Server};

const NOW: &str = "2026-11-10T02:00:00Z";

fn target(from: usize) -> String {
    format!("/npm/-/v1/search?text=keywords%3Amcp&size=250&from={from}")
}

fn hits(range: std::ops::Range<usize>) -> Vec<Value> {
    range.map(|at| json!({ "package": { "name": format!("s{at}"), "version": "1.0.0" }, "score": {} })).collect()
}

fn page(objects: Vec<Value>, total: usize) -> Answer {
    Answer::json(&json!({ "objects": objects, "total": total }))
}

fn search(server: &Server) -> Result<Gathered, SourceError> {
    let world = World::with_registry(&server.url("/npm"));
    night(&world, &Source::NpmSearch { text: "keywords:mcp".to_owned() }, None, &[], NOW)
}

#[test]
fn all_pages_are_read_and_it_is_said_that_more_may_exist() {
    let server = Server::start();
    server.route(&target(0), [page(hits(0..250), 260)]);
    server.route(&target(250), [page(hits(240..260), 260)]);
    let gathered = search(&server).unwrap();
    assert_eq!(gathered.wanted.len(), 260);
    assert_eq!(wanted(&gathered)[0], "npm s0@1.0.0");
    insta::assert_snapshot!(gathered.remarks.join("\n"), @r##"
npm's search is a ranking, not a listing: for `keywords:mcp` it showed 260 packages of 260, and there may be servers that it does not show
"##);
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn hostile_results_are_counted() {
    let server = Server::start();
    let odd = vec![
        json!({ "package": { "name": "../x", "version": "1.0.0" } }),
        json!({ "package": { "name": "no-version" } }),
        json!({ "package": { "name": "tag", "version": "latest" } }),
        json!({ "package": { "name": "long", "version": "1".repeat(300) } }),
        json!([]),
        json!({ "package": { "name": "fine", "version": "1.0.0" } }),
    ];
    server.route(&target(0), [Answer::json(&json!({ "objects": odd, "total": "many" }))]);
    let gathered = search(&server).unwrap();
    assert_eq!((wanted(&gathered), gathered.invalid), (vec!["npm fine@1.0.0".to_owned()], 5));
}

#[test]
fn a_ranking_without_end_is_read_up_to_a_bound() {
    let server = Server::start();
    server.otherwise(|target| {
        let from: usize = target.rsplit_once("from=").unwrap().1.parse().unwrap();
        page(hits(from..from + 250), 1_000_000)
    });
    assert_eq!(search(&server).unwrap().wanted.len(), 5_000);
    assert_eq!(server.asked().len(), 20);
    let again = Server::start();
    again.otherwise(|_| page(hits(0..250), 1_000_000));
    assert_eq!(search(&again).unwrap().wanted.len(), 250);
    assert_eq!(again.asked().len(), 2, "a page that brings nothing new is the last");
}

#[test]
fn the_registry_may_end_before_its_own_count() {
    let server = Server::start();
    server.route(&target(0), [page(hits(0..250), 9_000)]);
    server.route(&target(250), [Answer::status(400)]);
    assert_eq!(search(&server).unwrap().wanted.len(), 250);
    server.route(&target(0), [Answer::status(400)]);
    assert!(matches!(search(&server), Err(SourceError::Fetch(FetchError::Status { status: 400, .. }))));
}
