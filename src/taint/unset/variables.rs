//! Variables and parameters: which of the values that one is given is there when nothing is configured.

use crate::flow::{At, UnitId};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, Name, ParameterKind, ScopeId};

use super::worth::Worth;
use super::{Scope, Unset};

/// A variable that is given more values than these is no setting.
const MAX_VALUES: usize = 6;
/// How far behind an assignment the end of what is around it is looked for.
const MAX_AROUND: u32 = 3000;
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
        self.declared(unit, name, declared, Some(reader), scope)
    }

    /// A variable of a known scope; without a reader, as other files see it.
    pub(super) fn declared(&mut self, unit: UnitId, name: Name, declared: ScopeId, reader: Option<ExprId>, scope: Scope) -> Worth {
        let module = self.flow.program.module(unit);
        let values = module.variables.get(&(declared, name)).map_or(&[][..], Vec::as_slice);
        if values.len() > MAX_VALUES {
            return Worth::Unknown;
        }
        let home = module.scopes[declared.index()].function;
        let (start, end) = module.function(home).exprs;
        // Code of the same function sees what is assigned before it, other functions see everything.
        let reader = reader.filter(|reader| (start..end).contains(&reader.0) && module.enclosing_function(*reader) == home);
        let earlier: Vec<ExprId> = values.iter().copied().filter(|value| reader.is_none_or(|reader| value.0 < reader.0)).collect();
        let values = if earlier.is_empty() { values.to_vec() } else { earlier };
        self.settled(unit, &values, home, scope)
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
        let function = module.enclosing_function(value);
        if function != home {
            return Runs::Perhaps;
        }
        let end = module.function(function).exprs.1;
        let mut runs = if end - value.0 > MAX_AROUND { Runs::Perhaps } else { Runs::Always };
        for around in (value.0 + 1..end.min(value.0 + MAX_AROUND)).map(ExprId) {
            let inside = |from: ExprId, to: ExprId| from.0 < value.0 && value.0 <= to.0;
            let guard = match module.expr(around) {
                Expr::If(test, then, _) if inside(test, then) => Some((test, true)),
                Expr::If(test, then, otherwise) if test.0 < then.0 && inside(then, otherwise) => Some((test, false)),
                Expr::Binary(BinaryOp::And, test, then) if inside(test, then) => Some((test, true)),
                Expr::Either(test, otherwise) if inside(test, otherwise) => Some((test, false)),
                Expr::Loop(parts) | Expr::Try(parts) => {
                    if module.list(parts).windows(2).any(|pair| inside(pair[0], pair[1])) {
                        runs = Runs::Perhaps;
                    }
                    None
                }
                _ => None,
            };
            let Some((test, wanted)) = guard else { continue };
            match self.truth(unit, test, scope.clone()) {
                Some(truth) if truth == wanted => {}
                Some(_) => return Runs::Never,
                None => runs = Runs::Perhaps,
            }
        }
        runs
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
        self.from_callers(function, index)
    }

    fn from_callers(&mut self, function: At<FunctionId>, index: u32) -> Worth {
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
        let given = self.arguments(call.unit, list, None);
        self.bound(function, &given).into_iter().nth(index as usize).unwrap_or(Worth::Unknown)
    }

    /// The parameters of a function for the arguments of a call; the receiver of a Python method stays unknown.
    pub(super) fn bound(&mut self, function: At<FunctionId>, given: &super::worth::Given) -> Vec<Worth> {
        let module = self.flow.program.module(function.unit);
        let info = module.function(function.id);
        let receiver = usize::from(self.is_python(function.unit) && info.class.is_some() && !info.is_static);
        let mut bound = Vec::with_capacity(info.parameters.len());
        for (index, parameter) in info.parameters.iter().enumerate() {
            if index < receiver || matches!(parameter.kind, ParameterKind::Rest | ParameterKind::KeywordRest) {
                bound.push(Worth::Unknown);
                continue;
            }
            let named = parameter.name.and_then(|name| given.named(module.name(name)));
            let position = (parameter.kind == ParameterKind::Plain).then(|| given.positional.get(index - receiver)).flatten();
            bound.push(match (named.or(position), parameter.default) {
                (Some(Worth::Null), Some(default)) if !self.is_python(function.unit) => self.evaluate(function.unit, default, None),
                (Some(worth), _) => worth.clone(),
                (None, _) if given.open => Worth::Unknown,
                (None, Some(default)) => self.evaluate(function.unit, default, None),
                (None, None) if self.is_python(function.unit) => Worth::Unknown,
                (None, None) => Worth::Null,
            });
        }
        bound
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Runs {
    Always,
    Perhaps,
    Never,
}
