//! When each function first runs: at installation, when the package is loaded, or only once somebody asks for something.

mod files;

use std::collections::{HashMap, HashSet};

use super::gates::is_action;
use super::{Facts, Place, builds};
use crate::flow::{At, Flow, Program, UnitId, Value};
use crate::manifest::Manifest;
use crate::model::Runs;
use crate::syntax::Module;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Class, Expr, ExprId, FunctionId, Name};

pub(super) use files::Begins;

/// When a piece of code first runs, soonest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// The installer runs it, or every start of the interpreter.
    Install,
    /// Importing the package or starting the server runs it, before anyone has asked for anything.
    Load,
    /// Somebody asks for it: a tool is called, a function of the library used.
    Use,
    /// Nothing that the package offers.
    Never,
}

/// The functions that run by themselves.
#[derive(Debug, Default)]
pub struct Moments {
    install: Functions,
    load: Functions,
    /// When the top level of each unit runs, where that is known beforehand.
    begun: Vec<Moment>,
}

type Functions = HashSet<At<FunctionId>, BuildFastHasher>;
type Calls = HashMap<At<FunctionId>, Vec<At<FunctionId>>, BuildFastHasher>;

impl Moments {
    /// For units of which it is known when each begins to run.
    pub(super) fn begin(&mut self, moments: impl Iterator<Item = Moment>) {
        self.begun = moments.collect();
    }

    /// When the code at a place first runs; `runs` is what makes its file run.
    pub fn of(&self, program: &Program, place: Place, runs: Runs) -> Moment {
        let function = At { unit: place.unit, id: program.module(place.unit).enclosing_function(place.expr) };
        if let Some(begun) = self.begun.get(place.unit.index()) {
            let is_called = function.id == FunctionId(0) || self.install.contains(&function) || self.load.contains(&function);
            return if is_called { *begun } else { Moment::Use.max(*begun) };
        }
        if self.install.contains(&function) {
            return Moment::Install;
        }
        match runs {
            Runs::Install | Runs::Server if self.load.contains(&function) => Moment::Load,
            Runs::Install | Runs::Server => Moment::Use,
            Runs::Hosted | Runs::Script | Runs::Aside | Runs::Unreached => Moment::Never,
        }
    }
}

/// Follows calls from the top of each file that a hook or an entry point leads to.
pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, manifest: &Manifest, begins: &Begins<'_>) -> Moments {
    let mut calls = calls(flow, facts);
    begins.add(flow.program, &mut calls);
    let tops = |is_root: &dyn Fn(UnitId) -> bool| {
        flow.program.ids().filter(|unit| is_root(*unit)).map(|unit| At { unit, id: FunctionId(0) }).collect::<Vec<_>>()
    };
    let mut built = tops(&|unit| facts.reach.runs_at_install(unit));
    built.extend(builds::called(flow, facts, manifest));
    let install = closure(built, &calls);
    let mut started = tops(&|unit| facts.reach.begins(unit));
    started.extend(commands(flow.program, manifest));
    let mut load = closure(started, &calls);
    if files::starters(flow.program, facts).iter().any(|function| load.contains(function)) {
        let scripts = begins.scripts(flow.program).into_iter().filter(|(by, _)| load.contains(by)).map(|(_, script)| script).collect();
        load.extend(closure(scripts, &calls));
    }
    Moments { load, install, begun: Vec::new() }
}

/// The functions that console scripts start: `acme.cli:main`.
fn commands(program: &Program, manifest: &Manifest) -> Vec<At<FunctionId>> {
    let given = manifest.entries.iter().filter(|entry| !(manifest.commands_wait && entry.is_command()));
    let named = given.filter_map(|entry| Some((program.graph.unit(entry.path.as_str())?, entry.function.as_deref()?)));
    let of = |(unit, name): (UnitId, &str)| {
        let functions = &program.module(unit).functions;
        let is_named = |at: &usize| functions[*at].name.is_some_and(|own| program.module(unit).name(own) == name);
        (0..functions.len()).find(is_named).map(|at| At { unit, id: FunctionId(at as u32) })
    };
    named.filter_map(of).collect()
}

/// Which functions of the package each function calls or hands to somebody who will; handlers wait for others.
fn calls(flow: &mut Flow<'_>, facts: &Facts<'_>) -> Calls {
    let handlers: Functions = facts.entries.iter().filter_map(|entry| Some(entry.handler.as_ref()?.function)).collect();
    let mut calls = Calls::default();
    let program = flow.program;
    let around = |unit: UnitId, expr: ExprId| At { unit, id: program.module(unit).enclosing_function(expr) };
    for (function, call) in flow.own_calls() {
        calls.entry(around(call.unit, call.id)).or_default().push(function);
    }
    for unit in program.ids() {
        let module = program.module(unit);
        let threads = threads(module);
        for (expr, callee, arguments) in module.calls() {
            let handed = module.list(arguments).iter().filter_map(|argument| handed(module, *argument));
            let runs = threads.iter().filter(|(class, _)| is_named(module, callee, *class)).map(|(_, run)| *run);
            if declares_option(module, callee) {
                continue;
            }
            let waits = waits_for_orders(module, callee, module.list(arguments)) || is_action(module, expr);
            let is_waiting = |id: FunctionId| waits || handlers.contains(&At { unit, id }) || is_only_decorated(module, id, callee);
            for function in started(flow, unit, callee, module.list(arguments)) {
                calls.entry(around(unit, expr)).or_default().push(function);
            }
            for id in handed.filter(|id| !is_waiting(*id)).chain(runs) {
                calls.entry(around(unit, expr)).or_default().push(At { unit, id });
            }
        }
    }
    calls
}

