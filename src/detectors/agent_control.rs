use super::deeds::{Circumstances, Deeds, add, command, shown};
use super::persistence::written;
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::Place;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Mark, ProgramClass, Target, TargetClass};
use crate::syntax::ir::{Expr, FunctionId};

pub(super) static DETECTOR: Detector = Detector {
    id: "agent-control",
    category: Category::AgentControl,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    docs: include_str!("agent_control.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    let steers = |class| match class {
        TargetClass::Instructions | TargetClass::Settings | TargetClass::Servers | TargetClass::Tasks => true,
        TargetClass::Login | TargetClass::Start | TargetClass::Software | TargetClass::Workflow => false,
    };
    for (target, path) in written(evidence, steers) {
        let how = deeds.at(path.place);
        let mark = mark_near(evidence, path.place);
        let severity = judge(&deeds, target, mark, &how);
        let with = mark.map(|mark| format!(", with {}", mark.what)).unwrap_or_default();
        let draft = findings.at(path.place, format!("writes {}: `{}`{with}{}", target.what, path.path, how.clause()));
        add(findings, draft, severity, Confidence::High);
    }
    commands(evidence, &mut deeds, findings);
}

fn judge(deeds: &Deeds<'_>, target: &Target, mark: Option<&Mark>, how: &Circumstances) -> Severity {
    let expected = deeds.speaks_of(&target.words);
    // What no tool comes to is a command or a function that somebody has to know of.
    let plain = if expected || !how.by_tool { Severity::Low } else { Severity::Medium };
    let (used, asked) = match (target.class, mark) {
        (TargetClass::Settings | TargetClass::Tasks, Some(_)) if how.by_tool => (Severity::High, Severity::Medium),
        (TargetClass::Settings | TargetClass::Tasks, Some(_)) => (Severity::Medium, Severity::Low),
        (TargetClass::Instructions | TargetClass::Settings, _) => (plain, Severity::Low),
        (TargetClass::Servers, _) => (plain, Severity::Info),
        (TargetClass::Tasks | TargetClass::Login | TargetClass::Start | TargetClass::Software | TargetClass::Workflow, _) => {
            (Severity::Low, Severity::Info)
        }
    };
    how.weigh(target.severity, used, asked)
}

/// The worst of what is written there: a word of it stands in the function that writes, or beside it at the top of the file.
fn mark_near(evidence: Evidence<'_>, place: Place) -> Option<&Mark> {
    let module = evidence.program.module(place.unit);
    let mut function = module.enclosing_function(place.expr);
    while function != FunctionId(0) && module.function(function).parent != FunctionId(0) {
        function = module.function(function).parent;
    }
    let (from, to) = module.function(function).exprs;
    let range = module.exprs.get(from as usize..to as usize).unwrap_or_default();
    range.iter().take(20_000).find_map(|expr| match expr {
        Expr::Str(text) => evidence.signatures.mark(module.text(*text)).or_else(|| in_text(evidence, module.text(*text))),
        Expr::Member(_, name) => evidence.signatures.mark(module.name(*name)),
        _ => None,
    })
}

/// In a template of the file, a key with its quotes.
fn in_text<'e>(evidence: Evidence<'e>, text: &str) -> Option<&'e Mark> {
    let is_template = text.len() > 8 && text.contains(['"', '\n', '=', ':']);
    let words = || text[..text.floor_char_boundary(8 << 10)].split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    is_template.then(|| words().find_map(|word| evidence.signatures.mark(word))).flatten()
}

/// `claude --dangerously-skip-permissions -p '…'`
fn commands<'e>(evidence: Evidence<'e>, deeds: &mut Deeds<'e>, findings: &mut Findings<'e>) {
    for call in &evidence.facts.calls {
        let Some((signature, text)) = command(evidence, call).filter(|(signature, _)| signature.class == ProgramClass::Agent) else {
            continue;
        };
        let how = deeds.at(call.place);
        let brakes = signature.severity >= Severity::High;
        let used = if deeds.speaks_of(&signature.programs) { Severity::Low } else { signature.severity };
        let unasked = if brakes { Severity::Critical } else { Severity::High };
        let what = if brakes { "an AI agent that asks nobody before it acts" } else { "an AI agent with a task" };
        let draft = findings.at(call.place, format!("starts {what}: `{}`{}", shown(&text), how.clause()));
        add(findings, draft, how.weigh(unasked, used, used.min(Severity::Medium)), Confidence::High);
    }
}
