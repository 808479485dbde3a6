use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::approvals::list::{Accept, Limits};
use crate::approvals::versions::VersionRange;
use crate::model::Sha256;

mod lists;

fn approval(name: &str, version: &str) -> Approval {
    Approval {
        registry: Registry::Npm,
        name: PackageName::npm(name).unwrap(),
        version: version.to_owned(),
        artifacts: vec![Sha256::of(name.as_bytes())],
        by: "Ann".to_owned(),
        on: date(2026, 11, 20),
        until: None,
        why: "we need it".to_owned(),
        score: Some(87),
        capabilities: vec!["file-read".to_owned()],
        tools: None,
        dependencies: None,
        accept: Vec::new(),
        limits: Limits::default(),
    }
}

fn block(name: &str, versions: &str) -> Block {
    let versions = VersionRange::parse(Registry::Npm, versions).unwrap();
    Block { registry: Registry::Npm, name: PackageName::npm(name).unwrap(), versions, why: "no".to_owned(), by: None, on: None }
}

fn draft(text: &str) -> Draft {
    Draft::new("list.toml", text).unwrap()
}

fn digest(name: &str) -> String {
    Sha256::of(name.as_bytes()).to_string()
}

/// As a person has written and merged it.
fn kept() -> String {
    format!(
        r#"# The list of the team.
# Talk to Ann before you change it.

[policy]   # strict
min_score=75

# Needed by the desk.
[[approve]]
name = "b-server"   # comes first here
registry = "npm"
version = '1.0.0'
artifacts = [
  # the tarball
  "sha256:{}",
]
by = "Bob"
on = 2026-01-02
why = """looked at
it"""
# Until somebody finds the time.

# A thought between entries.

[[approve]]
registry = "npm"
name = "d-server"
version = "2.0.0"
artifacts = ["sha256:{}"]
by = "Bob"
on = 2026-01-02
why = "fine"
[approve.limits]
hosts = ["a.example"]

# Never again.
[[block]]
registry = "npm"
name = "x-server"
versions = "*"
why = "stole a key"
"#,
        digest("b-server"),
        digest("d-server")
    )
}