/// Functions that start what they are given by themselves, now or a little later.
const STARTS: [&str; 11] = [
    "Thread",
    "Process",
    "Timer",
    "start_new_thread",
    "submit",
    "register",
    "setTimeout",
    "setInterval",
    "setImmediate",
    "nextTick",
    "queueMicrotask",
];

/// The functions of other files that a call starts: `Thread(target=serve)`.
pub(super) fn started(flow: &mut Flow<'_>, unit: UnitId, callee: ExprId, arguments: &[ExprId]) -> Vec<At<FunctionId>> {
    let module = flow.program.module(unit);
    let (Expr::Name(name, _) | Expr::Member(_, name)) = module.expr(callee) else { return Vec::new() };
    if !STARTS.contains(&module.name(name)) {
        return Vec::new();
    }
    let functions = arguments.iter().take(6).filter_map(|argument| {
        let value = match module.expr(*argument) {
            Expr::Keyword(name, value) if module.name(name) == "target" => value,
            Expr::Name(..) | Expr::Member(..) => *argument,
            _ => return None,
        };
        match flow.glance(unit, value) {
            Value::Function(function) if function.unit != unit => Some(function),
            _ => None,
        }
    });
    functions.collect()
}

/// Classes that are threads or processes of their own, each with what it runs once it is started.
fn threads(module: &Module) -> Vec<(Name, FunctionId)> {
    let is_thread = |base: &ExprId| match module.expr(*base) {
        Expr::Name(name, _) | Expr::Member(_, name) => matches!(module.name(name), "Thread" | "Process" | "Timer"),
        _ => false,
    };
    let run = |class: &Class| class.methods.iter().find(|(name, _)| module.name(*name) == "run").map(|(_, run)| *run);
    let threads = module.classes.iter().filter(|class| class.bases.iter().any(is_thread));
    threads.filter_map(|class| Some((class.name?, run(class)?))).collect()
}

fn is_named(module: &Module, callee: ExprId, name: Name) -> bool {
    matches!(module.expr(callee), Expr::Name(own, _) if own == name)
}

/// `process.on('message', …)`: a worker that does something once the process that started it tells it to.
fn waits_for_orders(module: &Module, callee: ExprId, arguments: &[ExprId]) -> bool {
    let Expr::Member(object, method) = module.expr(callee) else { return false };
    let is_parent = match module.expr(object) {
        Expr::Name(name, _) | Expr::Member(_, name) => matches!(module.name(name), "process" | "parentPort"),
        _ => false,
    };
    let is_message =
        arguments.first().is_some_and(|event| matches!(module.expr(*event), Expr::Str(text) if module.text(text) == "message"));
    is_parent && is_message && matches!(module.name(method), "on" | "once" | "addListener")
}

/// `typer.Option(callback=…)`, `parser.add_argument(type=…)`: what it is given runs once somebody writes the option.
fn declares_option(module: &Module, callee: ExprId) -> bool {
    const NAMES: [&str; 7] = ["Option", "Argument", "option", "argument", "add_argument", "add_option", "version_option"];
    matches!(module.expr(callee), Expr::Name(name, _) | Expr::Member(_, name) if NAMES.contains(&module.name(name)))
}

/// A decorator is given its function, and as a rule keeps it for later.
fn is_only_decorated(module: &Module, function: FunctionId, callee: ExprId) -> bool {
    let is_at_exit = matches!(module.expr(callee), Expr::Member(_, name) if module.name(name) == "register");
    !is_at_exit && module.function(function).decorators.contains(&callee)
}

/// The function that an argument is: written there, or by the name of a variable or method that is nothing else.
pub(super) fn handed(module: &Module, argument: ExprId) -> Option<FunctionId> {
    match module.expr(argument) {
        Expr::Function(function) => Some(function),
        Expr::Keyword(_, value) => handed(module, value),
        Expr::Member(object, name) => match module.expr(object) {
            Expr::This(class) => module.class(class).methods.iter().find(|(own, _)| *own == name).map(|(_, method)| *method),
            _ => None,
        },
        // `this.run.bind(this)`
        Expr::Call(callee, _) => match module.expr(callee) {
            Expr::Member(function, name) if module.name(name) == "bind" => handed(module, function),
            _ => None,
        },
        Expr::Name(name, scope) => {
            let scope = module.declaring_scope(name, scope)?;
            match module.variables.get(&(scope, name)).map(Vec::as_slice) {
                Some([one]) => match module.expr(*one) {
                    Expr::Function(function) => Some(function),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

fn closure(roots: Vec<At<FunctionId>>, calls: &Calls) -> Functions {
    let mut found = Functions::default();
    let mut queue = roots;
    while let Some(function) = queue.pop() {
        if found.insert(function) {
            queue.extend(calls.get(&function).into_iter().flatten().filter(|next| !found.contains(next)));
        }
    }
    found
}

#[cfg(test)]
mod tests;
