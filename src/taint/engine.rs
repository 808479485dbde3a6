//! Summaries of functions, each made once for the parameters that carry something; the store of fields; and the bounds of it all.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::facts::{Facts, Place};
use crate::flow::{At, Flow, Program, UnitId};
use crate::signatures::{Runtime, Signatures};
use crate::syntax::Language;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::callee::Callee;
use super::env::Env;
use super::label::Root;
use super::summary::{Exit, Hit, Summary, When};
use super::ways::Way;

/// Calls within calls are followed this deep.
const MAX_DEPTH: u32 = 40;
/// Expressions walked, for each expression of the program: a function is walked once for each set of parameters that carry something.
const STEPS_PER_EXPRESSION: u64 = 12;
/// Different sets of parameters for which one function is walked.
const MAX_MASKS: usize = 6;

/// Keys are small numbers, as a rule.
pub(super) type By<K, V> = HashMap<K, V, BuildFastHasher>;
type Set<K> = HashSet<K, BuildFastHasher>;

/// Parameters that carry something, one bit each.
pub(super) type Mask = u32;

/// An argument, and the members that lead from it to a function.
type Handed = (At<ExprId>, Rc<[Rc<str>]>);

pub(super) struct Engine<'a, 'p, 's> {
    pub flow: &'a mut Flow<'p>,
    pub program: &'p Program,
    pub facts: &'a Facts<'s>,
    pub signatures: &'s Signatures,
    /// Places of known calls, with their positions in [`Facts::calls`].
    pub calls: By<Place, Vec<usize>>,
    summaries: By<(At<FunctionId>, Mask), Rc<Summary>>,
    masks: By<At<FunctionId>, Vec<Mask>>,
    active: Set<(At<FunctionId>, Mask)>,
    pub callees: By<At<ExprId>, Callee>,
    /// What is called that is handed over, or lies somewhere in what is handed over.
    pub called_back: By<Handed, Callee>,
    /// Conditions that were asked for, see [`super::unset::truth`].
    pub truths: By<At<ExprId>, Option<bool>>,
    /// Methods of the package's classes by name.
    pub methods: By<Rc<str>, Vec<At<FunctionId>>>,
    pub names: By<(UnitId, u32), Rc<str>>,
    /// Fields and lasting variables that are known to hold somebody else's word; the others are the package's own.
    pub live: Set<Root>,
    /// What ends somewhere having come out of such a field or variable.
    pub pending: Vec<Hit>,
    /// Callbacks whose first parameter is an element of a list of private addresses.
    pub private_elements: Set<At<FunctionId>>,
    steps: u64,
    /// Something was left out for its size.
    pub bounded: bool,
    /// A function was met again while it was being walked.
    recursive: bool,
}

/// A function while it is walked.
pub(super) struct Frame {
    pub at: At<FunctionId>,
    pub mask: Mask,
    pub env: Env,
    pub summary: Summary,
    pub when: When,
    /// The way here has ended: returned, thrown, gone on to the next round.
    pub ended: bool,
    /// What decides whether the way here is taken.
    pub way: Way,
    /// The same for each way out of the summary.
    pub ways: Vec<Way>,
    /// What is evaluated has been walked before, or will be.
    pub quiet: bool,
    pub depth: u32,
    /// Variables that are being worked out.
    pub open: Vec<ExprId>,
}

impl<'a, 'p, 's> Engine<'a, 'p, 's> {
    pub fn new(flow: &'a mut Flow<'p>, facts: &'a Facts<'s>, signatures: &'s Signatures) -> Self {
        let program = flow.program;
        let mut calls: By<Place, Vec<usize>> = By::default();
        for (at, call) in facts.calls.iter().enumerate() {
            calls.entry(call.place).or_default().push(at);
        }
        let expressions: u64 = program.units.iter().map(|unit| unit.module.exprs.len() as u64).sum();
        Self {
            flow,
            program,
            facts,
            signatures,
            calls,
            summaries: By::default(),
            masks: By::default(),
            active: Set::default(),
            callees: By::default(),
            called_back: By::default(),
            truths: By::default(),
            methods: super::callee::methods(program),
            names: By::default(),
            live: Set::default(),
            pending: Vec::new(),
            private_elements: Set::default(),
            steps: expressions * STEPS_PER_EXPRESSION + 10_000,
            bounded: false,
            recursive: false,
        }
    }

