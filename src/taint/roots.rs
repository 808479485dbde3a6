//! From what a handler is given to what is told of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::facts::Place;
use crate::facts::tools::{Entry, EntryKind, Handler, Shape, Takes};
use crate::model::Confidence;
use crate::signatures::{Kind, Kinds};

use super::engine::{By, Engine};
use super::label::{Label, NAMES, Root};
use super::summary::Hit;
use super::value::{Mark, Note, Trail};
use super::{Exposure, Source, Weakness, pattern};

/// Steps of a trace that a reader is shown.
const MAX_STEPS: usize = 24;
/// Rounds through fields that are filled from fields.
const MAX_ROUNDS: usize = 4;

/// A hit whose source is known.
struct Found {
    source: Source,
    hit: Hit,
}

/// Handlers, and what of theirs ends where.
pub(super) struct Roots<'e, 'a, 'p, 's> {
    pub engine: &'e mut Engine<'a, 'p, 's>,
    found: Vec<Found>,
    /// What fields and lasting variables hold, by whose word.
    held: By<Root, Vec<(Source, Mark)>>,
    /// Fields and variables that are filled from others: to, from.
    moves: Vec<(Root, Root)>,
}

impl<'e, 'a, 'p, 's> Roots<'e, 'a, 'p, 's> {
    pub fn new(engine: &'e mut Engine<'a, 'p, 's>) -> Self {
        Self { engine, found: Vec::new(), held: By::default(), moves: Vec::new() }
    }

    /// Once with fields taken for the package's own; again while handlers are seen to put somebody else's word into more of them.
    pub fn run(mut self) -> Vec<Exposure> {
        let facts = self.engine.facts;
        for round in 0..MAX_ROUNDS {
            for (at, entry) in facts.entries.iter().enumerate() {
                if let Some(handler) = &entry.handler {
                    self.handler(at, entry, handler);
                }
            }
            if self.held.keys().all(|root| self.engine.live.contains(root)) {
                break;
            }
            self.engine.bounded |= round + 1 == MAX_ROUNDS;
            self.engine.again(self.held.keys().copied());
            self.found.clear();
        }
        self.through_fields();
        self.exposures()
    }

    fn handler(&mut self, at: usize, entry: &Entry, handler: &Handler) {
        let mut mask = 0;
        for takes in &handler.takes {
            let (Takes::Value(index, _) | Takes::Inputs(index) | Takes::Request(index) | Takes::Name(index)) = takes;
            if *index < 32 {
                mask |= 1 << index;
            }
        }
        let summary = self.engine.summary(handler.function, mask, 0);
        for hit in &summary.hits {
            if let Some(source) = self.source(at, entry, handler, &hit.mark, hit) {
                self.keep(entry, source, hit.clone());
            }
        }
        for (root, value) in &summary.writes {
            for mark in value.everything() {
                // What comes out of one field and goes into another is sorted out by the fields.
                if self.engine.outlives(mark.label.root) {
                    let moves = (*root, mark.label.root);
                    if !self.moves.contains(&moves) && self.moves.len() < 1024 {
                        self.moves.push(moves);
                    }
                } else if let Some(source) = self.source_of(at, entry, handler, &mark.label)
                    && !self.is_harmless(entry, &source.input)
                {
                    self.hold(*root, vec![(source, mark)]);
                }
            }
        }
    }

    fn source(&mut self, at: usize, entry: &Entry, handler: &Handler, mark: &Mark, hit: &Hit) -> Option<Source> {
        let mut source = self.source_of(at, entry, handler, &mark.label)?;
        // A dispatcher's tools are told apart by the tests around.
        if source.tool.is_none() || matches!(entry.kind, EntryKind::Dispatcher | EntryKind::PromptDispatcher) {
            source.tool = hit
                .when
                .iter()
                .find(|equal| is_name(handler, handler.function, &equal.label))
                .map(|equal| equal.text.to_string())
                .or(source.tool);
        }
        Some(source)
    }

    /// Which input a label means.
    fn source_of(&self, at: usize, entry: &Entry, handler: &Handler, label: &Label) -> Option<Source> {
        let tool = entry.name.clone();
        let source = |input: String| Some(Source { entry: at, tool: tool.clone(), input });
        // Whoever gives an object gives the names of its members.
        let path = label.path.split(|name| &**name == NAMES).next().unwrap_or_default();
        match label.root {
            Root::Parameter(function, index) if function == handler.function => {
                let takes = handler.takes.iter().find(|takes| {
                    let (Takes::Value(of, _) | Takes::Inputs(of) | Takes::Request(of) | Takes::Name(of)) = takes;
                    *of == index
                })?;
                match takes {
                    Takes::Value(_, name) => source(with_path(name, path)),
                    Takes::Inputs(_) => {
                        let path = inner(path);
                        if path.is_empty() { None } else { source(path.join(".")) }
                    }
                    Takes::Request(_) => {
                        let path = inner(path);
                        if path.is_empty() || path == ["name"] && label.path.len() <= 2 { None } else { source(path.join(".")) }
                    }
                    Takes::Name(_) => None,
                }
            }
            Root::Parameter(..) | Root::Variable(..) | Root::Field(..) => None,
        }
    }

