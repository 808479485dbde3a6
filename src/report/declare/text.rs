//! All of it for a person to read: what is missing, and what to paste where.

use super::list::{Contacted, List, Needed};
use super::{readme, server_json};
use crate::model::{Location, ScanReport};
use crate::report::escape;

pub(super) fn whole(report: &ScanReport, list: &List) -> String {
    if list.is_complete() {
        return nothing_missing(report, list);
    }
    let mut out = format!("# What {} ought to declare\n\n{}:\n\n", escape(&report.package.to_string()), gap(list));
    let missing = list.missing();
    missing.variables.iter().for_each(|needed| out += &variable(needed));
    missing.hosts.iter().for_each(|contacted| out += &host(contacted));
    let known = declared_already(list);
    if !known.is_empty() {
        out += &format!("\nDeclared already: {}.\n", known.join(", "));
    }
    out += &format!("\n## server.json\n\n```json\n{}```\n", server_json::render(report, list));
    out += &format!("\n## README\n\n```markdown\n{}```\n", readme::section(list));
    out
}

/// The README's section with nothing in it but what is missing.
pub(super) fn missing(report: &ScanReport, list: &List) -> String {
    if list.is_complete() { nothing_missing(report, list) } else { readme::section(&list.missing()) }
}

fn nothing_missing(report: &ScanReport, list: &List) -> String {
    let package = escape(&report.package.to_string()).into_owned();
    match (list.variables.len(), list.hosts.len()) {
        (0, 0) => {
            format!("{package} has nothing to declare: its code was seen to read no variable of its own and to connect to no known host\n")
        }
        (variables, hosts) => {
            format!("{package} declares all that its code was seen to use: {} and {}\n", count(variables, "variable"), count(hosts, "host"))
        }
    }
}

/// `2 of 5 variables and 1 of 1 host are named in no document of the package`
fn gap(list: &List) -> String {
    let missing = list.missing();
    let part = |missing: usize, all: usize, one: &str| (missing > 0).then(|| format!("{missing} of {}", count(all, one)));
    let variables = part(missing.variables.len(), list.variables.len(), "variable");
    let hosts = part(missing.hosts.len(), list.hosts.len(), "host");
    let parts: Vec<String> = variables.into_iter().chain(hosts).collect();
    let verb = if missing.variables.len() + missing.hosts.len() == 1 { "is" } else { "are" };
    format!("{} {verb} named in no document of the package", parts.join(" and "))
}

fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

fn variable(needed: &Needed) -> String {
    let kind = match (needed.variable.required, needed.variable.secret) {
        (true, true) => ", required, a secret",
        (true, false) => ", required",
        (false, true) => ", a secret",
        (false, false) => "",
    };
    format!("- variable {}{kind}, read at {}\n", readme::code(&needed.variable.name), place(&needed.location))
}

fn host(contacted: &Contacted) -> String {
    let kind = if contacted.telemetry { ", telemetry" } else { "" };
    format!("- host {}{kind}, contacted at {}\n", readme::code(&contacted.name), place(&contacted.location))
}

fn declared_already(list: &List) -> Vec<String> {
    let variables = list.variables.iter().filter(|needed| needed.declared).map(|needed| &needed.variable.name);
    let hosts = list.hosts.iter().filter(|host| host.declared).map(|host| &host.name);
    variables.chain(hosts).map(|name| readme::code(name)).collect()
}

fn place(location: &Location) -> String {
    readme::code(&format!("{}:{}", location.path, location.start_line))
}
