//! How a deed comes to be done: when, on whose word, behind which test. Shared by the rules on what runs and what stays.

use std::collections::HashSet;

use super::shell_command::program_name;
use crate::detect::{Draft, Evidence, Findings};
use crate::facts::gates::{Gate, Gates};
use crate::facts::{CallFact, Moment, Place, starts_unseen};
use crate::flow::{At, Value};
use crate::model::{Confidence, Severity};
use crate::signatures::{ProgramSignature, Start};
use crate::syntax::ir::{Expr, ExprId, FunctionId};

/// Bytes of a command that are looked at; a longer one is data.
const LONGEST: usize = 16 << 10;

/// Answers how deeds come to be done, for one run of one rule.
pub(super) struct Deeds<'e> {
    pub evidence: Evidence<'e>,
    gates: Gates<'e>,
    /// The functions that tools come to.
    of_tools: HashSet<At<FunctionId>>,
}

/// How one deed comes to be done.
#[derive(Debug, Clone)]
pub(super) struct Circumstances {
    pub moment: Moment,
    /// A person asks for it on the command line.
    pub asked: bool,
    /// What stands in front of it, in words.
    gates: Vec<String>,
    /// What it starts has no window and outlives it.
    pub unseen: bool,
    /// A tool does it.
    pub by_tool: bool,
}

impl Circumstances {
    /// It happens at installation or start, and nobody has asked for it.
    pub fn is_unasked(&self) -> bool {
        match self.moment {
            Moment::Install => true,
            Moment::Load => !self.asked,
            Moment::Use | Moment::Never => false,
        }
    }

    /// One of three severities, by whether it happens unasked, in use, or on a person's word.
    pub fn weigh(&self, unasked: Severity, used: Severity, asked: Severity) -> Severity {
        let severity = match self.moment {
            _ if self.is_unasked() => unasked,
            Moment::Install | Moment::Load | Moment::Use | Moment::Never if self.asked => asked,
            Moment::Install | Moment::Load | Moment::Use | Moment::Never => used,
        };
        if severity == Severity::Medium && !self.gates.is_empty() && self.is_unasked() { Severity::High } else { severity }
    }

    /// `, only outside of build servers`
    pub fn clause(&self) -> String {
        let mut clause = String::new();
        if self.moment == Moment::Load && !self.asked {
            clause += ", as soon as it is started";
        }
        if self.asked {
            clause += ", on a command of its user's";
        }
        for gate in &self.gates {
            clause += ", ";
            clause += gate;
        }
        if self.unseen {
            clause += ", without a window and past its own end";
        }
        clause
    }
}

impl<'e> Deeds<'e> {
    pub fn new(evidence: Evidence<'e>) -> Self {
        let around = |place: Place| At { unit: place.unit, id: evidence.program.module(place.unit).enclosing_function(place.expr) };
        let reached = evidence.facts.reaches.iter().flatten().filter_map(|call| evidence.facts.calls.get(*call as usize));
        let of_tools = reached.map(|call| around(call.place)).collect();
        Self { evidence, gates: Gates::new(evidence.program, &evidence.facts.callers, evidence.manifest), of_tools }
    }

    pub fn at(&mut self, place: Place) -> Circumstances {
        let gates = self.gates.before(place);
        let moment = self.evidence.moment(place);
        let unseen = starts_unseen(self.evidence.program, place);
        let asked = (gates.contains(&Gate::Asked) || self.evidence.facts.reach.waits(place.unit)) && moment != Moment::Install;
        let gates = gates.iter().filter_map(Gate::clause).collect();
        Circumstances { moment, asked, gates, unseen, by_tool: self.is_of_tool(place) }
    }

    fn is_of_tool(&self, place: Place) -> bool {
        let module = self.evidence.program.module(place.unit);
        self.of_tools.contains(&At { unit: place.unit, id: module.enclosing_function(place.expr) })
    }