    fn is_harmless(&self, entry: &Entry, input: &str) -> bool {
        let declared = |entry: &Entry| {
            entry
                .inputs
                .iter()
                .find(|declared| declared.name == input)
                .map(|declared| declared.enforced && declared.shape == Shape::Harmless)
        };
        declared(entry).unwrap_or(false)
    }

    fn keep(&mut self, entry: &Entry, source: Source, hit: Hit) {
        let facts = self.engine.facts;
        // A dispatcher's inputs are declared where its tools are listed.
        let listed = facts.entries.iter().find(|other| other.handler.is_none() && other.name.is_some() && other.name == source.tool);
        let mut declared = [Some(entry), listed].into_iter().flatten().flat_map(|entry| &entry.inputs);
        let input = declared.find(|input| input.name == source.input);
        let closed = match input.map(|input| &input.shape) {
            Some(Shape::Harmless) => Kinds::ALL,
            Some(Shape::Pattern(text)) => pattern::when_it_matches(text, false, false).closes,
            Some(Shape::Open) | None => Kinds::NONE,
        };
        let mut hit = hit;
        let closed = match input {
            // A schema that nobody holds a call to is a hint of what comes, no more.
            Some(input) if !input.enforced && closed.has(hit.kind) => {
                hit.mark.doubts = hit.mark.doubts.saturating_add(2);
                Kinds::NONE
            }
            _ => closed,
        };
        let idle = hit.argv.as_ref().is_some_and(|argv| !argv.whole && !self.engine.signatures.is_option_dangerous(&argv.program));
        // What so many unknown functions have had in their hands is a guess; it is told where the harm is great.
        let is_guess = hit.mark.doubts > 1 && !matches!(hit.kind, Kind::Shell | Kind::Code);
        if !closed.has(hit.kind) && !idle && !is_guess && self.found.len() < 4096 {
            self.found.push(Found { source, hit });
        }
    }

    fn hold(&mut self, root: Root, more: Vec<(Source, Mark)>) {
        let held = self.held.entry(root).or_default();
        for (source, mark) in more {
            if held.len() < 32 && !held.iter().any(|(known, _)| *known == source) {
                held.push((source, mark));
            }
        }
    }

    /// What was put into a field by one call and taken out by another.
    fn through_fields(&mut self) {
        let pending = std::mem::take(&mut self.engine.pending);
        let mut by_root: BTreeMap<Root, Vec<&Hit>> = BTreeMap::new();
        for hit in &pending {
            by_root.entry(hit.mark.label.root).or_default().push(hit);
        }
        for _ in 0..MAX_ROUNDS {
            for (to, from) in self.moves.clone() {
                let held = self.held.get(&from).cloned().unwrap_or_default();
                self.hold(to, held);
            }
        }
        let mut found = Vec::new();
        for (root, hits) in by_root {
            for (source, held) in self.held.get(&root).into_iter().flatten() {
                for hit in &hits {
                    // An object that is kept whole: its members are told apart by name only.
                    let closed = held.closed.with(hit.mark.closed);
                    if !closed.has(hit.kind) {
                        let mark = Mark {
                            closed,
                            part: held.part.max(hit.mark.part),
                            weak: held.weak.or(hit.mark.weak),
                            built: hit.mark.built.or(held.built),
                            clause: held.clause.or(hit.mark.clause),
                            doubts: held.doubts.saturating_add(hit.mark.doubts),
                            trail: held.trail.join(&hit.mark.trail),
                            ..hit.mark.clone()
                        };
                        found.push((source.clone(), Hit { mark, ..(*hit).clone() }));
                    }
                }
            }
        }
        let facts = self.engine.facts;
        for (source, hit) in found {
            let entry = &facts.entries[source.entry];
            self.keep(entry, source, hit);
        }
    }

    fn exposures(self) -> Vec<Exposure> {
        let mut all: Vec<Exposure> = self.found.iter().map(|found| self.exposure(found)).collect();
        all.sort_by(|a, b| order(a).cmp(&order(b)));
        all.dedup_by(|a, b| a.kind == b.kind && a.place == b.place && a.sink == b.sink && a.source == b.source);
        all
    }

    fn exposure(&self, found: &Found) -> Exposure {
        let Hit { mark, kind, effect, sink, callee, .. } = &found.hit;
        let weak = mark.weak.filter(|(weakness, _)| concerns(*weakness, *kind));
        let place = match (weak, kind) {
            (Some((_, place)), _) => place,
            (None, Kind::Shell) => mark.built.unwrap_or(*sink),
            (None, Kind::Sql) => mark.clause.or(mark.built).unwrap_or(*sink),
            (None, Kind::Option | Kind::Path | Kind::Url | Kind::Open | Kind::Code) => *sink,
        };
        let entry = &self.engine.facts.entries[found.source.entry];
        let steps = self.steps(entry, &found.source, &mark.trail, *sink, callee, weak);
        let confidence = match mark.doubts {
            0 => Confidence::High,
            1 => Confidence::Medium,
            _ => Confidence::Low,
        };
        Exposure {
            kind: *kind,
            effect: *effect,
            source: found.source.clone(),
            place,
            sink: *sink,
            callee: callee.to_string(),
            steps,
            confidence,
            part: mark.part,
            split: mark.split,
            weak: weak.map(|(weakness, _)| weakness),
        }
    }

