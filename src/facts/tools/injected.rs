//! Parameters of a handler that nobody outside fills: what the framework or a decorator of the package hands in.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::facts::Place;
use crate::flow::{At, Value};
use crate::syntax::ir::{Expr, ExprId, FunctionId, Parameter, ParameterKind};
use crate::syntax::{Language, Module};

use super::handler::position;
use super::look::Look;
use super::{Entry, syntax};

/// Functions that tell a framework what to hand in: FastAPI's, FastMCP's, and those of libraries for injection.
const PROVIDERS: [&str; 8] =
    ["Depends", "Security", "CurrentContext", "Provide", "Inject", "FromDishka", "CurrentFastMCP", "CurrentAccessToken"];
/// Types that a framework makes itself, for the answer or for what comes after it.
const ANSWERS: [&str; 3] = ["Response", "BackgroundTasks", "SecurityScopes"];
/// Decorators around one function.
const MAX_DECORATORS: usize = 12;
/// So much of a decorator is looked through for the call of what it decorates.
const MAX_EXPRESSIONS: u32 = 4_000;

impl Look<'_, '_> {
    /// Nobody outside chooses what is handed in; JavaScript has no such way.
    pub fn leave_out_injected(&mut self, entry: &mut Entry, registered: Place) {
        let Some(handler) = &mut entry.handler else { return };
        let module = self.module(handler.function.unit);
        if module.language != Language::Python {
            return;
        }
        let injected = self.injected(handler.function, registered);
        handler.takes.retain(|takes| !injected.contains(&position(takes)));
        let names: Vec<&str> = injected
            .iter()
            .filter_map(|at| module.function(handler.function.id).parameters.get(*at as usize)?.name)
            .map(|name| module.name(name))
            .collect();
        entry.inputs.retain(|input| !names.contains(&input.name.split('.').next().unwrap_or_default()));
    }

    /// Positions of the parameters that are handed in. `registered` is the function as it is registered, decorators and all.
    fn injected(&mut self, function: At<FunctionId>, registered: Place) -> BTreeSet<u32> {
        let parameters = self.module(function.unit).function(function.id).parameters.clone();
        let mut injected = self.by_decorators(&parameters, function, registered);
        for (at, parameter) in parameters.iter().enumerate().take(256) {
            if self.is_provided(function, parameter) {
                injected.insert(at as u32);
            }
        }
        injected
    }

    /// `session: AsyncSession = Depends(get_session)`, `session: Annotated[AsyncSession, Depends(get_session)]`, or an alias of that.
    fn is_provided(&mut self, function: At<FunctionId>, parameter: &Parameter) -> bool {
        let module = self.module(function.unit);
        if parameter.default.is_some_and(|default| names_provider(module, default)) {
            return true;
        }
        let Some(annotation) = parameter.annotation else { return false };
        let at = self.definition(Place { unit: function.unit, expr: annotation });
        let module = self.module(at.unit);
        match module.expr(at.expr) {
            Expr::Index(_, inner) => match module.expr(inner) {
                Expr::Array(list) => module.list(list).iter().skip(1).take(16).any(|part| names_provider(module, *part)),
                _ => false,
            },
            _ => syntax::last_word(module, at.expr).is_some_and(|word| ANSWERS.contains(&word)),
        }
    }

    /// What the package's own decorators between the registration and the function put in front of its arguments, or beside them.
    fn by_decorators(&mut self, parameters: &[Parameter], function: At<FunctionId>, registered: Place) -> BTreeSet<u32> {
        let names: Vec<&str> = {
            let module = self.module(function.unit);
            parameters.iter().map(|parameter| parameter.name.map_or("", |name| module.name(name))).collect()
        };
        let module = self.module(registered.unit);
        let mut injected = BTreeSet::new();
        let mut at = registered.expr;
        for _ in 0..MAX_DECORATORS {
            let Expr::Call(decorator, _) = module.expr(at) else { break };
            let decorator = self.function(Place { unit: registered.unit, expr: decorator });
            if let Some(decorator) = decorator.filter(|decorator| *decorator != function) {
                for handed in self.handed_by(decorator).iter() {
                    match handed {
                        Handed::At(position) => injected.extend(Some(*position)),
                        Handed::Named(name) => injected.extend((0..).zip(&names).find(|(_, own)| **own == *name).map(|(at, _)| at)),
                        // Whoever fills in what it is not told the names of leaves it without a type.
                        Handed::Unnamed => {
                            let unit = self.module(function.unit);
                            let is_typed = |expr| syntax::last_word(unit, expr) != Some("Any");
                            let untyped = (0..).zip(parameters).filter(|(_, parameter)| !parameter.annotation.is_some_and(is_typed));
                            injected.extend(untyped.map(|(at, _)| at));
                        }
                    }
                }
            }
            let Some(inner) = syntax::positional(module, at, 0) else { break };
            at = inner;
        }
        injected
    }

