//! The commands around the approved list, as the program that people run.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::process::Command;

use super::schema;
use super::store::Store;
use crate::registry::Server;
use crate::trouble::desk::{Desk, Ran};
use crate::trouble::{pack, shop};

const LIST: &str = "project/mcpscan-approved.toml";

/// Where `server@1.2.3` and `server@1.2.4` are sold, and nobody has approved either.
fn store() -> Store {
    Store::with(&[("1.2.3", super::store::PLAIN), ("1.2.4", super::store::PLAIN)])
}

fn list(store: &Store) -> String {
    fs::read_to_string(store.desk.path(LIST)).unwrap_or_default()
}

#[test]
fn what_is_approved_is_written_and_checks_as_approved() {
    let store = store();
    let approved = store.npm("approve", "server@1.2.3", &["--why", "we need it", "--by", "Ann"]);
    assert_eq!((approved.code, approved.err.as_str()), (Some(0), format!("written to {}\n", store.desk.arg(LIST)).as_str()));
    assert!(approved.out.starts_with("APPROVED  server@1.2.3 (npm) by Ann on "), "{}", approved.out);
    let text = list(&store);
    assert!(text.contains("[[approve]]\nregistry = \"npm\"\nname = \"server\"\nversion = \"1.2.3\"\nartifacts = [\"sha256:"), "{text}");
    schema::hold(&text);
    let checked = store.npm("check", "server@1.2.3", &[]);
    assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""));
    assert_eq!(checked.out, approved.out);
    let other = store.npm("check", "server@1.2.4", &[]);
    assert_eq!(other.code, Some(1));
    assert!(other.out.starts_with("NOT APPROVED  server@1.2.4 (npm): 1.2.4 is not approved; `1.2.3` is\n"), "{}", other.out);
    // What is kept is enough: no network.
    assert_eq!(store.npm("check", "server@1.2.3", &["--offline"]).code, Some(0));
}

