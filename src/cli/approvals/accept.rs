//! `RULE[:FINGERPRINT]=WHY`: which findings of a report a person lives with.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::approvals::Accept;
use crate::model::{ScanReport, Sha256};

/// As it was asked for; which findings it means, a report tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Wanted {
    rule: String,
    /// The first digits, in lower case.
    fingerprint: Option<String>,
    why: String,
}

/// Fewer digits may mean another finding tomorrow.
const DIGITS_MIN: usize = 8;

#[derive(Debug, Error)]
pub(super) enum AcceptError {
    #[error("nothing in this report comes from the rule `{0}`\nhint: accept a rule as a finding or a line of the score names it")]
    NoSuchRule(String),
    #[error("no finding of `{rule}` has a fingerprint that begins with {fingerprint}\nhint: `--format json` shows the fingerprints")]
    NoSuchFinding { rule: String, fingerprint: String },
}

pub(super) fn wanted(text: &str) -> Result<Wanted, String> {
    let (what, why) = text.split_once('=').ok_or("write it as RULE=WHY or RULE:FINGERPRINT=WHY")?;
    let why = why.trim();
    if why.is_empty() {
        return Err("say why: RULE=WHY".to_owned());
    }
    // The names of caps have a colon of their own.
    let (rule, fingerprint) = match what.split_once(':') {
        Some((rule, digits)) if rule != "cap" => (rule, Some(digits.to_ascii_lowercase())),
        Some(_) | None => (what, None),
    };
    let is_hex = |digits: &String| (DIGITS_MIN..=64).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match (rule.is_empty(), fingerprint.as_ref().is_none_or(is_hex)) {
        (false, true) => Ok(Wanted { rule: rule.to_owned(), fingerprint, why: why.to_owned() }),
        (true, _) => Err("name a rule: RULE=WHY".to_owned()),
        (false, false) => Err(format!("a fingerprint has {DIGITS_MIN} to 64 hexadecimal digits")),
    }
}

/// The earlier ones, with those that are asked for now.
pub(super) fn accepted(earlier: &[Accept], asked: &[Wanted], report: &ScanReport) -> Result<Vec<Accept>, AcceptError> {
    let mut all = earlier.to_vec();
    for wanted in asked {
        for accept in meant(wanted, report)? {
            all.retain(|old| (&old.rule, &old.fingerprint) != (&accept.rule, &accept.fingerprint));
            all.push(accept);
        }
    }
    all.sort();
    Ok(all)
}

fn meant(wanted: &Wanted, report: &ScanReport) -> Result<Vec<Accept>, AcceptError> {
    let Wanted { rule, fingerprint, why } = wanted;
    let of_rule = report.findings.iter().filter(|finding| finding.rule == *rule);
    let accept = |fingerprint: Option<Sha256>| Accept { rule: rule.clone(), fingerprint, why: why.clone() };
    let Some(digits) = fingerprint else {
        let costs = report.score.deductions.iter().any(|deduction| deduction.rule == *rule);
        let is_there = costs || of_rule.count() > 0;
        return if is_there { Ok(vec![accept(None)]) } else { Err(AcceptError::NoSuchRule(rule.clone())) };
    };
    let found: BTreeSet<Sha256> = of_rule
        .filter(|finding| finding.fingerprint.starts_with(digits))
        .filter_map(|finding| Sha256::from_hex(&finding.fingerprint))
        .collect();
    if found.is_empty() {
        return Err(AcceptError::NoSuchFinding { rule: rule.clone(), fingerprint: digits.clone() });
    }
    Ok(found.into_iter().map(|fingerprint| accept(Some(fingerprint))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_a_finding_or_a_cap_is_accepted_for_a_reason() {
        let parts = |text| wanted(text).map(|wanted| (wanted.rule, wanted.fingerprint, wanted.why));
        assert_eq!(parts("ssrf=by design: a=b"), Ok(("ssrf".into(), None, "by design: a=b".into())));
        assert_eq!(parts("ssrf:ABCDEF01=ok"), Ok(("ssrf".into(), Some("abcdef01".into()), "ok".into())));
        assert_eq!(parts("cap:shim=ok"), Ok(("cap:shim".into(), None, "ok".into())));
        for bad in ["ssrf", "ssrf=", "=why", "ssrf:abc=why", "ssrf:xyzxyzxyz=why"] {
            assert!(wanted(bad).is_err(), "{bad}");
        }
    }
}
