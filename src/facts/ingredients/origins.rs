//! What each sending call sends to whom; a helper that many call is looked at for each of its callers.

use crate::facts::{Facts, HostUse, PathAccess, Place};
use crate::flow::{At, Flow, Known, Value};
use crate::signatures::Signatures;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::given::{OTHERS, is_of_super};
use super::index::Index;
use super::senders::SendingCall;
use super::walk::Walk;
use super::{Ingredient, Outflow, Sink, commands};

/// Callers of one helper that are told apart.
const MAX_CALLERS: usize = 32;

pub(super) struct Question<'q, 'p> {
    pub flow: &'q mut Flow<'p>,
    pub signatures: &'q Signatures,
    pub facts: &'q Facts<'q>,
    pub index: &'q mut Index<'p>,
    /// Steps that are left for the whole package.
    pub budget: &'q mut u32,
}

struct Answer {
    ingredients: Vec<(Ingredient, Place)>,
    open: Vec<At<FunctionId>>,
    path: Option<String>,
}

impl Question<'_, '_> {
    pub fn outflows(&mut self, call: &SendingCall) -> Vec<Outflow> {
        if *self.budget == 0 {
            return Vec::new();
        }
        let hosts = self.hosts(call);
        let answer = self.ask(call, None);
        let helper = self.helper(call.place, &answer.open);
        let Some((function, callers)) = helper.filter(|_| call.sink == Sink::Send && !answer.ingredients.is_empty()) else {
            return vec![outflow(call, hosts, answer)];
        };
        let mut found = Vec::new();
        for caller in callers {
            let answer = self.ask(call, Some((function, caller)));
            if !answer.ingredients.is_empty() {
                let hosts = self.hosts_for(&hosts, function, caller);
                found.push(outflow(call, hosts, answer));
            }
        }
        found
    }

    fn ask(&mut self, call: &SendingCall, bound: Option<(At<FunctionId>, At<ExprId>)>) -> Answer {
        let module = self.flow.program.module(call.place.unit);
        let unit = call.place.unit;
        if let Expr::Import(specifier) = module.expr(call.place.expr) {
            let mut walk = Walk::new(self.flow, self.signatures, self.facts, self.index);
            walk.bound.extend(bound);
            walk.walk(unit, specifier, None);
            *self.budget = self.budget.saturating_sub(walk.steps);
            return Answer { ingredients: walk.found, open: walk.open, path: None };
        }
        let (Expr::Call(callee, arguments) | Expr::New(callee, arguments)) = module.expr(call.place.expr) else {
            return Answer { ingredients: Vec::new(), open: Vec::new(), path: None };
        };
        let taken = self.taken(call.place, module.list(arguments));
        let mut walk = Walk::new(self.flow, self.signatures, self.facts, self.index);
        walk.bound.extend(bound);
        let written = walk.paths_at(unit, call.place.expr).into_iter().find(|(access, _)| *access == PathAccess::Write);
        for argument in taken {
            let inner = match module.expr(*argument) {
                Expr::Keyword(_, value) | Expr::Spread(value) => value,
                _ => *argument,
            };
            // Where something is written says nothing of what is written.
            let is_path = call.sink == Sink::Write && walk.index.paths.contains_key(&Place { unit, expr: inner });
            if !is_path {
                walk.walk(unit, *argument, None);
            }
        }
        match (call.sink, module.expr(callee)) {
            (Sink::Send, Expr::Member(object, _) | Expr::Index(object, _)) => walk.walk(unit, object, None),
            (Sink::Write, _) => {
                walk.files_read_by(unit, call.place.expr);
                walk.written_to(unit, call.place.expr);
            }
            (Sink::Send | Sink::Evaluate | Sink::Run, _) => {}
        }
        for output in call.command.iter().flat_map(|command| commands::substituted(command)) {
            walk.add(Ingredient::Output(output), unit, call.place.expr);
        }
        let (mut ingredients, open, steps) = (walk.found, walk.open, walk.steps);
        // What a client is made from hands the request on to whom it is for.
        if is_of_super(module, callee) {
            ingredients.retain(|(ingredient, _)| !matches!(ingredient, Ingredient::Source { id, .. } if id == OTHERS));
        }
        *self.budget = self.budget.saturating_sub(steps);
        Answer { ingredients, open, path: written.map(|(_, path)| path) }
    }