#[test]
fn what_check_would_refuse_is_not_written() {
    let store = Store::with(&[("1.2.3", pack::THIEF)]);
    let refused = store.npm("approve", "server@1.2.3", &["--why", "we need it", "--by", "Ann"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.out.starts_with("NOT APPROVED  server@1.2.3 (npm): critical finding `"), "{}", refused.out);
    assert!(refused.out.contains("\nNext: ") && refused.out.contains("--accept "), "{}", refused.out);
    assert!(refused.err.starts_with("nothing is written to "), "{}", refused.err);
    assert!(!store.desk.path(LIST).exists());
    // Nor is a list that is there touched.
    let before = "# ours\n[policy]\nmin_score = 10\n";
    store.desk.file(LIST, before);
    assert_eq!(store.npm("approve", "server@1.2.3", &["--why", "we need it", "--by", "Ann"]).code, Some(1));
    assert_eq!(list(&store), before);
}

#[test]
fn findings_are_accepted_by_rule_or_by_the_first_digits_of_a_fingerprint() {
    let store = Store::with(&[("1.2.3", pack::THIEF)]);
    let report = store.npm("", "server@1.2.3", &["--format", "json"]).json();
    let grave: Vec<(String, String)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| ["high", "critical"].contains(&finding["severity"].as_str().unwrap()))
        .map(|finding| (finding["rule"].as_str().unwrap().to_owned(), finding["fingerprint"].as_str().unwrap().to_owned()))
        .collect();
    assert!(!grave.is_empty());
    let why = ["--why", "a test of ours", "--by", "Ann"].map(str::to_owned);
    let accept = |value: String| ["--accept".to_owned(), value];
    let run = |accepts: Vec<String>| {
        let arguments: Vec<String> = why.iter().cloned().chain(accepts.into_iter().flat_map(accept)).collect();
        store.npm("approve", "server@1.2.3", &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    run(vec!["no-such-rule=x".to_owned()]).says("nothing in this report comes from the rule `no-such-rule`", "accept a rule");
    run(vec![format!("{}:00000000=x", grave[0].0)]).says("has a fingerprint that begins with 00000000", "--format json");
    assert!(!store.desk.path(LIST).exists());
    let by_print = run(grave.iter().map(|(rule, print)| format!("{rule}:{}=known", &print[..12])).collect());
    assert_eq!(by_print.code, Some(0), "{}{}", by_print.out, by_print.err);
    assert!(list(&store).contains(&grave[0].1), "the whole fingerprint is written");
    schema::hold(&list(&store));
    assert_eq!(store.npm("check", "server@1.2.3", &[]).code, Some(0));
    fs::remove_file(store.desk.path(LIST)).unwrap();
    assert_eq!(run(grave.iter().map(|(rule, _)| format!("{rule}=known")).collect()).code, Some(0));
}

#[test]
fn a_broken_list_is_told_with_its_place_and_never_overwritten() {
    let store = store();
    let broken = "[policy]\nmin_score = 75\n\n[[approve]\nname = \"x\"\n";
    let path = store.desk.file(LIST, broken);
    let runs = [
        store.npm("approve", "server@1.2.3", &["--why", "x", "--by", "Ann"]),
        store.npm("check", "server@1.2.3", &[]),
        store.desk.run(&["block", "npm", "x", "--why", "no", "--by", "Ann"]),
        store.desk.run(&["revoke", "npm", "x"]),
        store.desk.run(&["list"]),
        store.desk.run(&["show", "npm", "x"]),
    ];
    for ran in runs {
        ran.says(&format!("{path}:4:"), "mend the line");
        assert_eq!(list(&store), broken);
    }
}

#[test]
fn somebody_has_to_decide() {
    let store = store();
    store.npm("approve", "server@1.2.3", &["--why", "x"]).says("nobody is named", "--by NAME");
    let desk = Desk::new();
    let mut program = desk.program(&["block", "npm", "x", "--why", "no"]);
    program.env("GIT_AUTHOR_NAME", "Ann").env("GIT_AUTHOR_EMAIL", "ann@acme.example").env("USER", "root");
    assert!(program.output().unwrap().status.success());
    assert!(fs::read_to_string(desk.path(LIST)).unwrap().contains("by = \"Ann <ann@acme.example>\""));
}

#[test]
fn the_list_is_the_nearest_one_up_to_the_repository() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("project/.git")).unwrap();
    fs::create_dir_all(desk.path("project/a/b")).unwrap();
    let block = |name: &str, folder: &str| {
        let mut program: Command = desk.program(&["block", "npm", name, "--why", "no", "--by", "Ann"]);
        assert!(program.current_dir(desk.path(folder)).output().unwrap().status.success());
    };
    block("one", "project/a/b");
    assert!(desk.path(LIST).is_file(), "a new list lies beside .git");
    desk.file("project/a/mcpscan-approved.toml", "");
    block("two", "project/a/b");
    let text = |path: &str| fs::read_to_string(desk.path(path)).unwrap();
    assert!(text("project/a/mcpscan-approved.toml").contains("\"two\"") && !text(LIST).contains("\"two\""));
    let named = desk.arg("elsewhere.toml");
    assert_eq!(desk.run(&["block", "npm", "three", "--why", "no", "--by", "Ann", "--list", &named]).code, Some(0));
    assert!(text("elsewhere.toml").contains("\"three\""));
}

#[test]
fn without_a_list_nothing_is_checked() {
    let store = store();
    for ran in [store.npm("check", "server@1.2.3", &[]), store.desk.run(&["list"]), store.desk.run(&["show", "npm", "server"])] {
        ran.says("there is no mcpscan-approved.toml here", "mcpscan approve npm NAME@VERSION --why TEXT");
    }
    let missing = store.desk.arg("missing.toml");
    store.npm("check", "server@1.2.3", &["--list", &missing]).says("cannot be read", "--list FILE");
    assert!(!store.desk.path(LIST).exists());
}

#[test]
fn a_block_holds_until_it_is_revoked() {
    let store = store();
    assert_eq!(store.npm("approve", "server@1.2.3", &["--why", "x", "--by", "Ann"]).code, Some(0));
    let blocked = store.desk.run(&["block", "npm", "server@<2.0.0", "--why", "it was taken over", "--by", "Bob"]);
    assert_eq!((blocked.code, blocked.err.as_str()), (Some(0), ""));
    assert!(blocked.out.starts_with("blocked server <2.0.0 in "), "{}", blocked.out);
    let refused = store.npm("check", "server@1.2.3", &[]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.out.contains("server <2.0.0 is blocked: it was taken over"), "{}", refused.out);
    assert_eq!(store.npm("approve", "server@1.2.4", &["--why", "x", "--by", "Ann"]).code, Some(1), "an approval would not count");
    let lifted = store.desk.run(&["revoke", "npm", "server@<2.0.0"]);
    assert_eq!((lifted.code, lifted.out.as_str()), (Some(0), "took out the block of server <2.0.0: it was taken over\n"));
    assert_eq!(store.npm("check", "server@1.2.3", &[]).code, Some(0));
    let revoked = store.desk.run(&["revoke", "npm", "server"]);
    assert!(revoked.out.starts_with("took out the approval of server 1.2.3 by Ann on "), "{}", revoked.out);
    store.desk.run(&["revoke", "npm", "server"]).says("nothing is decided about `server`", "mcpscan list");
    assert_eq!(store.npm("check", "server@1.2.3", &[]).code, Some(1));
    store.desk.run(&["block", "npm", "server@latest", "--why", "x", "--by", "Ann"]).says("`latest` is no range of npm versions", "\"*\"");
}

