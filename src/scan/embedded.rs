//! Texts that run as code → programs of their own, judged like any other; what is found in them is told where they are run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::detect::{self, Evidence, Inside, Source};
use crate::detectors;
use crate::facts::{self, Embedded, Facts};
use crate::flow::{Program, Unit, UnitId, origin};
use crate::manifest::Manifest;
use crate::model::{Category, Finding, Location, Origin, RelPath, Severity, Step, Tree};
use crate::signatures::{Effect, Signatures};
use crate::syntax::{self, Language, ParseBudget};
use crate::taint::{self, Exposure};

/// Code in code in code; layers that only unpack the next one are not counted.
const MAX_DEPTH: u32 = 3;
/// Layers of any kind.
const MAX_LAYERS: u32 = 64;
const MAX_TEXTS: usize = 256;
/// Of all texts together.
const MAX_BYTES: usize = 8 << 20;
/// A layer that is made of more expressions than this does more than unpack the next.
const MAX_WRAPPING: usize = 120;

/// All texts of one depth, each a unit of one program.
pub(super) struct Layer<'s> {
    pub texts: Vec<Embedded>,
    pub program: Program,
    pub facts: Facts<'s>,
    exposures: Vec<Exposure>,
}

#[derive(Default)]
pub(super) struct Layers<'s> {
    pub all: Vec<Layer<'s>>,
    /// Texts that were too many, too large or too deep to be read.
    pub left_out: u64,
}

/// A text on its way in: how many texts are around it.
struct Waiting {
    text: Embedded,
    depth: u32,
}

/// Reads the texts of a program, those that stand in them, and so on.
pub(super) fn study<'s>(texts: &[Embedded], manifest: &Manifest, tree: &Tree, signatures: &'s Signatures) -> Layers<'s> {
    let mut layers = Layers::default();
    let (mut count, mut bytes) = (0, 0);
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<Waiting> = texts.iter().map(|text| Waiting { text: text.clone(), depth: 0 }).collect();
    while !waiting.is_empty() {
        let is_deep = layers.all.len() as u32 >= MAX_LAYERS;
        waiting.retain(|one| seen.insert((one.text.host.clone(), one.text.text.clone())));
        let before = waiting.len();
        waiting.retain(|one| {
            let fits = !is_deep && one.depth < MAX_DEPTH && count < MAX_TEXTS && bytes + one.text.text.len() <= MAX_BYTES;
            if fits {
                count += 1;
                bytes += one.text.text.len();
            }
            fits
        });
        layers.left_out += (before - waiting.len()) as u64;
        if waiting.is_empty() {
            break;
        }
        let depths: Vec<u32> = waiting.iter().map(|one| one.depth).collect();
        let layer = read(waiting.into_iter().map(|one| one.text).collect(), manifest, tree, signatures);
        waiting = inner(&layer, &depths);
        layers.all.push(layer);
    }
    layers
}

fn read<'s>(texts: Vec<Embedded>, manifest: &Manifest, tree: &Tree, signatures: &'s Signatures) -> Layer<'s> {
    let units = texts.iter().enumerate().map(|(at, text)| unit(at, text)).collect();
    let program = Program::new(units, None);
    let (mut facts, mut flow) = facts::collect_embedded(&program, &texts, manifest, signatures);
    let (exposures, _) = taint::trace(&mut flow, &facts, signatures);
    facts::embedded::find(&mut flow, &mut facts, tree, signatures);
    facts.symbols = std::mem::take(&mut flow.symbols);
    drop(flow);
    Layer { texts, program, facts, exposures }
}

/// The host's path stays in front: folders tell whose code it is.
fn unit(at: usize, text: &Embedded) -> Unit {
    let extension = match text.language {
        Language::JavaScript => "js",
        Language::TypeScript => "ts",
        Language::Tsx => "tsx",
        Language::Python => "py",
        Language::Bash => "sh",
    };
    let path = RelPath::new(&format!("{}/{at}.{extension}", text.host.path)).expect("a name below a path is a path");
    let module = syntax::parse(&text.text, text.language, &ParseBudget::default());
    let module = module.unwrap_or_else(|_| syntax::sketch(&text.text, text.language));
    Unit { path, module: Arc::new(module), parts: origin::Parts::default() }
}

