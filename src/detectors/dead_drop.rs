use super::deeds::{Deeds, add};
use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::HostClass;

pub(super) static DETECTOR: Detector = Detector {
    id: "dead-drop",
    category: Category::RemoteCode,
    severity: Severity::Critical,
    confidence: Confidence::Medium,
    cwe: 506,
    docs: include_str!("dead_drop.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    for lead in &evidence.facts.leads {
        let class = lead.host.as_deref().and_then(|host| evidence.signatures.host(host)).map(|host| host.class);
        // Anybody may leave something there.
        let is_known = matches!(class, Some(HostClass::DeadDrop | HostClass::Paste));
        let what = match (lead.decoded, is_known) {
            (true, _) => "once it has decoded that",
            (false, true) => "where anybody may leave something",
            (false, false) => continue,
        };
        let how = deeds.at(lead.place);
        let who = lead.host.as_ref().map_or_else(|| "another machine".to_owned(), |host| format!("`{host}`"));
        let draft = findings.at(lead.place, format!("connects to wherever {who} says, {what}{}", how.clause()));
        let draft = draft.step(&evidence.location(lead.from), "is asked for the address");
        let draft = draft.step(&evidence.location(lead.place), "is connected to");
        let used = if is_known { Severity::High } else { Severity::Medium };
        add(findings, draft, how.weigh(Severity::Critical, used, Severity::Medium), Confidence::Medium);
    }
}