#[test]
fn a_file_of_packages_is_checked_line_by_line_and_the_worst_counts() {
    let store = store();
    assert_eq!(store.npm("approve", "server@1.2.3", &["--why", "x", "--by", "Ann"]).code, Some(0));
    let check = |lines: &str| {
        let file = store.desk.file("specs.txt", lines);
        store.desk.run(&["check", "list", &file, "--registry", &store.server.url("/")])
    };
    let fine = check("# ours\npkg:npm/server@1.2.3\nnpm server@1.2.3\n");
    assert_eq!((fine.code, fine.out.lines().last()), (Some(0), Some("All 2 are approved")), "{}", fine.err);
    let refused = check("npm server@1.2.4\nnpm server@1.2.3\n");
    assert_eq!((refused.code, refused.out.lines().last()), (Some(1), Some("1 of 2 not approved")));
    let failed = check("npm server@9.9.9\nnpm server@1.2.4\nnpm server@1.2.3\n");
    assert_eq!(failed.code, Some(2));
    assert!(failed.out.starts_with("NOT JUDGED  npm server@9.9.9\n") && failed.out.contains("APPROVED  server@1.2.3"), "{}", failed.out);
    check("npm server@1.2.3\nserver\n").says("specs.txt:2: `server` names no package", "write a purl");
}

#[test]
fn json_says_the_same_and_fits_its_schema() {
    let store = store();
    let approved = store.npm("approve", "server@1.2.3", &["--why", "x", "--by", "Ann", "--format", "json"]);
    let document = schema::check(&approved.out);
    assert_eq!((&document["approved"], &document["results"][0]["approval"]["by"]), (&1.into(), &"Ann".into()));
    let document = schema::check(&store.npm("check", "server@1.2.4", &["--format", "json"]).out);
    assert_eq!((&document["refused"], &document["results"][0]["reasons"][0]["kind"]), (&1.into(), &"not-approved".into()));
    let file = store.desk.file("specs.txt", "npm server@9.9.9\nnpm server@1.2.3\n");
    let ran = store.desk.run(&["check", "list", &file, "--registry", &store.server.url("/"), "--format", "json"]);
    let document = schema::check(&ran.out);
    assert_eq!((&document["failed"], &document["approved"]), (&1.into(), &1.into()));
    assert!(document["results"][0]["error"].as_str().unwrap().starts_with("`server` has no version `9.9.9`"), "{document:#}");
}

#[test]
fn the_list_is_shown_and_given_as_json_under_its_own_schema() {
    let store = store();
    assert_eq!(store.npm("approve", "server@1.2.3", &["--why", "we need it", "--by", "Ann", "--until", "2020-01-01"]).code, Some(1));
    assert_eq!(
        store.npm("approve", "server@1.2.3", &["--why", "we need it", "--by", "Ann", "--for-days", "30", "--limit-to-observed"]).code,
        Some(0)
    );
    assert_eq!(store.desk.run(&["block", "pypi", "Bad_One>=1,<2", "--why", "no", "--by", "Bob"]).code, Some(0));
    let shown = store.desk.run(&["list"]);
    assert!(shown.out.starts_with("1 version approved, 1 blocked\n  npm server 1.2.3, by Ann on "), "{}", shown.out);
    assert!(shown.out.contains("blocked: pypi bad-one >=1,<2, by Bob on "), "{}", shown.out);
    schema::hold_json(&serde_json::from_str(&store.desk.run(&["list", "--format", "json"]).out).unwrap());
    schema::hold(&list(&store));
    let one = store.desk.run(&["show", "npm", "server"]);
    assert!(one.out.contains("approved    by Ann on ") && one.out.contains("only hosts  nothing"), "{}", one.out);
    store.desk.run(&["show", "npm", "other"]).says("nothing is decided about `other`", "mcpscan list");
    assert_eq!(store.desk.run(&["list", "--schema"]).out, mcpscan::approvals::SCHEMA);
}