/// The texts that the texts of a layer run, told where the outermost one is.
fn inner(layer: &Layer<'_>, depths: &[u32]) -> Vec<Waiting> {
    let outer = |inner: &Embedded| layer.program.graph.unit(inner.host.path.as_str());
    let inner = layer.facts.embedded.iter().filter_map(|inner| Some((outer(inner)?, inner)));
    inner
        .map(|(unit, inner)| {
            let around = &layer.texts[unit.index()];
            let wraps = layer.program.module(unit).exprs.len() <= MAX_WRAPPING;
            // Layers of one kind are one clause.
            let how = if wraps { around.how.clone() } else { format!("{}, {}", inner.how, around.how) };
            let veiled = inner.veiled || around.veiled;
            let text = Embedded { host: around.host.clone(), how, veiled, ..inner.clone() };
            Waiting { text, depth: depths[unit.index()] + u32::from(!wraps) }
        })
        .collect()
}

impl Layer<'_> {
    /// Where the text of a unit is run.
    pub fn host(&self, unit: UnitId) -> &Location {
        &self.texts[unit.index()].host
    }

    fn acts(&self, unit: UnitId) -> bool {
        let does = |effect: Effect| match effect {
            Effect::Shell
            | Effect::Program
            | Effect::Launch
            | Effect::Deserialize
            | Effect::Write
            | Effect::Delete
            | Effect::Url
            | Effect::Host
            | Effect::Listen
            | Effect::Mail
            | Effect::Dns
            | Effect::Copy => true,
            Effect::Evaluate | Effect::Sql | Effect::Import | Effect::Read | Effect::Log => false,
        };
        self.facts.calls.iter().any(|call| call.place.unit == unit && does(call.effect))
            || self.facts.hosts.iter().any(|host| host.place.unit == unit && host.reached)
    }
}

/// What all texts of an artifact turn out to be.
pub(super) struct Judged {
    /// Of each layer, the outermost first.
    pub findings: Vec<Vec<Finding>>,
    pub inside: Vec<Inside>,
}

/// `outer` is the evidence on the artifact itself.
pub(super) fn judge(layers: &Layers<'_>, outer: Evidence<'_>) -> Judged {
    let mut inside: BTreeMap<Location, Inside> = BTreeMap::new();
    let mut findings = Vec::new();
    for layer in &layers.all {
        for unit in layer.program.ids() {
            let host = layer.host(unit);
            let known = inside.entry(host.clone()).or_insert_with(|| Inside { host: host.clone(), acts: false, worst: None });
            known.acts |= layer.acts(unit);
        }
        let mut told = Vec::new();
        for (unit, finding) in found(layer, outer) {
            let host = layer.host(unit);
            if let Some(known) = inside.get_mut(host) {
                known.worst = known.worst.max(Some(finding.severity));
            }
            told.push(told_at(host, &layer.texts[unit.index()].how, finding, outer));
        }
        findings.push(told);
    }
    Judged { findings, inside: inside.into_values().collect() }
}

/// What is found in the texts of a layer, each with its unit.
fn found(layer: &Layer<'_>, outer: Evidence<'_>) -> Vec<(UnitId, Finding)> {
    let own: BTreeMap<&RelPath, Source<'_>> =
        layer.program.units.iter().zip(&layer.texts).map(|(unit, text)| (&unit.path, Source::new(text.text.as_str().into()))).collect();
    let sources = |path: &RelPath| own.get(path).unwrap_or_else(|| (outer.sources)(path));
    let credentials = |path: &RelPath| (outer.credentials)(path);
    let evidence = Evidence {
        package: outer.package,
        is_first: outer.is_first,
        artifact: outer.artifact,
        tree: outer.tree,
        manifest: outer.manifest,
        program: &layer.program,
        facts: &layer.facts,
        exposures: &layer.exposures,
        inside: &[],
        signatures: outer.signatures,
        context: outer.context,
        sources: &sources,
        credentials: &credentials,
    };
    let found = detect::run(&detectors::ALL, evidence);
    // What is about the package and not about a text was found without it.
    found.into_iter().filter_map(|finding| Some((layer.program.graph.unit(finding.location.path.as_str())?, finding))).collect()
}

