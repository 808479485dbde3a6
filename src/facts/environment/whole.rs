//! The environment as a whole: handed to a schema that names its variables, or to something that takes all of it.

use crate::flow::Value;
use crate::signatures::Effect;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, List};

use super::super::scan::{Pending, Scanner};
use super::super::{EnvDump, Place};
use super::Standing;

impl Scanner<'_, '_> {
    /// Looks for the environment, and for functions, among the arguments of a call.
    pub(super) fn handed_environment(&mut self, place: Place, arguments: List) {
        let module = self.program.module(place.unit);
        for argument in module.list(arguments).iter().take(8) {
            let inner = match module.expr(*argument) {
                Expr::Keyword(_, value) | Expr::Spread(value) => value,
                _ => *argument,
            };
            if let Expr::Object(_) = module.expr(inner) {
                if self.is_copy(Place { unit: place.unit, expr: inner }, None) {
                    self.pending.push(Pending::Schema(place));
                }
                continue;
            }
            if !is_maybe_environment(module, inner) {
                continue;
            }
            let Value::Symbol(symbol) = self.flow.glance(place.unit, inner) else { continue };
            if self.flow.is_environment(symbol) {
                self.pending.push(Pending::Schema(place));
                return;
            }
            self.glance_argument(place, *argument, symbol);
        }
    }

    pub(in crate::facts) fn whole_environment(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, arguments) | Expr::New(callee, arguments)) = module.expr(place.expr) else { return };
        let by = match self.flow.value(place.unit, callee) {
            Value::Symbol(symbol) => self.flow.symbols.name(symbol).to_owned(),
            _ => String::new(),
        };
        if merges(&by) {
            return;
        }
        let signature = self.signatures.call(super::super::scan::runtime(module.language), &by);
        // A known call takes options beside the environment, and no schema.
        let names = if signature.is_none() { self.schema_names(place, callee, arguments) } else { Vec::new() };
        if !names.is_empty() {
            names.into_iter().for_each(|name| self.read(name, place));
            return;
        }
        if by.is_empty() || !self.hands_it_over_bare(place, arguments) {
            return;
        }
        let serializes =
            matches!(by.as_str(), "JSON.stringify" | "json.dumps" | "str" | "repr" | "pickle.dumps" | "yaml.dump" | "util.inspect");
        let leaves =
            signature.is_some_and(|signature| matches!(signature.effect, Effect::Url | Effect::Host | Effect::Write | Effect::Mail));
        if serializes || leaves {
            self.facts.dumps.push(EnvDump { place, by, leaves });
        }
    }

    /// The environment itself rather than a copy of it with changes.
    fn hands_it_over_bare(&mut self, place: Place, arguments: List) -> bool {
        let module = self.program.module(place.unit);
        module.list(arguments).iter().take(8).any(|argument| {
            let inner = match module.expr(*argument) {
                Expr::Keyword(_, value) | Expr::Spread(value) => value,
                _ => *argument,
            };
            !matches!(module.expr(inner), Expr::Object(_))
                && is_maybe_environment(module, inner)
                && self.standing(place, inner, None) == Standing::Environment
        })
    }

    /// A dump that stands inside a call which connects or writes goes with it.
    pub(in crate::facts) fn dumps_that_leave(&mut self) {
        let takes = |effect| matches!(effect, Effect::Url | Effect::Host | Effect::Mail | Effect::Write);
        for dump in &mut self.facts.dumps {
            let module = self.program.module(dump.place.unit);
            let inner = module.span(dump.place.expr);
            let outer = self.facts.calls.iter().filter(|call| call.place.unit == dump.place.unit && takes(call.effect)).find(|call| {
                let span = module.span(call.place.expr);
                span.start < inner.start && inner.end <= span.end
            });
            if let Some(call) = outer.filter(|_| !dump.leaves) {
                dump.by.clone_from(&call.callee);
                dump.leaves = true;
            }
        }
    }
}

/// What is beside the environment here is put into it or over it, and describes nothing.
fn merges(name: &str) -> bool {
    matches!(name, "Object.assign" | "dict" | "os.environ.update" | "copy.copy" | "copy.deepcopy")
}

/// The environment by a name, as a member, or copied: `dict(os.environ)`, `os.environ.copy()`.
fn is_maybe_environment(module: &Module, expr: ExprId) -> bool {
    match module.expr(expr) {
        Expr::Member(..) | Expr::Name(..) => true,
        Expr::Call(callee, _) => {
            matches!(module.expr(callee), Expr::Name(name, _) | Expr::Member(_, name) if matches!(module.name(name), "dict" | "copy"))
        }
        _ => false,
    }
}
