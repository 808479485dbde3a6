//! What is told where something is amiss: which flag, file or block it is, and a next step that leads on.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;

use super::store::{LIST, PLAIN, Store, list};
use crate::registry::Answer;

fn store() -> Store {
    Store::with(&[("1.2.3", PLAIN), ("1.2.4", PLAIN)])
}

#[test]
fn the_command_that_a_block_names_takes_out_that_block_and_nothing_else() {
    let store = store();
    for (range, command) in [
        ("<2.0.0", "revoke npm 'server@<2.0.0'"),
        ("*", "revoke npm 'server@*'"),
        (">=1.0.0 <1.2.4 || 3.0.0", "revoke npm 'server@>=1.0.0 <1.2.4 || 3.0.0'"),
        ("1.2.3", "revoke npm 'server@1.2.3' --block"),
    ] {
        let _ = fs::remove_file(store.desk.path(LIST));
        assert_eq!(store.npm("approve", "server@1.2.3", &["--why", "x", "--by", "Ann"]).code, Some(0));
        let before = list(&store);
        let spec = format!("server@{range}");
        assert_eq!(store.desk.run(&["block", "npm", &spec, "--why", "no", "--by", "Bob"]).code, Some(0));
        let refused = store.npm("check", "server@1.2.3", &[]).out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(refused.contains(&format!("`mcpscan {command}`")), "{refused}");
        let only: &[&str] = if command.ends_with("--block") { &["--block"] } else { &[] };
        let lifted = store.desk.run(&[&["revoke", "npm", &spec], only].concat());
        assert_eq!((lifted.code, list(&store)), (Some(0), before), "{}", lifted.err);
    }
    // However the version was written.
    store.desk.file(LIST, "[[block]]\nregistry = \"pypi\"\nname = \"other\"\nversions = \"==1.0\"\nwhy = \"no\"\n");
    assert_eq!(store.desk.run(&["revoke", "pypi", "other==1.0"]).code, Some(0));
}

#[test]
fn a_value_that_the_list_would_not_take_is_told_with_its_flag() {
    let store = store();
    for (flag, value, error) in [
        ("--why", " ", "it is empty"),
        ("--by", "", "it is empty"),
        ("--limit-hosts", "", "name a host"),
        ("--limit-hosts", "https://api.acme.example", "write the host alone"),
        ("--limit-env", "A,,B", "name a variable"),
        ("--limit-capabilities", "procces", "there is no capability `procces`; the kinds are process, "),
    ] {
        let mut arguments = vec!["--why", "x", "--by", "Ann"];
        match arguments.iter().position(|known| *known == flag) {
            Some(at) => arguments[at + 1] = value,
            None => arguments.extend([flag, value]),
        }
        let (said, _) = store.npm("approve", "server@1.2.3", &arguments).refused();
        assert!(said.contains(flag) && said.contains(error), "{said}");
    }
    let (said, _) = store.desk.run(&["block", "npm", "server", "--why", "", "--by", "Ann"]).refused();
    assert!(said.contains("--why") && said.contains("it is empty"), "{said}");
    store.desk.run(&["block", "local", "", "--why", "no", "--by", "Ann"]).says("it is empty", "mcpscan scan PATH");
    assert!(!store.desk.path(LIST).exists());
}

#[test]
fn a_report_that_cannot_be_written_is_told_before_the_list_is_changed() {
    let store = store();
    let why = ["--why", "x", "--by", "Ann"];
    let nowhere = store.desk.arg("nowhere/report");
    store.npm("approve", "server@1.2.3", &[&why[..], &["--output", &nowhere]].concat()).says("cannot write", "--output");
    assert!(!store.desk.path(LIST).exists());
    let report = store.desk.arg("report");
    assert_eq!(store.npm("approve", "server@1.2.3", &[&why[..], &["--output", &report]].concat()).code, Some(0));
    assert!(fs::read_to_string(&report).unwrap().starts_with("APPROVED  "));
}

