use super::deeds::{Deeds, add, command, near, shown};
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::{CallFact, Line, Place, Tie};
use crate::flow::Value;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, ProgramClass};

pub(super) static DETECTOR: Detector = Detector {
    id: "reverse-shell",
    category: Category::RemoteCode,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("reverse_shell.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    let mut told: Vec<Place> = Vec::new();
    for tie in &evidence.facts.ties {
        if told.iter().any(|place| near(evidence, *place, tie.place)) {
            continue;
        }
        let Some(shell) = shell_near(evidence, tie) else { continue };
        told.push(tie.place);
        let how = deeds.at(tie.place);
        let (what, used) = match tie.line {
            Line::Out => ("gives a shell to the machine that it calls", Severity::Critical),
            Line::In => ("gives a shell to whoever calls", Severity::High),
        };
        let draft = findings.at(tie.place, format!("{what}: a connection is tied to `{shell}`{}", how.clause()));
        let confidence = if shell == "*" { Confidence::Low } else { Confidence::High };
        add(findings, draft, how.weigh(Severity::Critical, used, Severity::Medium), confidence);
    }
    for call in &evidence.facts.calls {
        let Some((_, text)) = command(evidence, call).filter(|(signature, _)| signature.class == ProgramClass::ReverseShell) else {
            continue;
        };
        let how = deeds.at(call.place);
        let draft = findings.at(call.place, format!("gives a shell to another machine: `{}`{}", shown(&text), how.clause()));
        add(findings, draft, Severity::Critical, Confidence::High);
    }
}

const SHELLS: [&str; 10] = ["sh", "bash", "zsh", "dash", "ash", "ksh", "fish", "cmd", "powershell", "pwsh"];

/// The shell that is started beside a tie; `*` where only the run shows which program it is.
fn shell_near(evidence: Evidence<'_>, tie: &Tie) -> Option<String> {
    let starts = |call: &&CallFact<'_>| matches!(call.effect, Effect::Program | Effect::Shell) && call.place.unit == tie.place.unit;
    let mut unknown = None;
    for call in evidence.facts.calls.iter().filter(starts) {
        for value in call.value.alternatives() {
            match value {
                Value::Env(name) if matches!(&**name, "SHELL" | "COMSPEC" | "ComSpec") => return Some(format!("${name}")),
                value => {
                    let pattern = value.pattern();
                    let first = pattern.split_whitespace().next().unwrap_or_default();
                    let name = first.rsplit(['/', '\\']).next().unwrap_or(first).trim_end_matches(".exe");
                    if SHELLS.contains(&name.to_ascii_lowercase().as_str()) {
                        return Some(first.to_owned());
                    }
                    if pattern == "*" && near(evidence, call.place, tie.place) {
                        unknown = Some("*".to_owned());
                    }
                }
            }
        }
    }
    unknown
}
