//! Variables and parameters: which of the values that one is given is there when nothing is configured.

use crate::flow::{At, UnitId};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, List, Module, Name, ParameterKind, ScopeId};

use super::worth::Worth;
use super::{Scope, Unset};

/// A variable that is given more values than these is no setting.
const MAX_VALUES: usize = 6;
/// How far behind an assignment the end of what is around it is looked for.
const MAX_AROUND: u32 = 3000;
/// A function in which a list that is filled is looked for.
const MAX_SEARCHED: u32 = 30_000;
/// Methods that add to what they are called on.
const FILLS: [&str; 8] = ["add", "append", "extend", "insert", "push", "splice", "unshift", "update"];
const MAX_CALLERS: usize = 6;
const MAX_HOPS: u32 = 3;

impl Unset<'_, '_> {
    /// A name as it is read at `reader`.
    pub(super) fn variable(&mut self, unit: UnitId, reader: ExprId, name: Name, at: ScopeId, scope: Scope) -> Worth {
        let module = self.flow.program.module(unit);
        let Some(declared) = module.declaring_scope(name, at) else {
            if module.name(name) == "undefined" {
                return Worth::Null;
            }
            return self.glanced(unit, reader).unwrap_or(Worth::Unknown);
        };
        self.declared(unit, name, declared, Some((reader, at)), scope)
    }

    /// A variable of a known scope; without a reader, as other files see it.
    pub(super) fn declared(
        &mut self,
        unit: UnitId,
        name: Name,
        declared: ScopeId,
        reader: Option<(ExprId, ScopeId)>,
        scope: Scope,
    ) -> Worth {
        let module = self.flow.program.module(unit);
        let values = module.variables.get(&(declared, name)).map_or(&[][..], Vec::as_slice);
        if values.len() > MAX_VALUES {
            return Worth::Unknown;
        }
        let home = module.scopes[declared.index()].function;
        let (start, end) = module.function(home).exprs;
        // Code of the same function sees what is assigned before it, other functions see everything.
        let reader = reader.filter(|(_, at)| module.scopes[at.index()].function == home).map(|(reader, _)| reader);
        let is_seen = |value: &ExprId| reader.is_none_or(|reader| value.0 < reader.0 || shares_a_loop(module, reader, *value));
        let seen: Vec<ExprId> = values.iter().copied().filter(is_seen).collect();
        let values = if seen.is_empty() { values.to_vec() } else { seen };
        let worth = self.settled(unit, &values, home, scope);
        let is_filled = matches!(worth, Worth::List(_)) && self.is_filled(unit, (start, end), |module, object| {
            matches!(module.expr(object), Expr::Name(used, at) if used == name && module.declaring_scope(name, at) == Some(declared))
        });
        if is_filled { Worth::Unknown } else { worth }
    }

    /// What is left of several values that are assigned one after the other. `home`: the function whose code runs in that order.
    pub(super) fn settled(&mut self, unit: UnitId, values: &[ExprId], home: FunctionId, scope: Scope) -> Worth {
        let mut left: Vec<Worth> = Vec::new();
        for value in values {
            let runs = if values.len() == 1 { Runs::Always } else { self.runs(unit, *value, home, scope.clone()) };
            if runs == Runs::Never {
                continue;
            }
            if runs == Runs::Always {
                left.clear();
            }
            left.push(self.once(unit, *value, scope.clone()));
        }
        Worth::any(left, self.is_python(unit))
    }

    /// A value that is not asked for while it is being worked out.
    fn once(&mut self, unit: UnitId, value: ExprId, scope: Scope) -> Worth {
        let at = At { unit, id: value };
        if self.busy.contains(&at) {
            return Worth::Unknown;
        }
        self.busy.push(at);
        let worth = self.evaluate(unit, value, scope);
        self.busy.pop();
        worth
    }

