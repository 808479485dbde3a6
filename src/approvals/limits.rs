//! What a package uses, held against what an approval lets it use.

use super::capabilities::{ANY_HOST, capability_words, covers, hosts, variables};
use super::list::Limits;
use super::reason::{Reason, ReasonKind, named};
use crate::model::ScanReport;

const NEXT: &str = "if it may, widen `limits` of the approval; if not, block the version";
const NEXT_ANY: &str = "if it may, add `*`, which allows every host, to `limits` of the approval; if not, block the version";

pub(super) fn exceeded(limits: &Limits, report: &ScanReport) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = limits.hosts.iter().filter_map(|allowed| beyond_hosts(allowed, report)).collect();
    let mut say = |kind, beyond: Vec<String>, what: &str| {
        if !beyond.is_empty() {
            let names = named(beyond.iter().map(String::as_str));
            reasons.push(Reason::new(kind, format!("it {what} {names}, beyond the limits of its approval"), NEXT));
        }
    };
    if let Some(allowed) = &limits.env {
        let beyond = outside(variables(report), |name| allowed.iter().any(|allowed| allowed == name));
        say(ReasonKind::VariableBeyondLimits, beyond, "reads the variables");
    }
    if let Some(allowed) = &limits.capabilities {
        let beyond = outside(capability_words(report), |word| allowed.iter().any(|allowed| covers(allowed, word)));
        say(ReasonKind::CapabilityBeyondLimits, beyond, "can do");
    }
    reasons
}

fn beyond_hosts(allowed: &[String], report: &ScanReport) -> Option<Reason> {
    let beyond = outside(hosts(report), |host| allowed.iter().any(|allowed| allows_host(allowed, host)));
    let (open, known): (Vec<&str>, Vec<&str>) = beyond.iter().map(String::as_str).partition(|host| *host == ANY_HOST);
    let unknown = "hosts that are known only at run time";
    let (what, next) = match (known.is_empty(), open.is_empty()) {
        (true, true) => return None,
        (false, true) => (named(known), NEXT),
        (true, false) => (unknown.to_owned(), NEXT_ANY),
        (false, false) => (format!("{}, and to {unknown}", named(known)), NEXT_ANY),
    };
    Some(Reason::new(ReasonKind::HostBeyondLimits, format!("it connects to {what}, beyond the limits of its approval"), next))
}

fn outside(used: Vec<String>, is_allowed: impl Fn(&str) -> bool) -> Vec<String> {
    used.into_iter().filter(|name| !is_allowed(name)).collect()
}

/// `*.acme.example` allows what is below it and not itself; `*` allows all.
fn allows_host(allowed: &str, host: &str) -> bool {
    if allowed == "*" || allowed == host {
        return true;
    }
    let below = allowed.strip_prefix('*').filter(|rest| rest.starts_with('.'));
    below.is_some_and(|suffix| host.len() > suffix.len() && host.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_allows_what_is_below_a_host_and_nothing_beside_it() {
        for (allowed, host) in
            [("*", "a.example"), ("a.example", "a.example"), ("*.a.example", "b.a.example"), ("*.a.example", "*.a.example")]
        {
            assert!(allows_host(allowed, host), "{allowed} {host}");
        }
        for (allowed, host) in [
            ("*.a.example", "a.example"),
            ("*.a.example", "ba.example"),
            ("a.example", "b.a.example"),
            ("*a.example", "ba.example"),
            ("a.example", "*.a.example"),
            ("*.a.example", "*"),
        ] {
            assert!(!allows_host(allowed, host), "{allowed} {host}");
        }
    }
}
