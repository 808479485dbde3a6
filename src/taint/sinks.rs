//! Calls in which a value from outside does harm.

use std::rc::Rc;

use crate::facts::Place;
use crate::signatures::{Argument as Position, Effect, Input, Kind, Runtime};
use crate::syntax::ir::ExprId;

use super::Part;
use super::call::Argument;
use super::callee::Callee;
use super::engine::{Engine, Frame};
use super::programs::{Started, base_name};
use super::summary::Hit;
use super::value::{Mark, Val};

/// Methods that take a query, whoever offers them.
const QUERY_METHODS: [&str; 14] = [
    "execute",
    "executemany",
    "executescript",
    "query",
    "run",
    "all",
    "get",
    "exec",
    "raw",
    "prepare",
    "fetch",
    "fetchall",
    "fetchrow",
    "each",
];

impl Engine<'_, '_, '_> {
    pub fn sinks(&mut self, frame: &mut Frame, place: Place, target: &Callee, receiver: Option<(ExprId, &Val)>, arguments: &[Argument]) {
        if frame.quiet {
            return;
        }
        let facts = self.facts;
        let Some(known) = self.calls.get(&place).cloned() else {
            if target.functions.is_empty() {
                self.query_by_look(frame, place, target, arguments);
            }
            return;
        };
        let mut seen: Vec<*const crate::signatures::CallSignature> = Vec::new();
        for at in &known {
            let fact = &facts.calls[*at];
            if seen.contains(&std::ptr::from_ref(fact.signature)) {
                continue;
            }
            seen.push(std::ptr::from_ref(fact.signature));
            let callee: Rc<str> = fact.callee.as_str().into();
            let in_shell = known.iter().any(|at| facts.calls[*at].effect == Effect::Shell);
            for input in fact.signature.inputs() {
                let effect = if input.effect == Effect::Program && in_shell { Effect::Shell } else { input.effect };
                // What an argument has ruled out, such as a loader that is safe, is no fact.
                if !known.iter().any(|at| facts.calls[*at].effect == effect || kind_of(facts.calls[*at].effect) == kind_of(effect)) {
                    continue;
                }
                let values = taken(input, receiver.map(|(_, value)| value), arguments);
                if effect == Effect::Program {
                    let written = || fact.value.alternatives().iter().find_map(|value| value.as_text());
                    let program = fact.signature.program.as_deref().or_else(written).unwrap_or_default();
                    let started = Started { place, callee: callee.clone(), program: base_name(program).into() };
                    // Node takes a list and then options; others may take the words one by one.
                    let one_list = fact.signature.program.is_none() && self.runtime(place.unit) == Runtime::JavaScript;
                    // Where the program is fixed, all arguments are arguments.
                    for value in values.iter().filter(|_| fact.signature.program.is_none()) {
                        self.argv(frame, &started, value, true);
                    }
                    if let Some(list) = fact.signature.arguments_at.and_then(|at| rest_of(arguments, usize::from(at), one_list)) {
                        self.argv(frame, &started, &list, false);
                    }
                } else if let Some(kind) = kind_of(effect) {
                    for value in values {
                        self.ends(frame, place, &callee, kind, effect, &value);
                    }
                }
            }
        }
    }

    /// Each open mark of a value, noted as ending here.
    pub fn ends(&mut self, frame: &mut Frame, place: Place, callee: &Rc<str>, kind: Kind, effect: Effect, value: &Val) {
        let mut marks = value.marks.clone();
        if kind != Kind::Code || value.marks.is_empty() {
            marks.extend(value.items.iter().flat_map(|items| items.iter()).flat_map(|item| item.marks.iter().cloned()));
        }
        for mark in marks {
            self.end(frame, place, callee, kind, effect, mark);
        }
    }

    pub fn end(&mut self, frame: &mut Frame, place: Place, callee: &Rc<str>, kind: Kind, effect: Effect, mark: Mark) {
        let hit = Hit { mark, kind, effect, sink: place, callee: callee.clone(), when: frame.when.clone(), argv: None };
        self.hit(frame, hit);
    }

    /// A text that looks like a query, given to a method that is called like one that runs queries.
    fn query_by_look(&mut self, frame: &mut Frame, place: Place, target: &Callee, arguments: &[Argument]) {
        let Some(first) = arguments.first() else { return };
        let built: Vec<Mark> =
            first.value.marks.iter().filter(|mark| mark.part != Part::Whole && mark.is_open(Kind::Sql)).cloned().collect();
        if built.is_empty() {
            return;
        }
        let module = self.program.module(place.unit);
        let (crate::syntax::ir::Expr::Call(callee, _) | crate::syntax::ir::Expr::New(callee, _)) = module.expr(place.expr) else { return };
        let crate::syntax::ir::Expr::Member(_, method) = module.expr(callee) else { return };
        let method = module.name(method);
        if !QUERY_METHODS.contains(&method) {
            return;
        }
        let name: Rc<str> = target.name.clone().unwrap_or_else(|| method.into());
        for mark in built {
            if mark.built.is_some_and(|built| self.looks_like_query(built)) {
                self.end(frame, place, &name, Kind::Sql, Effect::Sql, mark);
            }
        }
    }

    fn looks_like_query(&mut self, place: Place) -> bool {
        let text = self.flow.value(place.unit, place.expr).pattern();
        let upper: String = text.trim_start().chars().take(200).collect::<String>().to_ascii_uppercase();
        const FIRST: [&str; 14] = [
            "SELECT ",
            "INSERT ",
            "UPDATE ",
            "DELETE ",
            "CREATE ",
            "ALTER ",
            "DROP ",
            "PRAGMA ",
            "SHOW ",
            "DESCRIBE ",
            "EXPLAIN ",
            "MATCH ",
            "MERGE ",
            "WITH ",
        ];
        FIRST.iter().any(|word| upper.starts_with(word))
    }
}