    /// Whether an assignment is made, by what stands around it in its function.
    fn runs(&mut self, unit: UnitId, value: ExprId, home: FunctionId, scope: Scope) -> Runs {
        let module = self.flow.program.module(unit);
        let (start, end) = module.function(home).exprs;
        if !(start..end).contains(&value.0) {
            return Runs::Perhaps;
        }
        let mut runs = if end - value.0 > MAX_AROUND { Runs::Perhaps } else { Runs::Always };
        let place = module.span(value);
        let inside = |part: ExprId| module.span(part).start <= place.start && place.end <= module.span(part).end;
        let mut guards = Vec::new();
        let known = self.elements.len();
        for around in (value.0 + 1..end.min(value.0 + MAX_AROUND)).map(ExprId) {
            match module.expr(around) {
                Expr::If(test, then, _) if inside(then) => guards.push((test, true)),
                Expr::If(test, _, otherwise) if inside(otherwise) => guards.push((test, false)),
                Expr::Function(other) if inside(around) && other != home => {
                    self.elements.truncate(known);
                    return Runs::Perhaps;
                }
                Expr::Binary(BinaryOp::And, test, then) if inside(then) => guards.push((test, true)),
                Expr::Either(test, otherwise) if inside(otherwise) => guards.push((test, false)),
                Expr::Try(parts) if module.list(parts).iter().any(|part| inside(*part)) => runs = Runs::Perhaps,
                Expr::Loop(parts) if inside(around) => {
                    runs = Runs::Perhaps;
                    if self.is_over_nothing(unit, parts, &scope) {
                        self.elements.truncate(known);
                        return Runs::Never;
                    }
                }
                _ => {}
            }
        }
        for (test, wanted) in guards {
            match self.truth(unit, test, scope.clone()) {
                Some(truth) if truth == wanted => {}
                Some(_) => {
                    runs = Runs::Never;
                    break;
                }
                None => runs = Runs::Perhaps,
            }
        }
        self.elements.truncate(known);
        runs
    }

    /// Whether a loop has nothing to go through; what it has only one of is known inside it.
    fn is_over_nothing(&mut self, unit: UnitId, parts: List, scope: &Scope) -> bool {
        let Some(variable) = self.loop_variable(unit, parts) else { return false };
        let Expr::Element(source) = self.flow.program.module(unit).expr(variable) else { return false };
        let Worth::List(items) = self.evaluate(unit, source, scope.clone()) else { return false };
        if let [only] = &*items {
            self.elements.push((At { unit, id: variable }, only.clone()));
        }
        items.is_empty()
    }

    /// The [`Expr::Element`] at the head of a loop.
    pub(super) fn loop_variable(&self, unit: UnitId, parts: List) -> Option<ExprId> {
        let module = self.flow.program.module(unit);
        let is_element = |id: ExprId| matches!(module.expr(id), Expr::Element(_));
        module.list(parts).iter().find_map(|part| match module.expr(*part) {
            Expr::Element(_) => Some(*part),
            Expr::Assign(_, value) if is_element(value) => Some(value),
            _ => None,
        })
    }

    /// Whether code of a function adds to a list; of code too long to be looked through, that is assumed.
    pub(super) fn is_filled(&mut self, unit: UnitId, (start, end): (u32, u32), is_it: impl Fn(&Module, ExprId) -> bool) -> bool {
        let module = self.flow.program.module(unit);
        self.fuel = self.fuel.saturating_sub((end - start) / 64);
        end - start > MAX_SEARCHED || (start..end).map(ExprId).any(|id| match module.expr(id) {
            Expr::Call(callee, _) => {
                matches!(module.expr(callee), Expr::Member(object, method) if FILLS.contains(&module.name(method)) && is_it(module, object))
            }
            Expr::Assign(target, _) => matches!(module.expr(target), Expr::Index(object, _) if is_it(module, object)),
            _ => false,
        })
    }

    /// A parameter: what the call under way gives, else what all calls agree on.
    pub(super) fn parameter(&mut self, function: At<FunctionId>, index: u32, scope: &Scope) -> Worth {
        let mut frame = scope.as_ref();
        while let Some(here) = frame {
            if here.function == function {
                return here.given.get(index as usize).cloned().unwrap_or(Worth::Unknown);
            }
            frame = here.around.as_ref();
        }
        self.agreed_by_callers(function, index)
    }

