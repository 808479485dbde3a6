//! What somebody outside can reach, told as findings: one for each place, with all the inputs that lead there.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::detect::{Evidence, Findings};
use crate::facts::tools::{Entry, EntryKind};
use crate::facts::{CallFact, Place};
use crate::model::Severity;
use crate::signatures::{Deed, Kind, Signatures};
use crate::taint::{Exposure, Weakness};

/// Inputs that a message names; the others are counted.
const NAMED: usize = 3;

/// An exposure with all that a rule needs to weigh it.
pub(super) struct Exposed<'e> {
    pub exposure: &'e Exposure,
    /// The calls in which it ends: one, or one for each thing that a call does.
    pub sinks: Vec<&'e CallFact<'e>>,
    /// The tool, request or whatever else takes the value.
    entry: Option<&'e Entry>,
    signatures: &'e Signatures,
}

/// How bad it is, and what the value does there: "becomes part of a command that `exec` gives to a shell".
pub(super) struct Judgement {
    pub severity: Severity,
    pub says: String,
}

/// One finding for each place of the exposures of a kind, as bad as its worst.
pub(super) fn report<'e>(
    evidence: Evidence<'e>,
    findings: &mut Findings<'e>,
    kind: Kind,
    judge: impl Fn(&Exposed<'e>) -> Option<Judgement>,
) {
    let exposures = evidence.exposures.iter().filter(|exposure| exposure.kind == kind);
    let sinks = sinks(evidence, exposures.clone());
    let named = |entry: &'e Entry| entry.name.as_deref().map(|name| (name, entry));
    let tools: HashMap<&str, &Entry> = evidence.facts.entries.iter().rev().filter_map(named).collect();
    let mut places: BTreeMap<Place, Vec<(Judgement, Exposed<'e>)>> = BTreeMap::new();
    for exposure in exposures {
        let exposed = Exposed::new(evidence, exposure, &tools, sinks.get(&exposure.sink).cloned().unwrap_or_default());
        if let Some(judgement) = judge(&exposed) {
            places.entry(exposure.place).or_default().push((judgement, exposed));
        }
    }
    for (place, mut all) in places {
        all.sort_by_key(|(judgement, exposed)| {
            (std::cmp::Reverse((judgement.severity, exposed.exposure.confidence)), exposed.exposure.steps.len())
        });
        let Some((judgement, worst)) = all.first() else { continue };
        let weak = worst.exposure.weak.map_or("", |weakness| why_weak(weakness));
        let message = format!("{} {}{weak}", inputs(&all), judgement.says);
        let draft = findings.at(place, message).severity(judgement.severity).confidence(worst.exposure.confidence);
        let steps = worst.exposure.steps.iter();
        findings.add(steps.fold(draft, |draft, (at, says)| draft.step(&evidence.location(*at), says)));
    }
}

/// The calls that stand at the ends of exposures.
fn sinks<'e>(evidence: Evidence<'e>, exposures: impl Iterator<Item = &'e Exposure>) -> HashMap<Place, Vec<&'e CallFact<'e>>> {
    let mut all: HashMap<Place, Vec<&CallFact<'_>>> = exposures.map(|exposure| (exposure.sink, Vec::new())).collect();
    if !all.is_empty() {
        for call in &evidence.facts.calls {
            all.entry(call.place).and_modify(|calls| calls.push(call));
        }
    }
    all
}

/// Calls of which exposures of this kind say more than their texts do.
pub(super) fn told(evidence: Evidence<'_>, kind: Kind) -> HashSet<Place> {
    evidence.exposures.iter().filter(|exposure| exposure.kind == kind).map(|exposure| exposure.sink).collect()
}

impl<'e> Exposed<'e> {
    fn new(evidence: Evidence<'e>, exposure: &'e Exposure, tools: &HashMap<&str, &'e Entry>, sinks: Vec<&'e CallFact<'e>>) -> Self {
        // A dispatcher answers for tools that are entries of their own.
        let named = exposure.source.tool.as_deref().and_then(|tool| tools.get(tool).copied());
        let entry = named.or_else(|| evidence.facts.entries.get(exposure.source.entry));
        Self { exposure, sinks, entry, signatures: evidence.signatures }
    }

    pub fn is_from_remote(&self) -> bool {
        self.entry.is_some_and(|entry| entry.kind == EntryKind::Remote)
    }

    /// The last word of the input's name: `filter` of `options.filter`.
    pub fn input(&self) -> &str {
        self.exposure.source.input.rsplit('.').next().unwrap_or_default()
    }

    /// The tool says that this is what it is for.
    pub fn is_purpose(&self, deed: Deed) -> bool {
        self.signatures.is_purpose(deed, &self.words()) || self.signatures.is_purpose(deed, &self.description())
    }

    /// The tool, in its name, its first sentence or what it says of the input, claims to keep to less than everything.
    pub fn claims_limits(&self, deed: Deed) -> bool {
        let description = self.entry.and_then(|entry| entry.description.as_deref()).unwrap_or_default();
        let first = description.split(['.', '\n', '(']).find(|sentence| !sentence.trim().is_empty()).unwrap_or_default();
        self.signatures.claims_limits(deed, &self.words()) || self.signatures.claims_limits(deed, first)
    }

    fn description(&self) -> String {
        self.entry.and_then(|entry| entry.description.clone()).unwrap_or_default()
    }

    /// The tool's name, and the input's with what is said of it.
    fn words(&self) -> String {
        let tool = self.exposure.source.tool.as_deref().or_else(|| self.entry.and_then(|entry| entry.name.as_deref()));
        let about = self.entry.and_then(|entry| entry.inputs.iter().find(|input| input.name == self.input()));
        let about = about.and_then(|input| input.description.as_deref()).unwrap_or_default();
        format!("{}, {}, {about}", tool.unwrap_or_default(), self.input())
    }