#[test]
fn what_is_not_said_anew_stays_as_it_was_approved() {
    let store = store();
    let approve = |more: &[&str]| store.npm("approve", "server@1.2.3", &[&["--why", "x", "--by", "Ann"], more].concat()).code;
    assert_eq!(approve(&["--limit-hosts", "a.example,*.b.example", "--limit-env", "A"]), Some(0));
    assert_eq!(approve(&["--limit-env", "B"]), Some(0));
    assert!(list(&store).contains("limits = { hosts = [\"a.example\", \"*.b.example\"], env = [\"B\"] }"), "{}", list(&store));
    assert_eq!(list(&store).matches("[[approve]]").count(), 1);
}

#[test]
fn another_wheel_of_an_approved_release_is_refused_until_it_is_added() {
    let desk = Desk::new();
    let wheel = |tag: &str, code: &str| (format!("my_server-1.0-cp313-cp313-{tag}.whl"), pack::wheel_of(code, &[]));
    let (linux, mac) = (wheel("manylinux_2_17_x86_64", "x = 1\n"), wheel("macosx_11_0_arm64", "x = 2\n"));
    let index: Server = shop::pypi(&[(&linux.0, &linux.1), (&mac.0, &mac.1)]);
    let run = |command: &str, platform: &str, more: &[&str]| -> Ran {
        let url = index.url("/simple");
        desk.run(&[&[command, "pypi", "my-server==1.0", "--index-url", &url, "--platform", platform], more].concat())
    };
    let why = ["--why", "x", "--by", "Ann"];
    let approved = run("approve", "linux-x86_64", &why);
    assert_eq!(approved.code, Some(0), "{}{}", approved.out, approved.err);
    let refused = run("check", "macos-aarch64", &[]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.out.contains("`my_server-1.0-cp313-cp313-macosx_11_0_arm64.whl` is not among"), "{}", refused.out);
    assert_eq!(run("approve", "macos-aarch64", &[&why[..], &["--add-files"]].concat()).code, Some(0));
    assert_eq!((run("check", "macos-aarch64", &[]).code, run("check", "linux-x86_64", &[]).code), (Some(0), Some(0)));
    // Without it the new files take the place of the old.
    assert_eq!(run("approve", "macos-aarch64", &why).code, Some(0));
    assert_eq!(run("check", "linux-x86_64", &[]).code, Some(1));
}

#[test]
fn a_package_that_could_not_be_read_is_not_judged() {
    let desk = Desk::new();
    desk.file("thing/package.json", r#"{ "name": "thing", "version": "1.0.0", "main": "missing.js" }"#);
    desk.file(LIST, "");
    let ran = desk.run(&["check", "scan", &desk.arg("thing")]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.starts_with("NOT APPROVED  ") && ran.err.starts_with("error: "), "{}{}", ran.out, ran.err);
    assert_eq!(desk.run(&["approve", "scan", &desk.arg("thing"), "--why", "x", "--by", "Ann"]).code, Some(2));
    assert_eq!(fs::read_to_string(desk.path(LIST)).unwrap(), "");
}

#[test]
fn what_a_package_calls_itself_steers_no_terminal_and_no_list() {
    let desk = Desk::new();
    let manifest = "{ \"name\": \"a\\u001b[2J\\u202eb\\n[[approve]]\", \"version\": \"1\\u001b[8m\", \"main\": \"index.js\" }";
    desk.file("thing/package.json", manifest);
    desk.file("thing/index.js", "console.error(1);\n");
    let approved = desk.run(&["approve", "scan", &desk.arg("thing"), "--why", "x", "--by", "Ann\u{202e}"]);
    assert_eq!(approved.code, Some(0), "{}{}", approved.out, approved.err);
    let text = fs::read_to_string(desk.path(LIST)).unwrap();
    assert_eq!(text.lines().filter(|line| *line == "[[approve]]").count(), 1);
    for shown in [approved.out, text, desk.run(&["list"]).out, desk.run(&["check", "scan", &desk.arg("thing")]).out] {
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
    }
    assert_eq!(desk.run(&["check", "scan", &desk.arg("thing")]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn a_list_behind_a_link_stays_behind_it_and_keeps_who_may_read_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    let real = desk.file("elsewhere/list.toml", "# ours\n");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o664)).unwrap();
    symlink(&real, desk.path(LIST)).unwrap();
    assert_eq!(desk.run(&["block", "npm", "x", "--why", "no", "--by", "Ann"]).code, Some(0));
    assert!(fs::symlink_metadata(desk.path(LIST)).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().starts_with("# ours\n"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o664);
}
