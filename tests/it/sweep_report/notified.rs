//! `mcpscan sweep report` on the command line: how it ends, and whom it tells.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use serde_json::Value;

use super::nights::{APPROVED, Events, Nights, clean, two};
use crate::registry::{Answer, Server};
use crate::trouble::desk::Ran;

impl Nights {
    fn report(&self, more: &[&str]) -> Ran {
        self.desk.run(&[&["sweep", "report"], more].concat())
    }

    /// A program on this desk, as a target of `--notify`.
    fn program(&self, script: &str) -> String {
        let path = self.desk.file("bin/tell", format!("#!/bin/sh\n{script}\n"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        format!("command:{path}")
    }
}

/// The same twice.
fn quiet() -> Nights {
    let nights = Nights::new();
    for _ in 0..2 {
        nights.pass(&Events { judged: vec![clean("a", "1.0.0")], ..Events::default() });
    }
    nights
}

#[test]
fn the_exit_code_says_whether_a_person_should_look() {
    let ran = quiet().report(&[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.starts_with("COMPLETE  night 2 of ") && ran.out.contains("nothing asks for a person"), "{}", ran.out);
    let ran = two().report(&["--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.out);
    Nights::new().report(&[]).says("there was no night so far", "mcpscan sweep run");
    quiet().report(&["--night", "7"]).says("there is no night 7", "mcpscan sweep status");
    assert_eq!(quiet().report(&["--night", "1"]).code, Some(0));
}

#[test]
fn each_format_goes_to_stdout_or_to_a_file() {
    let nights = two();
    for (format, begins) in
        [("text", "NOT COMPLETE  "), ("json", "{\n"), ("markdown", "# Sweep: night 2 of "), ("html", "<!DOCTYPE html>\n")]
    {
        let ran = nights.report(&["--format", format]);
        assert!(ran.out.starts_with(begins), "{}", ran.out);
        let file = nights.desk.arg("report");
        let written = nights.report(&["--format", format, "--output", &file]);
        assert_eq!((written.out.as_str(), std::fs::read_to_string(&file).unwrap()), ("", ran.out));
        assert!(written.err.contains("the night is not complete") && written.err.contains("(report in "), "{}", written.err);
    }
}

#[test]
fn the_nearest_approved_list_is_watched_or_the_one_that_is_named() {
    let nights = two();
    let watched = |more: &[&str]| -> Value {
        let ran = nights.report(&[&["--format", "json"], more].concat());
        serde_json::from_str::<Value>(&ran.out).unwrap()["approved"]["watched"].clone()
    };
    assert_eq!(watched(&[]), Value::Null);
    let named = nights.desk.file("elsewhere.toml", APPROVED);
    assert_eq!(watched(&["--approved", &named]), 2);
    nights.desk.file("project/mcpscan-approved.toml", APPROVED);
    assert_eq!(watched(&[]), 2);
    nights.report(&["--approved", "nowhere.toml"]).says("`nowhere.toml` cannot be read", "--approved FILE");
}

#[test]
fn a_file_gets_a_line_for_each_night_with_news() {
    let nights = two();
    let file = format!("file:{}", nights.desk.arg("news.jsonl"));
    for _ in 0..2 {
        assert_eq!(nights.report(&["--notify", &file]).code, Some(1));
    }
    let text = std::fs::read_to_string(nights.desk.path("news.jsonl")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[1]["night"]), (2, &2.into()));
}

#[test]
fn nobody_is_told_that_there_is_nothing_unless_it_is_asked_for() {
    let nights = quiet();
    let file = format!("file:{}", nights.desk.arg("news.jsonl"));
    assert_eq!(nights.report(&["--notify", &file]).code, Some(0));
    assert!(!nights.desk.path("news.jsonl").exists());
    assert_eq!(nights.report(&["--notify", &file, "--notify-always"]).code, Some(0));
    assert!(nights.desk.path("news.jsonl").exists());
}

#[test]
fn a_command_gets_the_markdown_and_the_notice_and_no_shell() {
    let nights = two();
    let out = nights.desk.arg("out");
    let script =
        format!("{{ printf '%s\\n' \"$@\" \"$MCPSCAN_NIGHT\" \"$MCPSCAN_HEADLINE\" \"$MCPSCAN_NOTICE\"; cat; }} > {out}; echo noise");
    let target = format!("{} 'a b' $HOME;x", nights.program(&script));
    let ran = nights.report(&["--notify", &target]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.out);
    assert!(!ran.out.contains("noise"), "stdout is the report's: {}", ran.out);
    let told = std::fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(&lines[..3], ["a b", "$HOME;x", "2"], "{told}");
    assert!(lines[3].contains("1 verdict got worse"), "{told}");
    assert_eq!(serde_json::from_str::<Value>(lines[4]).unwrap()["schema"], "mcpscan.sweep-notice/1");
    assert!(lines[5].starts_with("# Sweep: night 2 of "), "{told}");
}

#[test]
fn a_command_that_reads_nothing_or_fails_holds_up_nobody() {
    let nights = two();
    assert_eq!(nights.report(&["--notify", &nights.program("exec <&-; exit 0")]).code, Some(1));
    let file = format!("file:{}", nights.desk.arg("news.jsonl"));
    let ran = nights.report(&["--notify", &nights.program("exit 3"), "--notify", "command:/nowhere/tell", "--notify", &file]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.starts_with("NOT COMPLETE  "), "the report is there all the same: {}", ran.out);
    assert!(ran.err.contains("exit status: 3") && ran.err.contains("`/nowhere/tell`: it cannot be started"), "{}", ran.err);
    assert!(nights.desk.path("news.jsonl").exists(), "the others are told");
}

#[test]
fn a_webhook_gets_one_post_of_json() {
    let (nights, server) = (two(), Server::start());
    server.route("/services/secret", [Answer::status(204)]);
    let ran = nights.report(&["--notify", &server.url("/services/secret")]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let asked = server.asked();
    let [post] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!((post.method.as_str(), post.header("content-type")), ("POST", Some("application/json")));
    assert!(post.header("user-agent").unwrap().starts_with("mcpscan/"));
    let body: Value = serde_json::from_slice(&post.body).unwrap();
    assert!(body["text"].as_str().unwrap().contains("1 verdict got worse"), "{body}");
}

#[test]
fn a_webhook_that_refuses_or_points_elsewhere_is_told_without_its_secret() {
    let (nights, server) = (two(), Server::start());
    server.route("/secret-a", [Answer::status(500)]);
    server.route("/secret-b", [Answer::redirect("/secret-c")]);
    server.route("/secret-c", [Answer::status(200)]);
    server.route("/secret-d", [Answer::new(200, "text/plain", "ok ").endless()]);
    for (path, code, why) in [("a", 2, "status 500"), ("b", 2, "status 302"), ("d", 1, "")] {
        let ran = nights.report(&["--notify", &server.url(&format!("/secret-{path}"))]);
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        assert!(ran.err.contains(why) && !ran.err.contains("secret"), "{}", ran.err);
    }
    assert!(server.asked_for("/secret-c").is_empty(), "a message goes to one address alone");
    assert_eq!(server.asked_for("/secret-a").len(), 1, "and only once");
    let ran = nights.report(&["--notify", "http://hooks.example/secret"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("only https") && !ran.err.contains("secret"), "{}", ran.err);
    let (error, _) = nights.report(&["--notify", "news.txt"]).refused();
    assert!(error.contains("file:PATH, https://… or command:PROGRAM ARG…"), "{error}");
    assert!(nights.report(&["--notify-always"]).refused().0.contains("--notify"));
    let late = Server::start();
    late.route("/", [Answer::status(200).late(Duration::from_millis(300))]);
    assert_eq!(nights.report(&["--notify", &late.url("/")]).code, Some(1));
}
