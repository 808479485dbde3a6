//! Which functions the package's own code can come to, where some of its code is said to be another package's.
//!
//! It errs on the side of use: a function counts as used once code that is used speaks of it, or of the class that it belongs
//! to, or hands it to anybody. Only what nobody speaks of is unused: functions and classes whose variable is never read, modules
//! of a bundle that nothing asks for, exports whose name never comes up.

mod waiting;

use std::collections::HashMap;

use crate::flow::{At, Flow, Program, UnitId, Value};
use crate::model::Origin;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{ClassId, Expr, ExprId, FunctionId, List, Name, ScopeId};
use crate::syntax::{Language, Module};

use super::Place;
use waiting::{Waiting, waiting};

/// For each unit and function, whether it is used. Empty where nothing is bundled: then everything is.
#[derive(Debug, Default)]
pub struct Used(Vec<Vec<bool>>);

impl Used {
    /// Whether the package's own code can come to a place.
    pub fn has(&self, program: &Program, place: Place) -> bool {
        let function = program.module(place.unit).enclosing_function(place.expr);
        self.0.get(place.unit.index()).and_then(|unit| unit.get(function.index())).copied().unwrap_or(true)
    }
}

/// `runs` says of a unit whether anything runs it, `is_entry` whether others may take from it what they like.
pub(super) fn used(flow: &mut Flow<'_>, runs: &dyn Fn(UnitId) -> bool, is_entry: &dyn Fn(UnitId) -> bool) -> Used {
    let program = flow.program;
    if !program.is_bundle() {
        return Used::default();
    }
    let mut walk = Walk::new(flow, is_entry);
    for unit in program.ids() {
        for (at, function) in program.module(unit).functions.iter().enumerate() {
            let is_root = if at == 0 { runs(unit) } else { *program.origin(unit, function.span.start) == Origin::Own };
            if is_root {
                walk.reach(At { unit, id: FunctionId(at as u32) });
            }
        }
    }
    while let Some(function) = walk.queue.pop() {
        walk.read(function);
    }
    Used(walk.used)
}

/// What becomes used together with a name or a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    Function(FunctionId),
    Class(ClassId),
    /// A variable that is exported under another name.
    Variable(ScopeId, Name),
}

struct Walk<'w, 'p> {
    flow: &'w mut Flow<'p>,
    program: &'p Program,
    used: Vec<Vec<bool>>,
    queue: Vec<At<FunctionId>>,
    units: Vec<Waiting>,
    /// Functions that a known call calls, by the function that the call stands in.
    calls: HashMap<At<FunctionId>, Vec<At<FunctionId>>, BuildFastHasher>,
    /// What waits for a name to come up anywhere; none once it has.
    named: HashMap<&'p str, Option<Vec<At<Thing>>>, BuildFastHasher>,
    /// Some code takes exports by names that are only known at run time.
    by_any_name: bool,
}

impl<'w, 'p> Walk<'w, 'p> {
    fn new(flow: &'w mut Flow<'p>, is_entry: &dyn Fn(UnitId) -> bool) -> Self {
        let program = flow.program;
        let units: Vec<Waiting> = program.ids().map(|unit| waiting(program.module(unit), is_entry(unit))).collect();
        let used = program.units.iter().map(|unit| vec![false; unit.module.functions.len()]).collect();
        let mut named: HashMap<_, Option<Vec<_>>, BuildFastHasher> = HashMap::default();
        for (unit, waiting) in program.ids().zip(&units) {
            for (name, thing) in &waiting.exported {
                let name = program.module(unit).name(*name);
                named.entry(name).or_insert_with(|| Some(Vec::new())).get_or_insert_default().push(At { unit, id: *thing });
            }
        }
        let calls = calls(flow);
        Self { flow, program, used, queue: Vec::new(), units, calls, named, by_any_name: false }
    }

    fn reach(&mut self, function: At<FunctionId>) {
        let used = &mut self.used[function.unit.index()][function.id.index()];
        if !std::mem::replace(used, true) {
            self.queue.push(function);
        }
    }

    /// Reads a function's own expressions; those of the functions in it are theirs.
    fn read(&mut self, at: At<FunctionId>) {
        let module = self.program.module(at.unit);
        let (mut from, end) = module.function(at.id).exprs;
        let inner = std::mem::take(&mut self.units[at.unit.index()].inner[at.id.index()]);
        for function in inner {
            let (start, after) = module.function(function).exprs;
            self.read_range(at.unit, from, start);
            from = from.max(after);
        }
        self.read_range(at.unit, from, end);
        for called in self.calls.remove(&at).unwrap_or_default() {
            self.reach(called);
        }
    }