    /// `def decorate(function): … function(client, *args, retries=3, **kwargs)`
    fn handed_by(&mut self, decorator: At<FunctionId>) -> Rc<[Handed]> {
        if let Some(known) = self.handed.get(&decorator) {
            return known.clone();
        }
        let found: Rc<[Handed]> = self.looked_through(decorator).into();
        self.handed.insert(decorator, found.clone());
        found
    }

    fn looked_through(&mut self, decorator: At<FunctionId>) -> Vec<Handed> {
        let module = self.module(decorator.unit);
        let (start, end) = module.function(decorator.id).exprs;
        let mut handed = Vec::new();
        for expr in (start..end.min(start.saturating_add(MAX_EXPRESSIONS))).map(ExprId) {
            match module.expr(expr) {
                Expr::Call(callee, _) => {
                    let callee = self.flow.glance(decorator.unit, callee);
                    if matches!(callee, Value::Parameter(of, 0) if of == decorator) {
                        self.handed_in_call(Place { unit: decorator.unit, expr }, &mut handed);
                    }
                }
                Expr::Assign(target, _) => handed.extend(self.put_among_keywords(Place { unit: decorator.unit, expr: target })),
                _ => {}
            }
        }
        handed
    }

    fn handed_in_call(&mut self, call: Place, handed: &mut Vec<Handed>) {
        let module = self.module(call.unit);
        let arguments = syntax::arguments(module, call.expr);
        // Where nothing is passed on, it is not the call that a client asks for.
        if !arguments.iter().any(|argument| matches!(module.expr(*argument), Expr::Spread(_))) {
            return;
        }
        let mut is_own = |expr| !matches!(self.flow.glance(call.unit, expr), Value::Parameter(..));
        let mut position = Some(0);
        for argument in arguments.iter().take(64) {
            match module.expr(*argument) {
                Expr::Keyword(name, value) if is_own(value) => handed.push(Handed::Named(module.name(name).to_owned())),
                Expr::Keyword(..) => {}
                Expr::Spread(_) => position = None,
                _ => {
                    handed.extend(position.filter(|_| is_own(*argument)).map(Handed::At));
                    position = position.map(|at| at + 1);
                }
            }
        }
    }

    /// `kwargs["client"] = …`, where `kwargs` takes what is left over.
    fn put_among_keywords(&mut self, target: Place) -> Option<Handed> {
        let module = self.module(target.unit);
        let Expr::Index(object, key) = module.expr(target.expr) else { return None };
        let Value::Parameter(of, at) = self.flow.glance(target.unit, object) else { return None };
        let parameter = self.module(of.unit).function(of.id).parameters.get(at as usize)?;
        if parameter.kind != ParameterKind::KeywordRest {
            return None;
        }
        Some(match self.flow.value(target.unit, key).as_text() {
            Some(name) => Handed::Named(name.to_owned()),
            None => Handed::Unnamed,
        })
    }
}

/// What a decorator gives the function on top of what it is called with.
pub(super) enum Handed {
    At(u32),
    Named(String),
    /// Under a name that is only known when the decorator runs.
    Unnamed,
}

/// `Depends(get_session)`
fn names_provider(module: &Module, expr: ExprId) -> bool {
    let Expr::Call(callee, _) = module.expr(expr) else { return false };
    syntax::last_word(module, callee).is_some_and(|word| PROVIDERS.contains(&word))
}