#[cfg(target_os = "linux")]
#[test]
fn an_approval_whose_report_got_lost_is_told_to_be_written() {
    let store = store();
    let mut program =
        store.desk.program(&["approve", "npm", "server@1.2.3", "--registry", &store.server.url("/"), "--why", "x", "--by", "Ann"]);
    let output = program.stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap()).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(error.starts_with("error: the approval is written to `") && error.contains("cannot write to stdout"), "{error}");
    assert!(list(&store).contains("[[approve]]"));
}

#[test]
fn what_cannot_be_read_is_told_for_what_it_is() {
    let store = store();
    let import = |place: &str| store.desk.file(LIST, format!("[[import]]\nname = \"acme\"\n{place}\nsha256 = \"{}\"\n", "0".repeat(64)));
    import("path = \"missing.toml\"");
    let check = || store.npm("check", "server@1.2.3", &[]);
    check().says("the imported list `acme`: `", "mend its `path` in [[import]]");
    let url = store.server.url("/acme.toml");
    store.server.route("/acme.toml", [Answer::status(404)]);
    import(&format!("url = \"{url}\""));
    check().says(&format!("the imported list `acme`: {url} answered with status 404"), "mend its `url` in [[import]]");
    store.npm("check", "server@1.2.3", &["--offline"]).says("the imported list `acme`: ", "run once without --offline");
    store.desk.file(LIST, "");
    store.desk.run(&["check", "list", "missing.txt"]).says("`missing.txt` cannot be read", "name a file of packages that you may read");
}

#[cfg(unix)]
#[test]
fn a_list_that_is_a_link_to_nothing_is_told_at_once() {
    let store = store();
    std::os::unix::fs::symlink("gone.toml", store.desk.path(LIST)).unwrap();
    let why = ["--why", "x", "--by", "Ann"];
    store.npm("approve", "server@1.2.3", &why).says("is a link to a file that is not there", "--list FILE");
    store.desk.run(&[&["block", "npm", "x"], &why[..]].concat()).says("is a link to a file that is not there", "--list FILE");
    assert!(store.server.asked_for("/server").is_empty());
}

#[test]
fn a_limit_that_an_answer_is_not_held_to_is_refused() {
    let store = store();
    store.desk.file(LIST, "");
    let refused = |command: &str, more: &[&str]| store.npm(command, "server@1.2.3", &[more, &["--fail-on", "never"]].concat()).refused().0;
    for said in [refused("check", &[]), refused("approve", &["--why", "x", "--by", "Ann"]), refused("declare", &[])] {
        assert!(said.contains("--fail-on") && said.contains("does not hang on the verdict"), "{said}");
    }
}

#[test]
fn nobody_is_sent_to_approve_what_is_blocked() {
    let store = store();
    assert_eq!(store.npm("approve", "server@1.2.3", &["--why", "x", "--by", "Ann"]).code, Some(0));
    let block = |range: &str| store.desk.run(&["block", "npm", &format!("server@{range}"), "--why", "no", "--by", "Bob"]).code;
    assert_eq!(block("1.2.4"), Some(0));
    let ran = store.npm("review", "server@1.2.4", &[]);
    assert!(ran.out.contains("NOT APPROVED") && ran.out.contains("mcpscan revoke") && !ran.out.contains("mcpscan approve"), "{}", ran.out);
    let json = store.npm("review", "server@1.2.4", &["--format", "json"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json.out).unwrap()["approve"], serde_json::Value::Null);
    // Nor where there is nothing left to compare with.
    assert_eq!(block("*"), Some(0));
    store.npm("review", "server@1.2.4", &[]).says("no approval of `server` counts today", "lift it with `mcpscan revoke npm ");
    store
        .npm("review", "server", &[])
        .says("no approval of `server` counts today", "`mcpscan check npm server` tells whether a block holds it");
}