    /// The arguments that decide what the call does. A timer runs the first, and calls it with others; a function is no text.
    fn taken<'m>(&self, place: Place, arguments: &'m [ExprId]) -> &'m [ExprId] {
        let mut calls = self.index.calls.get(&place).into_iter().flatten();
        if !calls.any(|at| self.facts.calls[*at].signature.text_only) {
            return arguments;
        }
        let module = self.flow.program.module(place.unit);
        let is_bound = |argument: &ExprId| match module.expr(*argument) {
            Expr::Call(callee, _) => matches!(module.expr(callee), Expr::Member(_, name) if module.name(name) == "bind"),
            _ => false,
        };
        arguments.get(..1).filter(|first| !first.iter().any(is_bound)).unwrap_or_default()
    }

    /// The function around a call whose parameters decide what is sent, with the calls of it where there are several.
    fn helper(&self, place: Place, open: &[At<FunctionId>]) -> Option<(At<FunctionId>, Vec<At<ExprId>>)> {
        let module = self.flow.program.module(place.unit);
        let mut around = module.enclosing_function(place.expr);
        for _ in 0..8 {
            let function = At { unit: place.unit, id: around };
            let callers = self.flow.callers(function);
            if open.contains(&function) && callers.len() > 1 {
                return Some((function, callers.iter().take(MAX_CALLERS).copied().collect()));
            }
            if around == FunctionId(0) {
                return None;
            }
            around = module.function(around).parent;
        }
        None
    }

    fn hosts(&self, call: &SendingCall) -> Vec<HostUse> {
        let places = std::iter::once(call.place).chain(call.connected_by.iter().copied());
        let mut all: Vec<usize> = places.flat_map(|place| self.index.hosts_in(place)).collect();
        all.sort_unstable();
        all.dedup();
        let known: Vec<HostUse> = all.into_iter().take(24).map(|at| self.facts.hosts[at].clone()).collect();
        let is_new = |host: &&HostUse| !known.iter().any(|other| other.address.host == host.address.host);
        call.named.iter().filter(is_new).cloned().chain(known.iter().cloned()).collect()
    }

    /// Those of the hosts that one caller of a helper names.
    fn hosts_for(&mut self, hosts: &[HostUse], function: At<FunctionId>, caller: At<ExprId>) -> Vec<HostUse> {
        let is_one = hosts.windows(2).all(|pair| pair[0].address == pair[1].address);
        if is_one {
            return hosts.to_vec();
        }
        let parameters = self.flow.program.module(function.unit).function(function.id).parameters.len() as u32;
        let known: Vec<(Known, Value)> = (0..parameters.min(8))
            .filter_map(|position| {
                let argument = self.flow.argument(function, position, caller)?;
                Some((Known::Parameter(function, position), self.flow.expanded(caller.unit, argument)))
            })
            .collect();
        let mut kept = Vec::new();
        for host in hosts {
            let (unit, expr) = (host.place.unit, host.place.expr);
            let value = self.flow.supposing(&known, |flow| flow.expanded(unit, expr));
            let names_it = value.alternatives().iter().any(|value| value.pattern().to_ascii_lowercase().contains(&host.address.host));
            let is_open = value.alternatives().iter().all(|value| !value.has_text());
            if names_it || is_open {
                kept.push(host.clone());
            }
        }
        kept
    }
}

fn outflow(call: &SendingCall, hosts: Vec<HostUse>, answer: Answer) -> Outflow {
    let mut ingredients = answer.ingredients;
    ingredients.sort();
    ingredients.dedup();
    Outflow { place: call.place, callee: call.callee.clone(), sink: call.sink, hosts, path: answer.path, ingredients, answered: false }
}
