use std::collections::BTreeMap;

use super::deeds::{Circumstances, Deeds, add, command, shown};
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::{Moment, PathAccess, PathUse, spells};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{ProgramClass, Target, TargetClass};

pub(super) static DETECTOR: Detector = Detector {
    id: "persistence",
    category: Category::Persistence,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    docs: include_str!("persistence.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    let stays = |class| matches!(class, TargetClass::Login | TargetClass::Start | TargetClass::Software);
    for (target, path) in written(evidence, stays) {
        let how = deeds.at(path.place);
        let severity = judge(&deeds, target, path, &how);
        let message = format!("writes {}: `{}`{}", target.what, path.path, how.clause());
        let draft = findings.at(path.place, message);
        add(findings, draft, severity, Confidence::High);
    }
    for call in &evidence.facts.calls {
        let Some((signature, text)) = command(evidence, call).filter(|(signature, _)| signature.class == ProgramClass::Persistence) else {
            continue;
        };
        let how = deeds.at(call.place);
        let severity = how.weigh(Severity::Critical, signature.severity, Severity::Low);
        let draft = findings.at(call.place, format!("makes something start again by itself: `{}`{}", shown(&text), how.clause()));
        add(findings, draft, severity, Confidence::High);
    }
}

fn judge(deeds: &Deeds<'_>, target: &Target, path: &PathUse, how: &Circumstances) -> Severity {
    let used = match target.severity {
        _ if deeds.speaks_of(&target.words) => Severity::Low,
        Severity::Critical if target.class == TargetClass::Login => Severity::High,
        Severity::Critical | Severity::High | Severity::Medium => Severity::Medium,
        Severity::Low | Severity::Info => Severity::Low,
    };
    let asked = if target.class == TargetClass::Login { Severity::Medium } else { Severity::Low };
    // Starting a program that is named for it, in a project, is asking for it; installing it is not.
    let is_its_work = path.path.starts_with('.') && how.moment == Moment::Load && deeds.speaks_of(&target.words);
    let unasked = if is_its_work { target.severity.min(Severity::Medium) } else { target.severity };
    how.weigh(unasked, used, asked)
}

/// For each kind of target and file, the write that happens soonest.
pub(super) fn written<'e>(evidence: Evidence<'e>, is_meant: impl Fn(TargetClass) -> bool) -> Vec<(&'e Target, &'e PathUse)> {
    let mut best: BTreeMap<(&str, &str), (&Target, &PathUse)> = BTreeMap::new();
    for path in evidence.facts.paths.iter().filter(|path| matches!(path.access, PathAccess::Write | PathAccess::Read)) {
        let Some(target) = evidence.signatures.target(&path.path).filter(|target| is_meant(target.class)) else { continue };
        let module = evidence.program.module(path.place.unit);
        // A key of the registry is opened first, and given values after that.
        let sets_values = || path.path.contains("CurrentVersion") && ["SetValueEx", "SetValue"].iter().any(|word| spells(module, word));
        if path.access == PathAccess::Read && !sets_values() {
            continue;
        }
        if !target.spelled.is_empty() && !target.spelled.iter().any(|word| spells(module, word)) {
            continue;
        }
        let key = (target.id.as_str(), evidence.path(path.place).as_str());
        if best.get(&key).is_none_or(|(_, known)| evidence.moment(path.place) < evidence.moment(known.place)) {
            best.insert(key, (target, path));
        }
    }
    best.into_values().collect()
}