    /// The package's name, or the name or description of one of its tools, speaks of it.
    pub fn speaks_of(&self, words: &[String]) -> bool {
        let name = self.evidence.manifest.name.as_deref().unwrap_or_default();
        let entries = self.evidence.facts.entries.iter();
        let tools = entries.flat_map(|entry| [entry.name.as_deref(), entry.description.as_deref()]).flatten();
        std::iter::once(name).chain(tools.take(400)).any(|text| has_word(text, words))
    }
}

fn has_word(text: &str, words: &[String]) -> bool {
    let text = text[..text.floor_char_boundary(2000)].to_ascii_lowercase();
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.iter().any(|known| known == word))
}

/// What a started command is known for, and the command as far as it can be told.
pub(super) fn command<'e>(evidence: Evidence<'e>, call: &CallFact<'_>) -> Option<(&'e ProgramSignature, String)> {
    if call.signature.elsewhere {
        return None;
    }
    match call.effect.start()? {
        Start::Shell => call.value.alternatives().iter().map(Value::pattern).find_map(|text| {
            let text = &text[..text.floor_char_boundary(LONGEST)];
            evidence.signatures.command(text).map(|signature| (signature, text.to_owned()))
        }),
        Start::Program => {
            let program = program_name(evidence, &call.value).unwrap_or_else(|| word(&call.value));
            let words: Vec<String> = std::iter::once(program).chain(call.arguments.iter().flatten().map(word)).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            evidence.signatures.program(&words).map(|signature| (signature, words.join(" ")))
        }
    }
}

/// One word of a command; of several, the first that is known.
fn word(value: &Value) -> String {
    value.alternatives().iter().map(Value::pattern).find(|word| word != "*").unwrap_or_else(|| "*".to_owned())
}

/// A command, cut to what a message can hold.
pub(super) fn shown(command: &str) -> String {
    command.chars().take(80).collect()
}

/// Adds a finding about a deed, with its circumstances in the message.
pub(super) fn add(findings: &mut Findings<'_>, draft: Draft, severity: Severity, confidence: Confidence) {
    findings.add_as_it_runs(draft.severity(severity).confidence(confidence));
}

/// Functions of a file that is no bundle; what stands at its top belongs together.
const FEW: usize = 60;
/// Functions inside functions that are one thought.
const LEVELS: usize = 4;

/// Whether two places belong to one thought: in one function, or in callbacks that one function writes down.
pub(super) fn near(evidence: Evidence<'_>, one: Place, other: Place) -> bool {
    if one.unit != other.unit {
        return false;
    }
    let module = evidence.program.module(one.unit);
    let around = |place: Place| {
        let mut all = vec![module.enclosing_function(place.expr)];
        while let Some(last) = all.last().copied().filter(|last| *last != FunctionId(0)) {
            if all.len() > LEVELS {
                break;
            }
            all.push(module.function(last).parent);
        }
        all
    };
    let (a, b) = (around(one), around(other));
    let is_small = module.functions.len() <= FEW;
    // What two functions of a file have in common is not yet that both stand in it.
    let shares = |id: &FunctionId| b.contains(id) && (*id != FunctionId(0) || is_small && (a[0] == *id || b[0] == *id));
    a.iter().any(shares)
}

/// The constant texts that stand in an expression.
pub(super) fn texts_in(evidence: Evidence<'_>, place: Place) -> impl Iterator<Item = &str> {
    /// Expressions that are looked at.
    const MOST: u32 = 400;
    let module = evidence.program.module(place.unit);
    let whole = module.span(place.expr);
    let parts = (place.expr.0.saturating_sub(MOST)..=place.expr.0).map(ExprId);
    parts
        .filter(move |id| whole.start <= module.span(*id).start && module.span(*id).end <= whole.end)
        .filter_map(move |id| if let Expr::Str(text) = module.expr(id) { Some(module.text(text)) } else { None })
}
