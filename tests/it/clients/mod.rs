//! Which hosts a program connects to: a table of clients and ways to put an address together, and of what only names an address.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod javascript;
mod python;

use mcpscan::signatures::Signatures;

use crate::judged::{judge, package_of};

/// A line for each row whose hosts are not the expected ones.
fn wrong(extension: &str, rows: &[(&str, Option<&str>)]) -> Vec<String> {
    let signatures = Signatures::builtin();
    let hosts = |code: &str| -> Vec<String> {
        let report = judge(package_of(extension, code), &signatures);
        report.observed.hosts.into_iter().filter(|host| host.reached).map(|host| host.name).collect()
    };
    let check = |(code, expected): &(&str, Option<&str>)| {
        let found = hosts(code);
        let is_right = found.iter().map(String::as_str).eq(expected.iter().copied());
        (!is_right).then(|| format!("{found:?} instead of {expected:?}: {code}"))
    };
    rows.iter().filter_map(check).collect()
}

#[test]
fn every_client_of_javascript_leads_to_its_host_and_no_text_does() {
    let wrong = wrong("ts", javascript::ROWS);
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), javascript::ROWS.len(), wrong.join("\n"));
}

#[test]
fn every_client_of_python_leads_to_its_host_and_no_text_does() {
    let wrong = wrong("py", python::ROWS);
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), python::ROWS.len(), wrong.join("\n"));
}
