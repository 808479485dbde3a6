//! What somebody outside can reach, told as findings: one for each place, with all the inputs that lead there.

use std::collections::{BTreeMap, HashMap};

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
    let mut places: BTreeMap<Place, Vec<(Judgement, Exposed<'e>)>> = BTreeMap::new();
    for exposure in exposures {
        let exposed = Exposed::new(evidence, exposure, sinks.get(&exposure.sink).cloned().unwrap_or_default());
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

/// Some exposure of this kind says more about the call than its text does.
pub(super) fn is_told(evidence: Evidence<'_>, kind: Kind, place: Place) -> bool {
    // In the order of their places, which need not be that of the sinks.
    evidence.exposures.iter().any(|exposure| exposure.kind == kind && exposure.sink == place)
}

impl<'e> Exposed<'e> {
    fn new(evidence: Evidence<'e>, exposure: &'e Exposure, sinks: Vec<&'e CallFact<'e>>) -> Self {
        let entries = &evidence.facts.entries;
        // A dispatcher answers for tools that are entries of their own.
        let named = exposure.source.tool.as_deref().and_then(|tool| entries.iter().find(|entry| entry.name.as_deref() == Some(tool)));
        Self { exposure, sinks, entry: named.or_else(|| entries.get(exposure.source.entry)), signatures: evidence.signatures }
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
