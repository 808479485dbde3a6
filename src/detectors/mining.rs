use super::deeds::{Deeds, add, command, shown, texts_in};
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::CallFact;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, ProgramClass};

pub(super) static DETECTOR: Detector = Detector {
    id: "mining",
    category: Category::RemoteCode,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("mining.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    for call in &evidence.facts.calls {
        let Some(what) = judge(evidence, call) else { continue };
        let how = deeds.at(call.place);
        let draft = findings.at(call.place, format!("mines for somebody else: `{}`{}", shown(&what), how.clause()));
        add(findings, draft, how.weigh(Severity::Critical, Severity::Critical, Severity::High), Confidence::High);
    }
}

/// The command or the text that says so.
fn judge(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<String> {
    if let Some((_, text)) = command(evidence, call).filter(|(signature, _)| signature.class == ProgramClass::Miner) {
        return Some(text);
    }
    let takes_texts = matches!(call.effect, Effect::Program | Effect::Shell | Effect::Url | Effect::Host | Effect::Write);
    let names_miner = |text: &&str| text.len() < 4096 && evidence.signatures.names_miner(text);
    texts_in(evidence, call.place).filter(|_| takes_texts).find(names_miner).map(str::to_owned)
}