    fn steps(
        &self,
        entry: &Entry,
        source: &Source,
        trail: &Trail,
        sink: Place,
        callee: &Rc<str>,
        weak: Option<(Weakness, Place)>,
    ) -> Vec<(Place, String)> {
        let first = match entry.kind {
            EntryKind::Tool | EntryKind::Dispatcher => format!("tool input `{}`", source.input),
            EntryKind::Resource | EntryKind::ResourceDispatcher => format!("resource request `{}`", source.input),
            EntryKind::Prompt | EntryKind::PromptDispatcher => format!("prompt argument `{}`", source.input),
            EntryKind::Http => format!("request over HTTP: `{}`", source.input),
            EntryKind::Remote => format!("`{}` as a remote server gives it", source.input),
        };
        let first = match &source.tool {
            Some(tool) if !matches!(entry.kind, EntryKind::Http | EntryKind::Remote) => format!("{first} of `{tool}`"),
            _ => first,
        };
        let begin = entry.handler.as_ref().map_or(entry.place, |handler| {
            let module = self.engine.program.module(handler.function.unit);
            let expr = module.function(handler.function.id).body.unwrap_or(entry.place.expr);
            Place { unit: handler.function.unit, expr }
        });
        let mut steps = vec![(if entry.place.unit == begin.unit { entry.place } else { begin }, first)];
        for (place, note) in trail.steps(MAX_STEPS) {
            steps.push((place, told(&note)));
        }
        if let Some((weakness, place)) = weak {
            steps.push((place, format!("a check that does not hold: {}", why(weakness))));
        }
        steps.push((sink, format!("ends in `{callee}`")));
        steps.dedup();
        steps
    }
}

fn order(exposure: &Exposure) -> impl Ord + '_ {
    (
        exposure.place,
        exposure.kind,
        exposure.sink,
        std::cmp::Reverse(exposure.confidence),
        exposure.source.entry,
        &exposure.source.tool,
        &exposure.source.input,
    )
}

/// A label is the name of the tool that is asked for.
fn is_name(handler: &Handler, function: crate::flow::At<crate::syntax::ir::FunctionId>, label: &Label) -> bool {
    let Root::Parameter(of, index) = label.root else { return false };
    of == function
        && handler.takes.iter().any(|takes| match takes {
            Takes::Name(at) => *at == index,
            Takes::Request(at) => *at == index && label.path.last().is_some_and(|last| &**last == "name" || &**last == "method"),
            Takes::Value(..) | Takes::Inputs(_) => false,
        })
}

/// Without the members that every request has around the inputs; nothing where the whole of it is meant.
fn inner(path: &[Rc<str>]) -> Vec<&str> {
    let mut rest: Vec<&str> = path.iter().map(|name| &**name).collect();
    for around in ["params", "arguments"] {
        if rest.first() == Some(&around) {
            rest.remove(0);
        }
    }
    // What a schema gives back has the inputs in a member of its own.
    while rest.len() > 1 && matches!(rest[0], "data" | "value" | "input" | "args" | "output") {
        rest.remove(0);
    }
    rest
}

fn with_path(name: &str, path: &[Rc<str>]) -> String {
    path.iter().fold(name.to_owned(), |text, part| format!("{text}.{part}"))
}

fn told(note: &Note) -> String {
    match note {
        Note::Passed(to) => format!("passed to `{to}`"),
        Note::Returned(from) => format!("comes back from `{from}`"),
        Note::Built => "put into a text".to_owned(),
        Note::Kept(name) => format!("kept in `{name}`"),
        Note::Through(name) => format!("handed through `{name}`"),
        Note::Fetched => "chooses the address that is fetched".to_owned(),
    }
}

pub(super) fn why(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::PrefixWithoutSeparator => "the folder's name is compared without a separator behind it",
        Weakness::BeforeNormalising => "the path is looked at before `..` and links are undone",
        Weakness::Blacklist => "characters or words are forbidden instead of allowed",
        Weakness::FirstWord => "only the first word of the query is looked at",
        Weakness::OffByDefault => "nothing is checked unless somebody configures it",
    }
}

/// A weak check matters for what it was meant to keep off.
fn concerns(weakness: Weakness, kind: Kind) -> bool {
    match weakness {
        Weakness::PrefixWithoutSeparator | Weakness::BeforeNormalising => kind == Kind::Path,
        Weakness::FirstWord => kind == Kind::Sql,
        Weakness::Blacklist | Weakness::OffByDefault => true,
    }
}

/// Everything that every handler lets through.
pub(super) fn exposures(engine: &mut Engine<'_, '_, '_>) -> Vec<Exposure> {
    Roots::new(engine).run()
}