fn kind_of(effect: Effect) -> Option<Kind> {
    match effect {
        Effect::Shell => Some(Kind::Shell),
        Effect::Launch => Some(Kind::Open),
        Effect::Evaluate | Effect::Deserialize => Some(Kind::Code),
        Effect::Read | Effect::Write | Effect::Delete => Some(Kind::Path),
        Effect::Url | Effect::Host => Some(Kind::Url),
        Effect::Sql => Some(Kind::Sql),
        Effect::Program | Effect::Import | Effect::Listen | Effect::Mail | Effect::Dns | Effect::Log | Effect::Copy => None,
    }
}

/// The values that a call takes for one of its inputs.
fn taken(input: Input<'_>, receiver: Option<&Val>, arguments: &[Argument]) -> Vec<Val> {
    let named =
        |name: &str| arguments.iter().find(|argument| argument.keyword.as_deref() == Some(name)).map(|argument| argument.value.clone());
    if let Some(value) = input.keyword.and_then(named) {
        return vec![value];
    }
    let options = |value: &Val| -> Vec<Val> {
        let Some(fields) = &value.fields else { return Vec::new() };
        input.options.iter().filter_map(|option| fields.get(option.as_str())).cloned().collect()
    };
    let last = arguments.iter().filter(|argument| argument.keyword.is_none()).count().saturating_sub(1);
    match input.argument {
        Position::Position(_) | Position::Last => {
            match nth(arguments, if let Position::Position(at) = input.argument { at.into() } else { last }) {
                Some(value) => {
                    let found = options(&value);
                    if found.is_empty() { vec![value] } else { found }
                }
                None => Vec::new(),
            }
        }
        Position::Receiver => receiver.cloned().into_iter().collect(),
        Position::Words | Position::Addresses => Vec::new(),
        Position::Named => arguments.iter().flat_map(|argument| options(&argument.value)).collect(),
    }
}

fn nth(arguments: &[Argument], position: usize) -> Option<Val> {
    let plain: Vec<&Argument> = arguments.iter().filter(|argument| argument.keyword.is_none()).collect();
    if let Some(spread) = plain.iter().take(position + 1).position(|argument| argument.spread) {
        let value = &plain[spread].value;
        return Some(match &value.items {
            Some(items) => items.get(position - spread).cloned().unwrap_or_else(|| value.element()),
            None => value.element(),
        });
    }
    plain.get(position).map(|argument| argument.value.clone())
}

/// The arguments of a started program: a list, or everything from there on.
fn rest_of(arguments: &[Argument], from: usize, one_list: bool) -> Option<Val> {
    let plain: Vec<&Argument> = arguments.iter().filter(|argument| argument.keyword.is_none()).skip(from).collect();
    let first = plain.first()?;
    let is_list = first.value.items.is_some() || first.value.marks.iter().any(|mark| mark.same) && plain.len() == 1 && !first.spread;
    if one_list || is_list || first.spread && plain.len() == 1 {
        return Some(first.value.clone());
    }
    let words = plain.iter().flat_map(|argument| match (&argument.value.items, argument.spread) {
        (Some(items), true) => items.to_vec(),
        _ => vec![argument.value.clone()],
    });
    Some(Val::list(words.collect()))
}