/// A finding in a text, told where the text is run.
fn told_at(host: &Location, how: &str, inner: Finding, outer: Evidence<'_>) -> Finding {
    let source = (outer.sources)(&host.path);
    let mut trace: Vec<Step> = inner.trace.iter().map(|step| told_step(host, step, &inner.location.path)).collect();
    let line = inner.frame.text.lines().nth(inner.location.start_line.saturating_sub(inner.frame.first_line) as usize).unwrap_or_default();
    let shown: String = line.trim().chars().take(120).collect();
    let message = format!("line {} of that text: `{shown}`", inner.location.start_line);
    trace.push(Step { path: host.path.clone(), line: host.start_line, message });
    Finding {
        message: format!("{}, {how}", inner.message),
        location: host.clone(),
        snippet: detect::snippet(source, host),
        frame: detect::frame(source, host),
        trace,
        fingerprint: detect::fingerprint(&inner.rule, &host.path, how, &inner.snippet),
        origin: origin(outer.program, host),
        ..inner
    }
}

/// Whose code a place is that is known by its lines.
pub(super) fn origin(program: &Program, place: &Location) -> Origin {
    let Some(unit) = program.graph.unit(place.path.as_str()) else { return origin::of_path(place.path.as_str()) };
    let lines = &program.module(unit).lines;
    let line = lines.get(place.start_line.saturating_sub(1) as usize).copied().unwrap_or_default();
    program.origin(unit, line + place.start_column.saturating_sub(1)).clone()
}

fn told_step(host: &Location, step: &Step, inner: &RelPath) -> Step {
    if step.path != *inner {
        return step.clone();
    }
    Step { path: host.path.clone(), line: host.start_line, message: step.message.clone() }
}

/// A command that is started is judged as a whole before what is in it is read, which then says the same in other words.
fn is_said_of_the_whole(outer: &[Finding], inner: &Finding) -> bool {
    let says_it = |known: &Finding| inner.message.strip_prefix(&known.message).is_some_and(|rest| rest.starts_with(", "));
    outer.iter().any(|known| {
        known.rule == inner.rule && known.severity >= inner.severity && is_inside(&known.location, &inner.location) && says_it(known)
    })
}

fn is_inside(place: &Location, around: &Location) -> bool {
    let lines = around.start_line..=around.end_line;
    place.path == around.path && lines.contains(&place.start_line)
}

/// A command that is started is known by its addresses before it is read.
fn is_known_host(outer: &[Finding], inner: &Finding) -> bool {
    let named = |finding: &Finding| finding.message.split('`').nth(1).map(str::to_owned);
    let is_same = |known: &Finding| {
        is_inside(&known.location, &inner.location)
            && known.category == inner.category
            && known.severity >= inner.severity
            && named(known) == named(inner)
    };
    inner.category == Category::UndeclaredHost && outer.iter().any(is_same)
}

/// What is in texts beyond what was found around them: where code is said to unpack code or to start a command, each layer and
/// word of that needs none of its own.
pub(super) fn beyond(outer: &[Finding], layers: Vec<Vec<Finding>>) -> Vec<Finding> {
    let of_running = [Category::CodeEval, Category::CommandInjection, Category::RemoteCode, Category::Destruction];
    let is_of_running = |finding: &&Finding| of_running.contains(&finding.category);
    let mut told: BTreeMap<(Location, String), Severity> = BTreeMap::new();
    let tell = |findings: &[Finding], told: &mut BTreeMap<(Location, String), Severity>| {
        for finding in findings.iter().filter(is_of_running) {
            let worst = told.entry((finding.location.clone(), finding.rule.clone())).or_insert(finding.severity);
            *worst = finding.severity.max(*worst);
        }
    };
    tell(outer, &mut told);
    let mut all: Vec<Finding> = Vec::new();
    for mut layer in layers {
        layer.retain(|finding| {
            let worst = told.get(&(finding.location.clone(), finding.rule.clone()));
            !is_of_running(&finding) || worst.is_none_or(|worst| *worst < finding.severity)
        });
        layer.retain(|finding| !is_known_host(outer, finding) && !is_said_of_the_whole(outer, finding));
        tell(&layer, &mut told);
        all.extend(layer);
    }
    all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    all.dedup_by(|a, b| a.rule == b.rule && a.location == b.location && a.message == b.message);
    all
}
