//! The schemas: of the list, for editors, and of what `check` says, for programs.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::LazyLock;

use jsonschema::Validator;
use mcpscan::approvals::{SCHEMA, read};
use serde_json::{Value, json};

static LIST: LazyLock<Validator> = LazyLock::new(|| jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap());
static CHECK: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::validator_for(&serde_json::from_str(mcpscan::report::approvals::SCHEMA).unwrap()).unwrap());

#[track_caller]
fn fits(schema: &Validator, document: &Value) {
    let wrong: Vec<String> = schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What `check` says, held against its schema.
#[track_caller]
pub fn check(text: &str) -> Value {
    let document = serde_json::from_str(text).unwrap();
    fits(&CHECK, &document);
    document
}

#[track_caller]
pub fn hold_json(document: &Value) {
    fits(&LIST, document);
}

/// A list as an editor sees it.
#[track_caller]
pub fn hold(text: &str) {
    fits(&LIST, &as_json(text));
}

fn as_json(text: &str) -> Value {
    json_of(toml::Value::Table(text.parse().unwrap()))
}

fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json_of).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, item)| (key, json_of(item))).collect(),
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(is) => json!(is),
    }
}

/// A list with everything in it, as a person would write it.
fn whole() -> String {
    let digest = "a".repeat(64);
    format!(
        r#"
[policy]
min_score = 75
max_severity = "medium"
needs_person = ["process", "code-eval", "install-script"]
max_age_days = 180
new_versions = "same-capabilities"

[[approve]]
registry = "npm"
name = "@acme/server"
version = "1.2.3"
artifacts = ["sha256:{digest}"]
by = "Ann"
on = 2026-11-20
until = 2027-01-01
why = "we need it"
score = 87
capabilities = ["file-read", "network-out:api.acme.example"]
tools = "sha256:{digest}"
accept = [{{ rule = "undeclared-env", fingerprint = "{digest}", why = "known" }}]
limits = {{ hosts = ["api.acme.example"], env = ["ACME_TOKEN"] }}

[[block]]
registry = "npm"
name = "evil-server"
versions = "*"
why = "it steals"

[[import]]
name = "acme"
path = "other.toml"
sha256 = "{digest}"
"#
    )
}

#[test]
fn the_schema_and_the_program_take_the_same_list() {
    hold(&whole());
    read("list.toml", &whole()).unwrap();
    hold("");
}

#[test]
fn the_schema_and_the_program_refuse_the_same_mistakes() {
    let changes = [
        ("min_score = 75", "min_scor = 75"),
        ("min_score = 75", "min_score = 101"),
        ("max_severity = \"medium\"", "max_severity = \"grave\""),
        ("\"code-eval\"", "\"shell\""),
        ("new_versions = \"same-capabilities\"", "new_versions = \"all\""),
        ("registry = \"npm\"", "registry = \"cargo\""),
        ("version = \"1.2.3\"\n", ""),
        ("version = \"1.2.3\"\n", "version = \"\"\n"),
        ("by = \"Ann\"", "by = \" \""),
        ("on = 2026-11-20", "on = 2026"),
        ("on = 2026-11-20", "on = 2026-11-20T10:00:00Z"),
        ("until = 2027-01-01", "untill = 2027-01-01"),
        ("score = 87", "score = \"87\""),
        ("capabilities = [\"file-read\"", "capabilities = [1"),
        ("sha256:aaaa", "sha256:zzzz"),
        ("fingerprint = \"a", "fingerprints = \"a"),
        ("limits = { hosts", "limits = { host"),
        ("versions = \"*\"\n", ""),
        ("path = \"other.toml\"\n", ""),
        ("path = \"other.toml\"\n", "path = \"other.toml\"\nurl = \"https://lists.example/a.toml\"\n"),
        ("[[import]]", "[[imports]]"),
    ];
    for (from, to) in changes {
        let text = whole().replacen(from, to, 1);
        assert_ne!(text, whole(), "{from}");
        assert!(!LIST.is_valid(&as_json(&text)), "the schema takes {to}");
        assert!(read("list.toml", &text).is_err(), "the program takes {to}");
    }
}

#[test]
fn the_readme_shows_a_list_that_both_take() {
    let readme = include_str!("../../../README.md");
    let lists: Vec<&str> = readme.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!lists.is_empty());
    for list in lists {
        // An ellipsis stands for a digest.
        let list = list.replace("sha256:…", &format!("sha256:{}", "a".repeat(64))).replace("\"…\"", &format!("\"{}\"", "b".repeat(64)));
        hold(&list);
        read("README.md", &list).unwrap();
    }
}

#[test]
fn every_kind_of_reason_is_in_the_schema() {
    let source = include_str!("../../../src/approvals/reason.rs");
    let words: Vec<&str> =
        source.lines().filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \"")?.1.strip_suffix("\",")).collect();
    let schema: Value = serde_json::from_str(mcpscan::report::approvals::SCHEMA).unwrap();
    let known: Vec<&str> =
        schema["$defs"]["reason"]["properties"]["kind"]["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(words, known);
}
