//! Who is connected to, and who gets mail.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind, Side, Weight};
use crate::model::{Finding, ObservedHost, Runs, ScanReport};

/// The rule whose findings name a recipient that the code adds by itself.
const RECIPIENT: &str = "constant-recipient";

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let named = recipients(&old.report, &new.report);
    let domains: BTreeSet<String> =
        named.iter().filter_map(|change| Some(change.subject.rsplit_once('@')?.1.to_ascii_lowercase())).collect();
    changes.extend(named);
    let (before, after) = (known(&old.report), known(&new.report));
    for (key, host) in &after {
        let is_told = host.email && domains.contains(&host.name);
        let was_reached = before.get(key).map(|known| known.reached);
        if !is_told && was_reached.is_none_or(|reached| !reached && host.reached) {
            let change = added(host);
            changes.push(change.remark(was_reached.is_some(), "only written in the code before"));
        }
    }
    let gone = before.iter().filter(|(key, host)| after.get(*key).is_none_or(|now| host.reached && !now.reached));
    changes.extend(gone.map(|(_, host)| removed(host)));
}

/// A mail domain and a server of one name are two things.
fn known(report: &ScanReport) -> BTreeMap<(&str, bool), &ObservedHost> {
    report.observed.hosts.iter().map(|host| ((host.name.as_str(), host.email), host)).collect()
}

fn kind(host: &ObservedHost) -> Kind {
    if host.email { Kind::Recipient } else { Kind::Host }
}

fn added(host: &ObservedHost) -> Change {
    let weight = if host.reached || host.email { Weight::Power } else { Weight::Detail };
    let implied = host.implied_by.as_deref().map(|library| format!("brought along by `{library}`"));
    let setting = host.settings.first().map(|setting| format!("`{setting}` can name another"));
    Change::added(weight, kind(host), &host.name)
        .at(&host.location, &host.origin)
        .remark(host.email && host.reached, "mail goes to this domain")
        .remark(host.email && !host.reached, "a mail address of this domain stands in the code")
        .remark(!host.reached && !host.email, "stands in the code, and was not seen to be connected to")
        .remark(host.telemetry, "telemetry")
        .remark(host.runs == Runs::Install, "at installation")
        .remark(host.runs == Runs::Unreached, "in code that nothing was seen to start")
        .remark(host.reached && !host.declared, "no document names it")
        .remark(implied.is_some(), implied.as_deref().unwrap_or_default())
        .remark(setting.is_some(), setting.as_deref().unwrap_or_default())
}

fn removed(host: &ObservedHost) -> Change {
    let change = Change::gone(kind(host), &host.name).at(&host.location, &host.origin);
    change.remark(!host.reached, "only stood in the code")
}

/// Addresses that a finding of the new version names and none of the old one does.
fn recipients(old: &ScanReport, new: &ScanReport) -> Vec<Change> {
    let before: BTreeSet<&str> = of_rule(old).filter_map(|finding| address(finding)).collect();
    let mut all: BTreeMap<&str, Change> = BTreeMap::new();
    for finding in of_rule(new) {
        let Some(address) = address(finding).filter(|address| !before.contains(*address)) else { continue };
        let said = finding.message.split_once(&format!("`{address}` ")).map_or("", |(_, rest)| rest);
        let change = Change::added(Weight::Power, Kind::Recipient, address).at(&finding.location, &finding.origin);
        all.entry(address).or_insert_with(|| change.remark(!said.is_empty(), said));
    }
    all.into_values().collect()
}

fn of_rule(report: &ScanReport) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|finding| finding.rule == RECIPIENT)
}

/// What the message quotes first.
fn address(finding: &Finding) -> Option<&str> {
    let (_, rest) = finding.message.split_once('`')?;
    rest.split_once('`').map(|(address, _)| address).filter(|address| !address.is_empty())
}
