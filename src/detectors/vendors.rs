//! Tools that a package brings by their makers' own install scripts, where somebody asks for them: one habit, for however many tools and systems.

use std::collections::BTreeMap;

use super::deeds::Deeds;
use crate::detect::{Evidence, Findings};
use crate::facts::{CallFact, Place};
use crate::flow::Value;
use crate::model::{Confidence, Runs, Severity};
use crate::signatures::{InstallScript, ProgramClass, Start};

/// A call that fetches such scripts and runs them.
struct Install<'e> {
    place: Place,
    callee: &'e str,
    scripts: Vec<&'e InstallScript>,
}

/// The installs of a package, by what makes them run.
pub(super) struct Installs<'e> {
    evidence: Evidence<'e>,
    /// Made for the first of them: few packages have any.
    deeds: Option<Deeds<'e>>,
    found: BTreeMap<Runs, Vec<Install<'e>>>,
}

impl<'e> Installs<'e> {
    pub fn new(evidence: Evidence<'e>) -> Self {
        Self { evidence, deeds: None, found: BTreeMap::new() }
    }

    /// Whether the call is one, and no more. Unasked it is how worms bring their tools, and under a hidden name it is no habit.
    pub fn take(&mut self, call: &'e CallFact<'e>) -> bool {
        let evidence = self.evidence;
        let scripts = scripts(evidence, call);
        if scripts.is_empty() || call.hidden || evidence.is_escaped(call.place) {
            return false;
        }
        if self.deeds.get_or_insert_with(|| Deeds::new(evidence)).at(call.place).is_unasked() {
            return false;
        }
        self.found.entry(evidence.runs(call.place)).or_default().push(Install { place: call.place, callee: &call.callee, scripts });
        true
    }

    pub fn tell(self, findings: &mut Findings<'e>) {
        for mut installs in self.found.into_values() {
            installs.sort_by_key(|install| install.place);
            let all = tools(installs.iter().flat_map(|install| &install.scripts));
            let Some(first) = installs.first() else { continue };
            let what = if all.len() == 1 { "install script" } else { "install scripts" };
            let message = format!("`{}` fetches and runs the {what} of {}", first.callee, listed(&all));
            let mut draft = findings.at(first.place, message);
            for install in installs.iter().filter(|_| installs.len() > 1) {
                draft = draft.step(&self.evidence.location(install.place), format!("installs {}", listed(&tools(&install.scripts))));
            }
            findings.add_as_it_runs(draft.severity(Severity::High).confidence(Confidence::High));
        }
    }
}

/// What the scripts install, each tool once.
fn tools<'s, 'e: 's>(scripts: impl IntoIterator<Item = &'s &'e InstallScript>) -> Vec<&'s str> {
    let mut tools: Vec<&str> = Vec::new();
    for script in scripts {
        if !tools.contains(&script.of.as_str()) {
            tools.push(&script.of);
        }
    }
    tools
}

/// `uv`, `uv and Bun`, `uv, Bun and Deno`.
fn listed(tools: &[&str]) -> String {
    match tools {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        tools => tools.concat(),
    }
}

/// Whose scripts the call may fetch and run; none where it may do something else that is trouble.
fn scripts<'e>(evidence: Evidence<'e>, call: &CallFact<'_>) -> Vec<&'e InstallScript> {
    match call.effect.start() {
        Some(Start::Shell) => {
            let texts: Option<Vec<&str>> = call.value.alternatives().iter().map(Value::as_text).collect();
            let (theirs, others): (Vec<_>, Vec<_>) = texts
                .unwrap_or_default()
                .into_iter()
                .map(|text| (text, evidence.signatures.install_script(text)))
                .partition(|(_, script)| script.is_some());
            let is_harmless = |text: &str| evidence.signatures.command(text).is_none_or(|known| known.class == ProgramClass::KnownTool);
            if theirs.is_empty() || !others.iter().all(|(text, _)| is_harmless(text)) {
                return Vec::new();
            }
            theirs.into_iter().filter_map(|(_, script)| script).collect()
        }
        Some(Start::Program) => {
            let words: Option<Vec<&str>> =
                std::iter::once(&call.value).chain(call.arguments.iter().flatten()).map(Value::as_text).collect();
            words.and_then(|words| evidence.signatures.install_script_of(&words)).into_iter().collect()
        }
        None => Vec::new(),
    }
}