    /// Forgets what was said of functions, now that more fields are known to hold somebody else's word.
    pub fn again(&mut self, live: impl Iterator<Item = Root>) {
        self.live.extend(live);
        self.summaries.clear();
        self.masks.clear();
        self.pending.clear();
    }

    pub fn runtime(&self, unit: UnitId) -> Runtime {
        match self.program.module(unit).language {
            Language::Python => Runtime::Python,
            Language::Bash => Runtime::Shell,
            Language::JavaScript | Language::TypeScript | Language::Tsx => Runtime::JavaScript,
        }
    }

    /// Whether there is room for one more step.
    pub fn step(&mut self) -> bool {
        self.bounded |= self.steps == 0;
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// What a function does when the parameters of `mask` carry something.
    pub fn summary(&mut self, function: At<FunctionId>, mask: Mask, depth: u32) -> Rc<Summary> {
        let mask = self.widened(function, mask);
        let key = (function, mask);
        if let Some(known) = self.summaries.get(&key) {
            self.recursive |= self.active.contains(&key);
            return known.clone();
        }
        if depth > MAX_DEPTH {
            self.bounded = true;
            return Rc::default();
        }
        self.summaries.insert(key, Rc::default());
        self.active.insert(key);
        let before = std::mem::take(&mut self.recursive);
        let mut summary = Rc::new(self.walk_function(function, mask, depth));
        // One that calls itself is walked again with what the first walk has shown.
        if self.recursive {
            self.summaries.insert(key, summary);
            summary = Rc::new(self.walk_function(function, mask, depth));
        }
        self.recursive = before;
        self.active.remove(&key);
        self.summaries.insert(key, summary.clone());
        summary
    }

    /// After some different sets, all that were seen are taken together.
    fn widened(&mut self, function: At<FunctionId>, mask: Mask) -> Mask {
        let masks = self.masks.entry(function).or_default();
        if masks.contains(&mask) {
            return mask;
        }
        if masks.len() < MAX_MASKS {
            masks.push(mask);
            return mask;
        }
        masks.iter().fold(mask, |all, mask| all | mask)
    }

    fn walk_function(&mut self, function: At<FunctionId>, mask: Mask, depth: u32) -> Summary {
        let info = self.program.module(function.unit).function(function.id);
        let mut frame = Frame {
            at: function,
            mask,
            env: Env::default(),
            summary: Summary::default(),
            when: When::default(),
            ended: false,
            way: Way::default(),
            ways: Vec::new(),
            quiet: false,
            depth,
            open: Vec::new(),
        };
        if let Some(body) = info.body {
            let is_block = matches!(self.program.module(function.unit).expr(body), Expr::Block(_));
            let value = self.eval(&mut frame, body);
            if !is_block {
                self.leave(&mut frame, body, value);
            }
        }
        if !frame.ended {
            let checks = frame.env.checks();
            let exit = Exit {
                truth: Some(false),
                parts: Vec::new(),
                checks,
                if_true: Vec::new(),
                if_false: Vec::new(),
                place: None,
                by_default: true,
                gated: false,
            };
            frame.summary.exits.push(exit);
            frame.ways.push(std::mem::take(&mut frame.way));
        }
        self.settle_ways(&mut frame);
        frame.summary.complete = true;
        frame.summary
    }

    /// A name of a module as text that is shared.
    pub fn name(&mut self, unit: UnitId, name: crate::syntax::ir::Name) -> Rc<str> {
        let program = self.program;
        self.names.entry((unit, name.0)).or_insert_with(|| program.module(unit).name(name).into()).clone()
    }
}
