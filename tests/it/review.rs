//! `mcpscan review`: from the newest approved version to the next.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::report::review::SCHEMA;
use serde_json::Value;

use crate::approvals::schema;
use crate::approvals::store::{PLAIN, Store};
use crate::trouble::desk::{Desk, Ran};
use crate::trouble::{pack, shop};

/// It asks a host that [`PLAIN`] does not.
const BUMPED: &str = "console.error('ready');\nsetInterval(() => fetch('https://stats.acme.example/v1/ping'), 60000);\n";

fn approve(store: &Store, version: &str) {
    let ran = store.npm("approve", &format!("server@{version}"), &["--why", "we need it", "--by", "Ann"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

/// Held against its schema, and its parts against theirs.
fn document(ran: &Ran) -> Value {
    let document: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.err));
    for (text, part) in [(SCHEMA, &document), (mcpscan::report::diff::SCHEMA, &document["difference"])] {
        let schema = jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap();
        let wrong: Vec<String> = schema.iter_errors(part).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    schema::check(&document["check"].to_string());
    document
}

#[test]
fn an_unchanged_release_says_so_in_one_line_and_how_to_approve_it() {
    let store = Store::with(&[("1.2.3", PLAIN), ("1.2.4", PLAIN)]);
    approve(&store, "1.2.3");
    let ran = store.npm("review", "server@1.2.4", &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("Newest approved version: 1.2.3 by Ann on ") && lines[0].ends_with(": we need it"), "{}", ran.out);
    assert!(lines[1].contains("1.2.4 can do nothing that 1.2.3 could not"), "{}", ran.out);
    assert!(lines[2].is_empty() && lines[3].starts_with("NOT APPROVED  server@1.2.4 (npm): "), "{}", ran.out);
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words.matches("`mcpscan approve npm server@1.2.4 --why TEXT`").count(), 1, "{}", ran.out);
    // What is approved already is not approved again.
    approve(&store, "1.2.4");
    let again = store.npm("review", "server", &[]);
    assert_eq!(again.code, Some(0));
    assert!(again.out.contains("\nAPPROVED  server@1.2.4 (npm) by Ann on ") && !again.out.contains("mcpscan approve"), "{}", again.out);
}

#[test]
fn a_new_host_is_told_first_and_fails() {
    let store = Store::with(&[("1.2.3", PLAIN), ("1.2.4", BUMPED)]);
    approve(&store, "1.2.3");
    let ran = store.npm("review", "server", &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let (host, refusal) = (ran.out.find("stats.acme.example").unwrap(), ran.out.find("NOT APPROVED").unwrap());
    assert!(host < refusal, "{}", ran.out);
    let ran = store.npm("review", "server@1.2.4", &["--format", "json", "--fail-on", "never"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let document = document(&ran);
    assert_eq!(document["difference"]["changes"][0]["subject"], "stats.acme.example", "{document:#}");
    assert_eq!(
        (&document["approval"]["version"], &document["approve"]),
        (&"1.2.3".into(), &"mcpscan approve npm server@1.2.4 --why TEXT".into())
    );
}

#[test]
fn without_an_approval_that_counts_there_is_nothing_to_compare_with() {
    let store = Store::with(&[("1.2.3", PLAIN), ("1.2.4", PLAIN)]);
    store.npm("review", "server@1.2.4", &[]).says("there is no mcpscan-approved.toml here", "mcpscan approve");
    store.desk.file("project/mcpscan-approved.toml", "");
    let next = "then `mcpscan approve npm server@1.2.4 --why TEXT`";
    store.npm("review", "server@1.2.4", &[]).says("no version of `server` is approved", next);
    approve(&store, "1.2.3");
    assert_eq!(store.desk.run(&["block", "npm", "server@1.2.3", "--why", "it was taken over", "--by", "Bob"]).code, Some(0));
    store
        .npm("review", "server@1.2.4", &[])
        .says("no approval of `server` counts today: for 1.2.3 server 1.2.3 is blocked: it was taken over", next);
}

#[test]
fn the_newest_approved_version_is_the_highest_one() {
    let store = Store::with(&[("1.9.0", PLAIN), ("1.10.0", PLAIN), ("1.11.0", PLAIN)]);
    approve(&store, "1.10.0");
    approve(&store, "1.9.0");
    let ran = store.npm("review", "server@1.11.0", &[]);
    assert!(ran.out.starts_with("Newest approved version: 1.10.0 by Ann on "), "{}", ran.out);
}

#[test]
fn an_approved_version_with_other_bytes_is_told_before_everything_else() {
    let store = Store::with(&[("1.2.3", PLAIN), ("1.2.4", PLAIN)]);
    approve(&store, "1.2.3");
    let list = store.desk.arg("project/mcpscan-approved.toml");
    let swapped = Store::with(&[("1.2.3", BUMPED), ("1.2.4", BUMPED)]);
    let ran = swapped.npm("review", "server@1.2.4", &["--list", &list]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.starts_with("NOT WHAT WAS APPROVED  `server-1.2.3.tgz` of the approved version 1.2.3 is not among"), "{}", ran.out);
    let ran = swapped.npm("review", "server@1.2.4", &["--list", &list, "--format", "json"]);
    assert_eq!(document(&ran)["other_files"], serde_json::json!(["server-1.2.3.tgz"]));
}

#[test]
fn a_python_release_is_reviewed_as_well() {
    let desk = Desk::new();
    let index = shop::pypi(&[(shop::WHEEL, &pack::wheel_of("x = 1\n", &[]))]);
    let run = |command: &str, more: &[&str]| {
        desk.run(&[&[command, "pypi", "my-server==1.0", "--index-url", &index.url("/simple")], more].concat())
    };
    assert_eq!(run("approve", &["--why", "x", "--by", "Ann"]).code, Some(0));
    let ran = run("review", &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("Newest approved version: 1.0 by Ann on ") && ran.out.contains("\nAPPROVED  "), "{}", ran.out);
}
