//! Dangerous functions that are handed to somebody else to be called: `Thread(target=os.system, args=…)`, `answers.then(eval)`.

use crate::flow::{Symbol, Value};
use crate::signatures::{CallSignature, Effect};
use crate::syntax::ir::{Expr, ExprId};

use super::scan::{Pending, Scanner};
use super::{CallFact, Place, spelled};

/// Functions that give back the function itself; the call comes later.
const WRAPPERS: [&str; 7] = ["partial", "bind", "call", "apply", "construct", "promisify", "getattr"];

impl<'s> Scanner<'_, 's> {
    /// An argument of a call turned out to be something outside the package.
    pub(super) fn glance_argument(&mut self, place: Place, argument: ExprId, symbol: Symbol) {
        let module = self.program.module(place.unit);
        if let Some(signature) = self.signatures.call(super::scan::runtime(module.language), self.flow.symbols.name(symbol))
            && matches!(signature.effect, Effect::Shell | Effect::Program | Effect::Evaluate)
            && !signature.text_only
            && !WRAPPERS.contains(&self.called_name(place))
        {
            self.pending.push(Pending::Handed(place, argument, symbol, signature));
        }
    }

    /// The last word of what is called.
    fn called_name(&self, place: Place) -> &str {
        let module = self.program.module(place.unit);
        match module.expr(place.expr) {
            Expr::Call(callee, _) | Expr::New(callee, _) => match module.expr(callee) {
                Expr::Name(name, _) | Expr::Member(_, name) => module.name(name),
                _ => "",
            },
            _ => "",
        }
    }

    /// Only what the function will be given makes it a call: many things are handed around for good reasons.
    pub(super) fn handed(&mut self, place: Place, argument: ExprId, symbol: Symbol, signature: &'s CallSignature) {
        let value = self.value_for(place, argument);
        let is_answer = matches!(value, Value::Symbol(_)) && signature.effect == Effect::Evaluate;
        if !is_answer && !value.alternatives().iter().any(Value::has_text) && !matches!(value, Value::Array(_) | Value::List(_)) {
            return;
        }
        let callee = self.flow.symbols.name(symbol).to_owned();
        let hidden = spelled::hides(self.program, place.unit, &callee);
        let (value, arguments) = self.program_and_words(signature.effect, value, None);
        self.facts.calls.push(CallFact { place, callee, signature, effect: signature.effect, value, arguments, hidden });
    }

    fn value_for(&mut self, place: Place, argument: ExprId) -> Value {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(place.expr) else { return Value::Unknown };
        let receiver = match module.expr(callee) {
            Expr::Member(object, _) => Some(object),
            _ => None,
        };
        match (self.called_name(place), receiver) {
            ("then", Some(promise)) => return self.flow.expanded(place.unit, promise),
            ("map" | "forEach", Some(list)) => return self.any_of(place, list),
            _ => {}
        }
        if let Some(words) = self.keyword(place, "args") {
            return self.any_of(place, words);
        }
        let arguments = self.arguments(place);
        let position = arguments.iter().position(|one| *one == argument);
        match position.and_then(|at| arguments.get(at + 1)) {
            Some(list) if self.called_name(place) == "map" => self.any_of(place, *list),
            Some(next) => self.flow.expanded(place.unit, *next),
            None => Value::Unknown,
        }
    }

    fn any_of(&mut self, place: Place, list: ExprId) -> Value {
        let list = self.flow.expanded(place.unit, list);
        Value::any(self.flow.items_of(&list).unwrap_or_default())
    }
}