#[test]
fn a_new_list_is_tidy() {
    let mut draft = draft("");
    draft.block(&block("x-server", "<2.0.0")).unwrap();
    draft.approve(&approval("b-server", "1.0.0")).unwrap();
    let mut long = approval("@acme/server", "1.2.3");
    long.capabilities = (0..4).map(|at| format!("network-out:host{at}.acme.example")).collect();
    long.accept = vec![Accept { rule: "ssrf".to_owned(), fingerprint: Some(Sha256::of(b"f")), why: "by \"design\"".to_owned() }];
    long.limits = Limits { hosts: Some(vec!["*.acme.example".to_owned()]), env: Some(Vec::new()), capabilities: None };
    long.until = Some(date(2027, 1, 31));
    draft.approve(&long).unwrap();
    insta::assert_snapshot!(draft.text(), @r##"
# What may be installed here and what may not, as people decided it. `mcpscan check` holds a package against it;
# `mcpscan approve`, `block` and `revoke` keep it sorted. Edit it as you like: comments stay where they are.

[[approve]]
registry = "npm"
name = "@acme/server"
version = "1.2.3"
artifacts = ["sha256:20fb1e094b1c46b87575520a9398de0da10cb9e563acd68e50d513bc7977dfe6"]
by = "Ann"
on = 2026-11-20
until = 2027-01-31
why = "we need it"
score = 87
capabilities = [
    "network-out:host0.acme.example",
    "network-out:host1.acme.example",
    "network-out:host2.acme.example",
    "network-out:host3.acme.example",
]
accept = [
    { rule = "ssrf", fingerprint = "252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111", why = "by \"design\"" },
]
limits = { hosts = ["*.acme.example"], env = [] }

[[approve]]
registry = "npm"
name = "b-server"
version = "1.0.0"
artifacts = ["sha256:08a7231019f7f7da2ccebb94dd8344e43ec3c61eb5d0a6e30a60d8efba663af3"]
by = "Ann"
on = 2026-11-20
why = "we need it"
score = 87
capabilities = ["file-read"]

[[block]]
registry = "npm"
name = "x-server"
versions = "<2.0.0"
why = "no"
"##);
}

#[test]
fn entries_are_sorted_by_registry_name_and_version() {
    let mut draft = draft("");
    for (name, version) in [("b", "1.10.0"), ("a", "2.0.0"), ("b", "1.9.0"), ("c", "1.0.0"), ("a", "10.0.0")] {
        draft.approve(&approval(name, version)).unwrap();
    }
    let order: Vec<String> = draft.list().approvals.iter().map(|approval| format!("{}@{}", approval.name, approval.version)).collect();
    assert_eq!(order, ["a@2.0.0", "a@10.0.0", "b@1.9.0", "b@1.10.0", "c@1.0.0"]);
    // The same, whatever the order in which they came.
    let mut other = self::draft("");
    for (name, version) in [("a", "10.0.0"), ("c", "1.0.0"), ("b", "1.9.0"), ("b", "1.10.0"), ("a", "2.0.0")] {
        other.approve(&approval(name, version)).unwrap();
    }
    assert_eq!(draft.text(), other.text());
}

#[test]
fn what_a_change_is_not_about_keeps_its_bytes() {
    let before = kept();
    let mut draft = draft(&before);
    draft.approve(&approval("c-server", "1.0.0")).unwrap();
    draft.block(&block("a-server", "*")).unwrap();
    let after = draft.text();
    let added: Vec<&str> = after.lines().filter(|line| line.contains("c-server") || line.contains("a-server")).collect();
    assert_eq!(added.len(), 2, "{after}");
    // What was added lies in whole pieces between what was there.
    let mut rest = after;
    for line in before.lines() {
        let at = rest.find(line).unwrap_or_else(|| panic!("`{line}` is gone or has moved:\n{after}"));
        rest = &rest[at + line.len()..];
    }
    draft.revoke(Registry::Npm, &PackageName::npm("c-server").unwrap(), None).unwrap();
    draft.revoke(Registry::Npm, &PackageName::npm("a-server").unwrap(), None).unwrap();
    assert_eq!(draft.text(), before);
}

#[test]
fn a_new_entry_stands_before_the_comments_of_the_next() {
    let mut draft = draft(&kept());
    draft.approve(&approval("a-server", "1.0.0")).unwrap();
    let text = draft.text();
    let (new, comment) = (text.find("a-server").unwrap(), text.find("# Needed by the desk.").unwrap());
    assert!(new < comment && text[comment..].starts_with("# Needed by the desk.\n[[approve]]\nname = \"b-server\""), "{text}");
}

#[test]
fn an_entry_that_is_approved_again_keeps_its_comments_and_its_order() {
    let mut draft = draft(&kept());
    let again = Approval { by: "Ann".to_owned(), limits: Limits::default(), ..approval("b-server", "1.0.0") };
    draft.approve(&again).unwrap();
    let text = draft.text();
    let entry = &text[text.find("# Needed").unwrap()..text.find("# A thought").unwrap()];
    insta::assert_snapshot!(entry, @r##"
# Needed by the desk.
[[approve]]
name = "b-server"   # comes first here
registry = "npm"
version = '1.0.0'
artifacts = [
  # the tarball
  "sha256:08a7231019f7f7da2ccebb94dd8344e43ec3c61eb5d0a6e30a60d8efba663af3",
]
by = "Ann"
on = 2026-11-20
why = "we need it"
score = 87
capabilities = ["file-read"]
# Until somebody finds the time.
"##);
    assert_eq!(text.replace(entry, ""), kept().replace(&kept()[kept().find("# Needed").unwrap()..kept().find("# A thought").unwrap()], ""));
}

#[test]
fn what_is_taken_out_takes_its_comments_along_and_no_others() {
    let mut draft = draft(&kept());
    let removed = draft.revoke(Registry::Npm, &PackageName::npm("b-server").unwrap(), Some("1.0.0")).unwrap();
    assert_eq!((removed.approvals.len(), removed.blocks.len()), (1, 0));
    let text = draft.text();
    assert!(!text.contains("Needed by the desk") && !text.contains("finds the time"), "{text}");
    assert!(text.contains("# A thought between entries.") && text.contains("# Never again."), "{text}");
    draft.revoke(Registry::Npm, &PackageName::npm("x-server").unwrap(), None).unwrap();
    assert!(draft.text().ends_with("[approve.limits]\nhosts = [\"a.example\"]\n"), "{}", draft.text());
    assert_eq!(draft.revoke(Registry::Npm, &PackageName::npm("x-server").unwrap(), None).unwrap(), Removed::default());
    assert_eq!(draft.revoke(Registry::Pypi, &PackageName::pypi("d-server").unwrap(), None).unwrap(), Removed::default());
}

#[test]
fn entries_that_were_merged_out_of_order_are_put_in_order_whole() {
    let mut draft = draft(&kept().replace("b-server", "e-server"));
    draft.block(&block("z-server", "*")).unwrap();
    let text = draft.text();
    assert!(text.find("d-server").unwrap() < text.find("e-server").unwrap(), "{text}");
    assert!(text.contains("# Needed by the desk.\n[[approve]]\nname = \"e-server\"   # comes first here"), "{text}");
}

#[test]
fn the_line_ends_of_the_file_are_kept() {
    let mut draft = draft(&kept().replace('\n', "\r\n"));
    draft.approve(&approval("c-server", "1.0.0")).unwrap();
    draft.approve(&approval("b-server", "1.0.0")).unwrap();
    assert_eq!(draft.text().matches('\n').count(), draft.text().matches("\r\n").count());
}

#[test]
fn a_file_that_ends_without_a_line_break_is_edited_all_the_same() {
    let mut draft = draft("[[block]]\nregistry = \"npm\"\nname = \"x\"\nversions = \"*\"\nwhy = \"no\"");
    draft.block(&block("y", "*")).unwrap();
    assert!(draft.text().contains("why = \"no\"\n\n[[block]]\n"), "{}", draft.text());
}

#[test]
fn a_table_that_stands_apart_from_its_entry_is_not_torn_off() {
    let text = kept().replace("[approve.limits]\nhosts = [\"a.example\"]\n", "") + "\n[approve.limits]\nhosts = [\"a.example\"]\n";
    let mut draft = draft(&text);
    let before = draft.list().clone();
    match draft.approve(&approval("z-server", "1.0.0")) {
        Ok(_) => assert_eq!(draft.list().approvals.len(), before.approvals.len() + 1),
        Err(error) => assert!(error.to_string().contains("hint: write the tables of each entry right below"), "{error}"),
    }
    let limits = |list: &ApprovedList| list.approvals.iter().find(|approval| approval.name.as_str() == "d-server").unwrap().limits.clone();
    assert_eq!(limits(draft.list()), limits(&before));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a list looks like: it is refused, or a change keeps every other entry and comment.
    #[test]
    fn a_mangled_list_is_refused_or_edited_without_harm(at in 0_usize..900, cut in 0_usize..60, put in "[\\[\\]{}\"'=#,.\\\\ \n\raé\u{feff}]{0,6}") {
        let mut text = kept();
        let floor = |text: &str, at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let start = floor(&text, at);
        let end = floor(&text, start + cut);
        text.replace_range(start..end, &put);
        if let Ok(mut draft) = Draft::new("list.toml", &text) {
            let before = draft.list().clone();
            if draft.approve(&approval("c-server", "1.0.0")).is_ok() {
                prop_assert_eq!(draft.list().blocks.len(), before.blocks.len());
                prop_assert_eq!(&draft.list().policy, &before.policy);
                for approval in &before.approvals {
                    prop_assert!(draft.list().approvals.contains(approval));
                }
                for comment in text.lines().filter(|line| line.starts_with('#')) {
                    prop_assert!(draft.text().contains(comment));
                }
            }
        }
    }
}