    /// Whose value it is, for a reader: "`read_file`", "a request".
    fn owner(&self) -> String {
        let name = self.exposure.source.tool.as_deref().or_else(|| self.entry.and_then(|entry| entry.name.as_deref()));
        let Some(entry) = self.entry else { return "a tool".to_owned() };
        match (entry.kind, name) {
            (EntryKind::Http, _) => "a request".to_owned(),
            (EntryKind::Remote, _) => "a remote server's answer".to_owned(),
            (_, Some(name)) => format!("`{name}`"),
            (EntryKind::Resource | EntryKind::ResourceDispatcher, None) => "a resource".to_owned(),
            (EntryKind::Prompt | EntryKind::PromptDispatcher, None) => "a prompt".to_owned(),
            (EntryKind::Tool | EntryKind::Dispatcher, None) => "a tool".to_owned(),
        }
    }
}

/// "`path` of `read_file`, `write_file` and 3 more".
fn inputs(all: &[(Judgement, Exposed<'_>)]) -> String {
    let mut owners: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (_, exposed) in all {
        let same = owners.entry(&exposed.exposure.source.input).or_default();
        let owner = exposed.owner();
        if !same.contains(&owner) {
            same.push(owner);
        }
    }
    // The worst one's input is named, with all who take one of this name.
    let worst = all.first().map(|(_, exposed)| exposed.exposure.source.input.as_str()).unwrap_or_default();
    let same = owners.remove(worst).unwrap_or_default();
    let others = same.len().saturating_sub(NAMED) + owners.values().map(Vec::len).sum::<usize>();
    let named = same[..same.len().min(NAMED)].join(", ");
    match (worst, others) {
        ("", 0) => named,
        ("", others) => format!("{named} and {others} more"),
        (worst, 0) => format!("`{worst}` of {named}"),
        (worst, others) => format!("`{worst}` of {named} and {others} more"),
    }
}

fn why_weak(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::PrefixWithoutSeparator => "; the check compares the beginning of the path without a separator behind it",
        Weakness::BeforeNormalising => "; the check looks at it before `..` and links are undone",
        Weakness::Blacklist => "; the check forbids some words or characters instead of allowing the right ones",
        Weakness::FirstWord => "; the check looks at the first word only",
        Weakness::OffByDefault => "; the check does nothing unless somebody configures it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::UnitId;
    use crate::model::Confidence;
    use crate::signatures::Effect;
    use crate::syntax::ir::ExprId;
    use crate::taint::{Part, Source};

    const PLACE: Place = Place { unit: UnitId(0), expr: ExprId(0) };

    fn exposure(tool: &str, input: &str) -> Exposure {
        Exposure {
            kind: Kind::Path,
            effect: Effect::Read,
            source: Source { entry: 0, tool: Some(tool.to_owned()), input: input.to_owned() },
            place: PLACE,
            sink: PLACE,
            callee: "open".to_owned(),
            steps: Vec::new(),
            confidence: Confidence::High,
            part: Part::Whole,
            split: false,
            weak: None,
        }
    }

    fn entry(name: &str, description: &str) -> Entry {
        Entry {
            kind: EntryKind::Tool,
            name: Some(name.to_owned()),
            description: Some(description.to_owned()),
            address: None,
            label: None,
            inputs: Vec::new(),
            annotations: BTreeMap::new(),
            place: PLACE,
            handler: None,
        }
    }

    fn named(given: &[(&str, &str)]) -> String {
        let signatures = Signatures::builtin();
        let exposures: Vec<Exposure> = given.iter().map(|(tool, input)| exposure(tool, input)).collect();
        let entries: Vec<Entry> = given.iter().map(|(tool, _)| entry(tool, "")).collect();
        let judged = |(exposure, entry)| {
            let exposed = Exposed { exposure, sinks: Vec::new(), entry: Some(entry), signatures: &signatures };
            (Judgement { severity: Severity::Medium, says: String::new() }, exposed)
        };
        inputs(&exposures.iter().zip(&entries).map(judged).collect::<Vec<_>>())
    }

    #[test]
    fn tools_that_reach_one_place_are_named_together() {
        assert_eq!(named(&[("read", "path")]), "`path` of `read`");
        assert_eq!(named(&[("read", "path"), ("write", "path"), ("read", "path")]), "`path` of `read`, `write`");
        assert_eq!(named(&[("read", "path"), ("move", "target"), ("move", "source")]), "`path` of `read` and 2 more");
        assert_eq!(named(&[("a", "p"), ("b", "p"), ("c", "p"), ("d", "p"), ("e", "p")]), "`p` of `a`, `b`, `c` and 2 more");
    }

    #[test]
    fn a_purpose_and_a_limit_are_read_off_what_a_tool_says() {
        let signatures = Signatures::builtin();
        let exposure = exposure("run", "command");
        let says = |description: &str, deed: Deed| {
            let entry = entry("run", description);
            let exposed = Exposed { exposure: &exposure, sinks: Vec::new(), entry: Some(&entry), signatures: &signatures };
            (exposed.is_purpose(deed), exposed.claims_limits(deed))
        };
        assert_eq!(says("Executes a shell command. Use git for history.", Deed::Shell), (true, false));
        assert_eq!(says("Runs a kubectl command", Deed::Shell), (true, true));
        assert_eq!(says("Shows the weather", Deed::Sql), (false, false));
    }
}
