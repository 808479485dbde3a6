//! Checks of the partner that are switched off: options, fields, functions, commands.

use crate::facts::address::Address;
use crate::facts::tools::syntax;
use crate::facts::{Place, scan};
use crate::flow::{UnitId, Value};
use crate::signatures::{Effect, Runtime, UncheckedOption};
use crate::syntax::ir::{Expr, ExprId};

use super::{Finder, MAX_PER_UNIT, WeaknessKind, When};

/// Commands of one package.
const MAX_COMMANDS: usize = 2_000;

impl Finder<'_, '_, '_> {
    pub(super) fn unverified(&mut self, unit: UnitId) {
        let before = self.found.len();
        let module = self.flow.program.module(unit);
        let runtime = scan::runtime(module.language);
        for (expr, kind) in module.iter() {
            if self.found.len() - before >= MAX_PER_UNIT {
                return;
            }
            let place = Place { unit, expr };
            match kind {
                Expr::Call(..) | Expr::New(..) => self.options(runtime, place),
                Expr::Pair(key, value) => {
                    if let Expr::Str(key) = module.expr(key) {
                        self.option(runtime, place, module.text(key), value, None);
                    }
                }
                Expr::Assign(target, value) => {
                    if let Some((holder, name)) = syntax::member(module, target) {
                        self.option(runtime, place, name, value, Some(holder));
                    }
                }
                Expr::Name(name, _) => self.mention(runtime, place, module.name(name)),
                Expr::Member(object, name) if !matches!(module.expr(object), Expr::Import(_)) => {
                    self.mention(runtime, place, module.name(name));
                }
                _ => {}
            }
        }
    }

    /// `requests.get(url, verify=False)`
    fn options(&mut self, runtime: Runtime, call: Place) {
        let module = self.flow.program.module(call.unit);
        for argument in syntax::arguments(module, call.expr) {
            if let Expr::Keyword(name, value) = module.expr(*argument) {
                self.option(runtime, Place { unit: call.unit, expr: value }, module.name(name), value, Some(call.expr));
            }
        }
    }

    /// An option or field with this name and value; `of` is the call that it is given to, or the object that it is written to.
    fn option(&mut self, runtime: Runtime, place: Place, name: &str, value: ExprId, of: Option<ExprId>) {
        let Some(signature) = self.signatures.unchecked_option(runtime, name) else { return };
        if !self.is_own(place.unit, place.expr) || !self.is_given_to(signature, place.unit, of) || self.is_named_unsafe(place) {
            return;
        }
        let around = self.by_setting(place);
        let when = match self.is_off(signature, place.unit, value) {
            Some(When::Always) if around != When::Chosen => around,
            Some(When::ByDefault) => When::ByDefault,
            Some(When::Always | When::Chosen) | None => return,
        };
        // What one variable says in many places is said once.
        let module = self.flow.program.module(place.unit);
        if let Some(word) = syntax::last_word(module, value)
            && !self.told.insert((place.unit, word.to_owned()))
        {
            return;
        }
        let what = format!("`{name}` is {}", signature.off.first().map_or("off", String::as_str));
        self.add(place, WeaknessKind::Unverified { what, id: signature.id.clone() }, when);
    }

    /// Whether the value says so, and whether a setting can say something else.
    fn is_off(&mut self, signature: &UncheckedOption, unit: UnitId, value: ExprId) -> Option<When> {
        let known = self.flow.expanded(unit, value);
        if let Some(written) = self.written(&known) {
            return signature.off.contains(&written).then_some(When::Always);
        }
        let truth = self.truth(unit, value, 0)?;
        let written = if truth { "true" } else { "false" };
        signature.off.iter().any(|off| off == written).then_some(When::ByDefault)
    }

    /// A constant as signatures write it: `false`, `0`, `CERT_NONE`.
    fn written(&self, value: &Value) -> Option<String> {
        match value {
            Value::Bool(value) => Some(value.to_string()),
            Value::Number(number) => Some(number.to_string()),
            Value::Text(text) => Some(text.to_string()),
            Value::Symbol(symbol) => self.flow.symbols.name(*symbol).rsplit('.').next().map(str::to_owned),
            _ => None,
        }
    }

    fn is_given_to(&mut self, signature: &UncheckedOption, unit: UnitId, of: Option<ExprId>) -> bool {
        if signature.on.is_empty() && signature.named.is_empty() {
            return true;
        }
        let Some(of) = of else { return false };
        let module = self.flow.program.module(unit);
        let (object, word) = match module.expr(of) {
            Expr::Call(callee, _) | Expr::New(callee, _) => (callee, syntax::last_word(module, callee)),
            _ => (of, syntax::last_word(module, of)),
        };
        match self.flow.glance(unit, object) {
            Value::Symbol(symbol) => {
                let name = self.flow.symbols.name(symbol);
                signature.on.iter().any(|library| name.strip_prefix(library.as_str()).is_some_and(|rest| rest.starts_with(['.', '('])))
            }
            _ => word.is_some_and(|word| signature.named.iter().any(|named| word == named)),
        }
    }

    /// A function that makes what checks nothing, called or handed on.
    fn mention(&mut self, runtime: Runtime, place: Place, word: &str) {
        let Some(signature) = self.signatures.unchecked_call(runtime, word) else { return };
        let Value::Symbol(symbol) = self.flow.glance(place.unit, place.expr) else { return };
        let name = self.flow.symbols.name(symbol).trim_end_matches("()").to_owned();
        let is_known = signature.names().any(|known| known == name) && self.is_own(place.unit, place.expr) && !self.is_assigned(place);
        if !is_known || self.is_named_unsafe(place) || (signature.address && !self.goes_out(place)) {
            return;
        }
        let when = self.by_setting(place);
        if when != When::Chosen {
            self.add(place, WeaknessKind::Unverified { what: format!("`{name}`"), id: signature.id.clone() }, when);
        }
    }

    /// `ssl._create_unverified_context = …` is no use of it.
    fn is_assigned(&self, place: Place) -> bool {
        let module = self.flow.program.module(place.unit);
        let behind = (place.expr.0 + 1..(place.expr.0 + 400).min(module.exprs.len() as u32)).map(ExprId);
        behind.into_iter().any(|expr| matches!(module.expr(expr), Expr::Assign(target, _) if target == place.expr))
    }

    /// The call is given the address of somebody outside this network.
    fn goes_out(&mut self, place: Place) -> bool {
        let module = self.flow.program.module(place.unit);
        let behind = (place.expr.0 + 1..(place.expr.0 + 400).min(module.exprs.len() as u32)).map(ExprId);
        let call = behind.into_iter().find(|expr| matches!(module.expr(*expr), Expr::Call(callee, _) if callee == place.expr));
        let Some(address) = call.and_then(|call| syntax::positional(module, call, 0)) else { return false };
        let value = self.flow.expanded(place.unit, address);
        !Address::of_value(&value, Address::of_host).is_empty()
    }

    /// `curl -k …`
    pub(super) fn commands(&mut self) {
        let facts = self.facts;
        let starts = facts.calls.iter().filter(|call| matches!(call.effect, Effect::Shell | Effect::Program));
        for call in starts.take(MAX_COMMANDS) {
            let arguments: Vec<String> = call.arguments.iter().flatten().take(64).map(Value::pattern).collect();
            let commands = call.value.alternatives().iter().map(Value::pattern).map(|command| format!("{command} {}", arguments.join(" ")));
            if !self.is_own(call.place.unit, call.place.expr) {
                continue;
            }
            let found = commands.into_iter().find_map(|command| self.signatures.unchecked_command(&command));
            if let Some(signature) = found {
                let when = self.by_setting(call.place);
                if when != When::Chosen {
                    let what = format!("`{}`", signature.example);
                    self.add(call.place, WeaknessKind::Unverified { what, id: signature.id.clone() }, when);
                }
            }
        }
    }
}
