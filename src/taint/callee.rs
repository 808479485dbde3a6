//! Which function a call means.

use std::rc::Rc;

use crate::flow::{At, Program, Value};
use crate::syntax::ir::{ClassId, Expr, ExprId, FunctionId};

use super::engine::{By, Engine, Frame};

/// A name that this many classes use for a method still tells which one is meant.
const MAX_NAMESAKES: usize = 4;
const MAX_TARGETS: usize = 12;

/// What is called.
#[derive(Debug, Clone, Default)]
pub(super) struct Callee {
    pub functions: Rc<[At<FunctionId>]>,
    pub class: Option<At<ClassId>>,
    /// The canonical name of a function of somebody else.
    pub name: Option<Rc<str>>,
    /// It is only known by the method's name.
    pub guessed: bool,
    /// A parameter of the function that calls, or a member of one.
    pub given: bool,
}

/// All methods by name, for calls on objects of which nothing is known.
pub(super) fn methods(program: &Program) -> By<Rc<str>, Vec<At<FunctionId>>> {
    let mut all: By<Rc<str>, Vec<At<FunctionId>>> = By::default();
    for unit in program.ids() {
        let module = program.module(unit);
        for class in &module.classes {
            for (name, function) in &class.methods {
                let same = all.entry(module.name(*name).into()).or_default();
                if same.len() <= MAX_NAMESAKES {
                    same.push(At { unit, id: *function });
                }
            }
        }
    }
    all
}

impl Engine<'_, '_, '_> {
    pub fn callee(&mut self, frame: &Frame, callee: ExprId) -> Callee {
        let at = At { unit: frame.at.unit, id: callee };
        if let Some(known) = self.callees.get(&at) {
            return known.clone();
        }
        let found = self.find_callee(frame, callee);
        self.callees.insert(at, found.clone());
        found
    }

    /// What a function calls that is given `expr` and calls it, or what lies at `path` in it.
    pub fn called_back(&mut self, expr: At<ExprId>, path: &Rc<[Rc<str>]>) -> Callee {
        let key = (expr, path.clone());
        if let Some(known) = self.called_back.get(&key) {
            return known.clone();
        }
        let mut target = self.flow.value(expr.unit, expr.id);
        for name in path.iter() {
            target = self.flow.member_of(&target, name);
        }
        let found = self.of_value(&target);
        self.called_back.insert(key, found.clone());
        found
    }

    fn find_callee(&mut self, frame: &Frame, callee: ExprId) -> Callee {
        let unit = frame.at.unit;
        let value = self.flow.value(unit, callee);
        let mut found = self.of_value(&value);
        if found.functions.is_empty() && found.class.is_none() && found.name.is_none() {
            found.given = is_given(&value);
            if found.given || has_parameter(&value) {
                let expanded = self.flow.with_callers(value);
                let known = self.of_value(&expanded);
                found = Callee { given: found.given, ..known };
            }
        }
        if found.functions.is_empty() && found.class.is_none() && found.name.is_none() {
            found = Callee { given: found.given, ..self.namesake(unit, callee) };
        }
        if !found.functions.is_empty() && found.functions.iter().all(|function| self.is_stub(*function)) {
            let others = self.namesake(unit, callee);
            let bodies: Vec<At<FunctionId>> = others.functions.iter().copied().filter(|function| !self.is_stub(*function)).collect();
            if !bodies.is_empty() {
                found.functions = bodies.into();
            }
        }
        found
    }

    /// A method that only says what there will be: of an interface, or of a class that others fill in.
    fn is_stub(&self, function: At<FunctionId>) -> bool {
        let module = self.program.module(function.unit);
        let Some(body) = module.function(function.id).body else { return true };
        let Expr::Block(list) = module.expr(body) else { return false };
        module.list(list).iter().all(|item| matches!(module.expr(*item), Expr::Str(_) | Expr::Opaque | Expr::Throw(_)))
    }

    pub fn of_value(&mut self, value: &Value) -> Callee {
        let mut found = Callee::default();
        let mut functions = Vec::new();
        for alternative in value.alternatives() {
            match alternative {
                Value::Function(function) if functions.len() < MAX_TARGETS => functions.push(*function),
                Value::Class(class) => found.class = found.class.or(Some(*class)),
                Value::Symbol(symbol) if found.name.is_none() => found.name = Some(self.flow.symbols.name(*symbol).into()),
                _ => {}
            }
        }
        found.functions = functions.into();
        found
    }

    /// `something.method(…)` where few classes of the package have such a method.
    fn namesake(&mut self, unit: crate::flow::UnitId, callee: ExprId) -> Callee {
        let module = self.program.module(unit);
        let Expr::Member(_, name) = module.expr(callee) else { return Callee::default() };
        let name = module.name(name);
        let runtime = self.runtime(unit);
        if name.len() < 4 || self.signatures.passage_method(runtime, name).is_some() || is_everybodys(name) {
            return Callee::default();
        }
        match self.methods.get(name) {
            Some(same) if same.len() <= MAX_NAMESAKES => {
                let functions = same.iter().copied().filter(|function| self.runtime(function.unit) == runtime).collect();
                Callee { functions, guessed: true, ..Callee::default() }
            }
            _ => Callee::default(),
        }
    }
}

/// Methods that arrays, maps, promises and streams have too.
fn is_everybodys(name: &str) -> bool {
    matches!(
        name,
        "then"
            | "catch"
            | "finally"
            | "filter"
            | "find"
            | "forEach"
            | "some"
            | "every"
            | "reduce"
            | "push"
            | "append"
            | "extend"
            | "includes"
            | "keys"
            | "values"
            | "items"
            | "entries"
            | "delete"
            | "clear"
            | "join"
            | "split"
            | "close"
            | "write"
            | "read"
            | "send"
            | "emit"
            | "call"
            | "apply"
            | "bind"
            | "update"
            | "remove"
            | "insert"
            | "index"
            | "copy"
            | "sort"
            | "next"
            | "resolve"
            | "reject"
            | "toString"
            | "match"
            | "replace"
            | "test"
            | "parse"
            | "concat"
            | "slice"
            | "start"
            | "stop"
            | "exec"
            | "matchAll"
            | "replaceAll"
            | "flatMap"
            | "indexOf"
    )
}

fn is_given(value: &Value) -> bool {
    match value {
        Value::Parameter(..) => true,
        Value::Member(base, ..) => is_given(base),
        _ => false,
    }
}

fn has_parameter(value: &Value) -> bool {
    value.alternatives().iter().any(is_given)
}
