//! Members: what was put into the one that is asked for, and not into those beside it.

use crate::flow::{UnitId, Value};
use crate::signatures::SourceClass;
use crate::syntax::ir::{Expr, ExprId, List};

use super::Ingredient;
use super::additions::Addition;
use super::walk::{MAX_WIDTH, Walk};

/// Members that say little of what they are taken from.
const MEASURES: [&str; 9] = ["length", "size", "ok", "status", "statusCode", "status_code", "byteLength", "statusText", "returncode"];

/// A member that is asked for, instead of all of something.
pub(super) type Wanted<'p> = Option<Asked<'p>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Asked<'p> {
    pub name: &'p str,
    /// The member of it that is asked for in turn.
    pub then: Option<&'p str>,
}

impl<'p> Walk<'_, 'p> {
    pub(super) fn member(&mut self, unit: UnitId, expr: ExprId, (object, word): (ExprId, &'p str), wanted: Wanted<'p>) {
        if MEASURES.contains(&word) {
            return;
        }
        let value = self.glance(unit, expr);
        if value.as_text().is_none() && self.is_wallet_key(unit, word) {
            let tells = "a key that moves money".to_owned();
            self.add(Ingredient::Source { class: SourceClass::Wallet, id: "wallet-keys".to_owned(), tells }, unit, expr);
        }
        if self.settled(unit, expr, &value, wanted) {
            return;
        }
        if let Value::Object(at) | Value::Array(at) = value {
            self.walk(at.unit, at.id, wanted);
        }
        let module = self.flow.program.module(unit);
        if let Expr::Import(_) = module.expr(object) {
            return self.imported(unit, object, word, wanted);
        }
        let is_this = matches!(module.expr(object), Expr::This(_));
        if is_this && self.is_request_of_class(unit, object, word) {
            return;
        }
        if is_this {
            self.field(unit, word, wanted);
        }
        let is_setting = word.len() > 2 && word.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_');
        self.picks += u32::from(is_setting);
        self.walk(unit, object, Some(Asked { name: word, then: wanted.map(|asked| asked.name) }));
        self.picks -= u32::from(is_setting);
    }

    /// `getattr(object, "name", default)` is a member, or what stands behind it; false where it is another call.
    pub(super) fn attribute(&mut self, unit: UnitId, (expr, callee): (ExprId, ExprId), arguments: List, wanted: Wanted<'p>) -> bool {
        let module = self.flow.program.module(unit);
        let [object, name, default @ ..] = module.list(arguments) else { return false };
        let (Expr::Name(called, scope), Expr::Str(text)) = (module.expr(callee), module.expr(*name)) else { return false };
        if module.name(called) != "getattr" || module.declaring_scope(called, scope).is_some() {
            return false;
        }
        self.member(unit, expr, (*object, module.text(text)), wanted);
        default.iter().for_each(|default| self.walk(unit, *default, wanted));
        true
    }

    /// All that is written to a field of this name on `this` or `self`, anywhere in the file.
    fn field(&mut self, unit: UnitId, word: &str, wanted: Wanted<'p>) {
        let module = self.flow.program.module(unit);
        let Some(name) = module.names.find(word) else { return };
        let writes = module.member_writes.get(&name).into_iter().flatten();
        for write in writes.filter(|write| matches!(module.expr(write.object), Expr::This(_))).take(MAX_WIDTH) {
            self.walk(unit, write.value, wanted);
        }
        for field in module.classes.iter().flat_map(|class| &class.fields).filter(|field| field.name == name).take(MAX_WIDTH) {
            self.walk(unit, field.value, wanted);
        }
        let index = self.index.unit(unit);
        self.additions(unit, index.additions.of_field(name), wanted);
    }

    pub(super) fn additions(&mut self, unit: UnitId, additions: &[Addition], wanted: Wanted<'p>) {
        let module = self.flow.program.module(unit);
        for addition in additions.iter().filter(|addition| addition.is_about(module, wanted)) {
            if let Some(call) = addition.wraps() {
                self.wrapped(unit, call);
                continue;
            }
            self.walk(unit, addition.value, None);
            if let Some(by) = addition.by {
                self.gathered_by(unit, by);
            }
        }
    }
}