    fn read_range(&mut self, unit: UnitId, from: u32, to: u32) {
        let module = self.program.module(unit);
        for expr in (from..to).map(ExprId) {
            if self.units[unit.index()].is_deferred(expr) {
                continue;
            }
            match module.expr(expr) {
                Expr::Name(name, scope) => self.speak_of(unit, name, scope),
                Expr::Member(_, name) => self.speak(module.name(name)),
                Expr::Str(text) => self.speak(module.text(text)),
                Expr::Function(function) => self.reach(At { unit, id: function }),
                Expr::Class(class) => self.become_used(unit, Thing::Class(class)),
                Expr::Index(object, key) => self.taken_by_key(unit, object, key),
                Expr::Call(callee, arguments) => self.called_by_key(unit, callee, arguments),
                _ => {}
            }
        }
    }

    /// A variable comes up.
    fn speak_of(&mut self, unit: UnitId, name: Name, scope: ScopeId) {
        let waiting = &mut self.units[unit.index()];
        if !waiting.is_awaited(name) {
            return;
        }
        let Some(scope) = self.program.module(unit).declaring_scope(name, scope) else { return };
        for thing in waiting.variables.remove(&(scope, name)).unwrap_or_default() {
            self.become_used(unit, thing);
        }
    }

    /// A name comes up, as a member's or as a text.
    fn speak(&mut self, name: &str) {
        for thing in self.named.get_mut(name).and_then(Option::take).unwrap_or_default() {
            self.become_used(thing.unit, thing.id);
        }
    }

    fn become_used(&mut self, unit: UnitId, thing: Thing) {
        match thing {
            Thing::Function(function) => self.reach(At { unit, id: function }),
            Thing::Class(class) => {
                for (_, method) in &self.program.module(unit).class(class).methods {
                    self.reach(At { unit, id: *method });
                }
            }
            Thing::Variable(scope, name) => self.speak_of(unit, name, scope),
        }
    }

    /// `exports[key]`, of what is known to be a file's exports.
    fn taken_by_key(&mut self, unit: UnitId, object: ExprId, key: ExprId) {
        let is_name = !self.by_any_name && !is_no_name(self.program.module(unit), key);
        if is_name && matches!(self.flow.glance(unit, object), Value::Namespace(_)) {
            self.speak_of_everything();
        }
    }

    /// `object[key](…)`, `getattr(object, key)`: where it cannot be told what the object is, it may be any file's exports.
    fn called_by_key(&mut self, unit: UnitId, callee: ExprId, arguments: List) {
        if self.by_any_name {
            return;
        }
        let module = self.program.module(unit);
        let object = match module.expr(callee) {
            Expr::Index(object, key) if !is_no_name(module, key) => Some(object),
            Expr::Name(name, _) if module.language == Language::Python => match (module.name(name), module.list(arguments)) {
                ("getattr", [object, key, ..]) if !matches!(module.expr(*key), Expr::Str(_)) => Some(*object),
                ("globals", []) => Some(callee),
                _ => None,
            },
            _ => None,
        };
        if let Some(object) = object
            && !matches!(self.flow.glance(unit, object), Value::Object(_) | Value::Array(_) | Value::List(_))
        {
            self.speak_of_everything();
        }
    }

    fn speak_of_everything(&mut self) {
        self.by_any_name = true;
        let all: Vec<At<Thing>> = self.named.values_mut().filter_map(Option::take).flatten().collect();
        for thing in all {
            self.become_used(thing.unit, thing.id);
        }
    }
}

/// `7`, `Symbol.iterator`.
fn is_no_name(module: &Module, key: ExprId) -> bool {
    match module.expr(key) {
        Expr::Number(_) => true,
        Expr::Member(object, _) => matches!(module.expr(object), Expr::Name(name, _) if module.name(name) == "Symbol"),
        _ => false,
    }
}

/// What the flow of values has resolved.
fn calls(flow: &Flow<'_>) -> HashMap<At<FunctionId>, Vec<At<FunctionId>>, BuildFastHasher> {
    let mut calls: HashMap<_, Vec<_>, BuildFastHasher> = HashMap::default();
    for unit in flow.program.ids() {
        for id in (0..flow.program.module(unit).functions.len() as u32).map(FunctionId) {
            let function = At { unit, id };
            for call in flow.callers(function) {
                let caller = flow.program.module(call.unit).enclosing_function(call.id);
                calls.entry(At { unit: call.unit, id: caller }).or_default().push(function);
            }
        }
    }
    calls
}

#[cfg(test)]
mod tests;
