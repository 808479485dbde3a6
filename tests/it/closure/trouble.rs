//! Installations of which not all can be had.

use serde_json::json;

use super::market::{HONEST, Market};
use crate::registry::Answer;
use crate::trouble::desk::Desk;

#[test]
fn a_package_that_cannot_be_fetched_is_told_of_and_the_rest_is_judged() {
    let desk = Desk::new();
    let market = Market::new()
        .offers("server@1.0.0", &[("gone", "1"), ("honest", "1")])
        .sells("gone@1.0.0", json!({}), &[("index.js", HONEST)])
        .sells("honest@1.0.0", json!({}), &[("index.js", HONEST)]);
    market.server.route("/gone/-/gone-1.0.0.tgz", [Answer::status(404)]);
    let report = desk.json(&["npm", "server@1.0.0", "--deps", "all", "--registry", &market.server.url("/")]);
    let dependencies = &report["dependencies"];
    assert_eq!((&dependencies["resolved"], &dependencies["scanned"]), (&json!(2), &json!(1)));
    assert_eq!((&dependencies["failed"][0]["package"], &dependencies["failed"][0]["optional"]), (&json!("gone@1.0.0"), &json!(false)));
    assert_eq!(report["verdict"], "review", "what is not read is not clean");
    assert!(report["score"]["deductions"].as_array().unwrap().iter().any(|one| one["rule"] == "cap:unjudged-dependency"));
}

#[test]
fn a_tampered_tarball_is_not_judged() {
    let desk = Desk::new();
    let market = Market::new().offers("server@1.0.0", &[("other", "1")]).sells("other@1.0.0", json!({}), &[("index.js", HONEST)]);
    market.server.route("/other/-/other-1.0.0.tgz", [Answer::file("something else")]);
    let report = desk.json(&["npm", "server@1.0.0", "--deps", "all", "--registry", &market.server.url("/")]);
    let why = report["dependencies"]["failed"][0]["why"].as_str().unwrap();
    assert!(why.contains("not those that the registry promised"), "{why}");
    assert_eq!(report["verdict"], "review");
}

#[test]
fn what_comes_from_git_is_said_and_is_no_pass() {
    let desk = Desk::new();
    let needs = json!({"dependencies": {"from-git": "git+https://git.example/a.git#main"}});
    let market = Market::new().sells("server@1.0.0", needs, &[("index.js", "module.exports = require('from-git');\n")]);
    let report = desk.json(&["npm", "server@1.0.0", "--deps", "all", "--registry", &market.server.url("/")]);
    let missing = &report["dependencies"]["installation"]["missing"][0];
    assert_eq!(
        (&missing["package"], &missing["why"]),
        (&json!("from-git@git+https://git.example/a.git#main"), &json!("it comes from a git repository"))
    );
    assert_ne!(report["verdict"], "pass");
}

#[test]
fn a_registry_that_fails_is_an_error_and_no_half_report() {
    let desk = Desk::new();
    let market = Market::new().offers("server@1.0.0", &[("broken", "1")]);
    market.server.route("/broken", [Answer::status(403)]);
    desk.run(&["npm", "server@1.0.0", "--deps", "all", "--registry", &market.server.url("/")]).says("403", "");
}

#[test]
fn without_a_network_nothing_is_made_up() {
    let desk = Desk::new();
    let market = Market::new().offers("server@1.0.0", &[("honest", "1")]).sells("honest@1.0.0", json!({}), &[("index.js", HONEST)]);
    let url = market.server.url("/");
    assert_eq!(desk.run(&["npm", "server@1.0.0", "--registry", &url]).code, Some(0));
    desk.run(&["npm", "server@1.0.0", "--deps", "all", "--offline", "--registry", &url])
        .says("what an installation of `server@1.0.0` brings", "");
}

#[test]
fn an_interrupted_run_leaves_a_cache_that_the_next_one_can_use() {
    let desk = Desk::new();
    let mut market = Market::new();
    let names: Vec<String> = (0..30).map(|at| format!("part{at}")).collect();
    let needs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    market = market.offers("server@1.0.0", &needs);
    for name in &names {
        market = market.sells(&format!("{name}@1.0.0"), json!({}), &[("index.js", HONEST)]);
    }
    let url = market.server.url("/");
    let line = ["npm", "server@1.0.0", "--deps", "all", "--format", "json", "--registry", url.as_str()];
    for pause in [40, 120, 250] {
        let mut running = desk.program(&line).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(pause));
        running.kill().unwrap();
        running.wait().unwrap();
    }
    let report = desk.run(&line).json();
    assert_eq!((&report["dependencies"]["scanned"], &report["verdict"]), (&json!(30), &json!("pass")));
}
