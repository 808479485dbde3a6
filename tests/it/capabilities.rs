//! What a package can do, as the report lists it: a place that the code names is no place "known only at run time".
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::signatures::Signatures;

use crate::judged::{judge, package_of};

fn can(code: &str) -> Vec<String> {
    let report = judge(package_of("js", code), &Signatures::builtin());
    report.capabilities.iter().map(|capability| format!("{} {}", capability.kind.as_str(), capability.detail)).collect()
}

#[test]
fn a_known_host_is_the_only_one() {
    assert_eq!(can("setInterval(() => fetch('https://stats.acme.example/ping'), 1000);"), ["network-out stats.acme.example"]);
}

#[test]
fn a_host_that_comes_from_elsewhere_is_any_host() {
    assert_eq!(can("exports.get = url => fetch(url);"), ["network-out *"]);
}

#[test]
fn each_of_several_hosts_is_named() {
    let code = "const host = process.argv[2] === 'eu' ? 'https://eu.acme.example' : 'https://us.acme.example';\nfetch(host);";
    assert_eq!(can(code), ["network-out eu.acme.example", "network-out us.acme.example"]);
}