    fn agreed_by_callers(&mut self, function: At<FunctionId>, index: u32) -> Worth {
        let callers = self.flow.callers(function).to_vec();
        // Whoever decorates a function may call it as well.
        let is_open = !self.flow.program.module(function.unit).function(function.id).decorators.is_empty();
        if callers.is_empty() || callers.len() > MAX_CALLERS || is_open || self.hops >= MAX_HOPS {
            return Worth::Unknown;
        }
        self.hops += 1;
        let given = callers.into_iter().map(|call| self.given_by(function, index, call)).collect();
        self.hops -= 1;
        Worth::any(given, self.is_python(function.unit))
    }

    fn given_by(&mut self, function: At<FunctionId>, index: u32, call: At<ExprId>) -> Worth {
        let module = self.flow.program.module(call.unit);
        let (Expr::Call(_, list) | Expr::New(_, list)) = module.expr(call.id) else { return Worth::Unknown };
        let info = self.flow.program.module(function.unit).function(function.id);
        let Some(parameter) = info.parameters.get(index as usize) else { return Worth::Unknown };
        let name = parameter.name.map(|name| self.flow.program.module(function.unit).name(name));
        let Some(position) = (index as usize).checked_sub(self.receivers(function)) else { return Worth::Unknown };
        let given = self.arguments_for(call.unit, list, None, Some((name, position)));
        self.bound_one(function, index as usize, &given)
    }

    /// Parameters that no argument stands for: the receiver of a Python method.
    fn receivers(&self, function: At<FunctionId>) -> usize {
        let info = self.flow.program.module(function.unit).function(function.id);
        usize::from(self.is_python(function.unit) && info.class.is_some() && !info.is_static)
    }

    /// The parameters of a function for the arguments of a call; the receiver of a Python method stays unknown.
    pub(super) fn bound(&mut self, function: At<FunctionId>, given: &super::worth::Given) -> Vec<Worth> {
        let parameters = self.flow.program.module(function.unit).function(function.id).parameters.len();
        (0..parameters).map(|index| self.bound_one(function, index, given)).collect()
    }

    fn bound_one(&mut self, function: At<FunctionId>, index: usize, given: &super::worth::Given) -> Worth {
        let module = self.flow.program.module(function.unit);
        let parameter = &module.function(function.id).parameters[index];
        let receivers = self.receivers(function);
        if index < receivers || matches!(parameter.kind, ParameterKind::Rest | ParameterKind::KeywordRest) {
            return Worth::Unknown;
        }
        let named = parameter.name.and_then(|name| given.named(module.name(name)));
        let position = (parameter.kind == ParameterKind::Plain).then(|| given.positional.get(index - receivers)).flatten();
        match (named.or(position), parameter.default) {
            (Some(Worth::Null), Some(default)) if !self.is_python(function.unit) => self.evaluate(function.unit, default, None),
            (Some(worth), _) => worth.clone(),
            (None, _) if given.open => Worth::Unknown,
            (None, Some(default)) => self.evaluate(function.unit, default, None),
            (None, None) if self.is_python(function.unit) => Worth::Unknown,
            (None, None) => Worth::Null,
        }
    }
}

/// Whether an assignment further on comes round to a reader before it.
fn shares_a_loop(module: &Module, reader: ExprId, value: ExprId) -> bool {
    let holds = |around: ExprId, part: ExprId| {
        module.span(around).start <= module.span(part).start && module.span(part).end <= module.span(around).end
    };
    let end = (module.exprs.len() as u32).min(value.0.saturating_add(MAX_AROUND));
    (value.0..end).map(ExprId).any(|at| matches!(module.expr(at), Expr::Loop(_)) && holds(at, reader) && holds(at, value))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Runs {
    Always,
    Perhaps,
    Never,
}
