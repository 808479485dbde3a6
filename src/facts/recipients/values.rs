//! The addresses in what a field is given, through lists, loops and calls that pass them on.

use crate::flow::Value;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, Name, ScopeId};

use super::addresses::mails;
use super::{MAX_MEMBERS, Said, Search, is_wallet};

/// Expressions that one field is made of.
const MAX_STEPS: u32 = 400;

impl Search<'_, '_> {
    pub(super) fn is_open(&mut self, value: ExprId) -> bool {
        !matches!(self.flow.value(self.unit, value), Value::Text(_) | Value::Number(_) | Value::Null)
    }

    /// The addresses in a value, and whether there may be others.
    pub(super) fn say(&mut self, value: ExprId, said: &mut Said, depth: u32) {
        let Some(depth) = depth.checked_sub(1).filter(|_| said.steps < MAX_STEPS) else { return };
        said.steps += 1;
        let module = self.module;
        match module.expr(value) {
            Expr::Array(items) => {
                for item in module.list(items).to_vec().into_iter().take(MAX_MEMBERS) {
                    self.say(item, said, depth);
                }
            }
            Expr::Element(all) | Expr::Comprehension(all, _) => self.say(all, said, depth),
            Expr::Name(name, scope) => {
                let known = self.flow.value(self.unit, value);
                match self.list_behind(name, scope).filter(|_| known.as_text().is_none()) {
                    Some(list) => self.say(list, said, depth),
                    None => texts_of(value, &known, said),
                }
            }
            Expr::Object(members) => {
                for member in module.list(members).to_vec().into_iter().take(MAX_MEMBERS) {
                    if let Expr::Pair(key, inner) = module.expr(member)
                        && let Expr::Str(key) = module.expr(key)
                        && ["email", "address", "emailaddress"].contains(&module.text(key).to_ascii_lowercase().as_str())
                    {
                        self.say(inner, said, depth);
                    }
                }
            }
            Expr::Binary(BinaryOp::Add, left, right) => {
                self.say(left, said, depth);
                self.say(right, said, depth);
            }
            // `new PublicKey("…")`
            Expr::New(_, arguments) | Expr::Call(_, arguments) if arguments.len == 1 => {
                let inner = module.list(arguments)[0];
                match (self.flow.value(self.unit, value), module.expr(inner)) {
                    (known @ Value::Text(_), _) => texts_of(value, &known, said),
                    (_, Expr::Str(_) | Expr::Array(_) | Expr::Name(..) | Expr::Comprehension(..)) => self.say(inner, said, depth),
                    _ => said.is_open = true,
                }
            }
            // A setting or a caller comes first.
            Expr::Either(..) | Expr::Spread(_) => said.is_open = true,
            Expr::If(_, one, other) => {
                self.say(one, said, depth);
                self.say(other, said, depth);
            }
            _ => {
                let known = self.flow.value(self.unit, value);
                texts_of(value, &known, said);
            }
        }
    }

    /// What a variable holds, where that is a list or one of a list: `[...mail.bcc, ARCHIVE]`.
    fn list_behind(&self, name: Name, scope: ScopeId) -> Option<ExprId> {
        let module = self.module;
        let scope = module.declaring_scope(name, scope)?;
        let [only] = module.variables.get(&(scope, name))?.as_slice() else { return None };
        let is_list = |expr: Expr| match expr {
            Expr::Array(_) | Expr::Element(_) | Expr::Comprehension(..) => true,
            Expr::Call(_, arguments) => arguments.len == 1,
            _ => false,
        };
        is_list(module.expr(*only)).then_some(*only)
    }
}

fn texts_of(expr: ExprId, value: &Value, said: &mut Said) {
    match value {
        Value::Text(text) => {
            said.mails.extend(mails(text).map(|mail| (expr, mail.to_owned())));
            if is_wallet(text.trim()) {
                said.wallets.push((expr, text.trim().to_owned()));
            }
        }
        Value::Concat(parts) => {
            said.is_open = true;
            parts.iter().filter(|part| part.as_text().is_some()).for_each(|part| texts_of(expr, part, said));
        }
        Value::Null | Value::Number(_) | Value::Bool(_) => {}
        Value::Unknown
        | Value::Path(_)
        | Value::Url(_)
        | Value::Symbol(_)
        | Value::Env(_)
        | Value::Function(_)
        | Value::Class(_)
        | Value::Instance(_)
        | Value::Object(_)
        | Value::Array(_)
        | Value::List(_)
        | Value::Given(_)
        | Value::Namespace(_)
        | Value::Parameter(..)
        | Value::Member(..)
        | Value::Any(_) => said.is_open = true,
    }
}
