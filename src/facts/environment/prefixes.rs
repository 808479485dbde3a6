//! Variables that are taken by how their names begin: `Object.keys(process.env).filter((k) => k.startsWith("ACME_"))`.

use crate::flow::{At, Feed, UnitId, Value};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::super::Place;
use super::super::scan::{Pending, Scanner};
use super::{Standing, is_upper};

/// From a key back to what is gone through, over names, filters and sorted copies.
const MAX_LINKS: u32 = 8;

impl Scanner<'_, '_> {
    /// A test of a beginning may be one of a variable's name.
    pub(super) fn begins_with(&mut self, place: Place, callee: ExprId) {
        let module = self.program.module(place.unit);
        let tests = match module.expr(callee) {
            Expr::Member(_, method) => matches!(module.name(method), "startsWith" | "startswith" | "test" | "match"),
            _ => false,
        };
        if tests {
            self.pending.push(Pending::Prefix(place));
        }
    }

    pub(in crate::facts) fn prefix(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let Expr::Call(callee, arguments) = module.expr(place.expr) else { return };
        let Expr::Member(object, _) = module.expr(callee) else { return };
        let Some(given) = module.list(arguments).first().copied() else { return };
        // `/^ACME_/.test(key)`, `key.match(/^ACME_/)`, `re.match("ACME_", key)`
        let (pattern, key) = match (module.expr(object), module.expr(given)) {
            (Expr::Regex(pattern), _) => (Some(pattern), given),
            (_, Expr::Regex(pattern)) => (Some(pattern), object),
            _ => (None, object),
        };
        if !self.is_key(place.unit, key, MAX_LINKS) {
            return;
        }
        let prefixes = match pattern {
            Some(pattern) => module.text(pattern).strip_prefix('^').map(beginning).into_iter().collect(),
            None => self.texts_of(place.unit, given),
        };
        for prefix in prefixes.iter().filter(|prefix| prefix.len() > 2 && is_upper(prefix)) {
            self.read(format!("{prefix}*"), place);
        }
    }

    /// One text, or each of several.
    fn texts_of(&mut self, unit: UnitId, expr: ExprId) -> Vec<String> {
        let value = self.flow.expanded(unit, expr);
        let items = match value {
            Value::Array(_) | Value::List(_) => self.flow.items_of(&value).unwrap_or_default(),
            other => other.alternatives().to_vec(),
        };
        items.iter().filter_map(Value::as_text).map(str::to_owned).collect()
    }

    /// Whether an expression is the name of a variable that a loop over the environment is at.
    fn is_key(&mut self, unit: UnitId, expr: ExprId, links: u32) -> bool {
        let Some(links) = links.checked_sub(1) else { return false };
        let module = self.program.module(unit);
        match module.expr(expr) {
            Expr::Element(source) => self.holds_keys(unit, source, links),
            Expr::Index(pair, at) if matches!(module.expr(at), Expr::Number(0.0)) => self.is_key(unit, pair, links),
            Expr::Parameter(function, 0) => match self.flow.feed(At { unit, id: function }) {
                Some((Feed::Element, source)) => self.holds_keys(source.unit, source.id, links),
                Some((Feed::Settled, _)) | None => false,
            },
            Expr::Name(..) => assigned(module, expr).into_iter().any(|value| self.is_key(unit, value, links)),
            _ => false,
        }
    }

    /// Whether going through something gives the names of variables.
    fn holds_keys(&mut self, unit: UnitId, source: ExprId, links: u32) -> bool {
        let Some(links) = links.checked_sub(1) else { return false };
        let module = self.program.module(unit);
        if self.standing(Place { unit, expr: source }, source, None) == Standing::Environment {
            return true;
        }
        match module.expr(source) {
            Expr::Call(callee, arguments) => {
                let first = module.list(arguments).first().copied();
                match module.expr(callee) {
                    Expr::Member(object, method) => {
                        let from = match module.name(method) {
                            "keys" | "entries" | "items" | "getOwnPropertyNames" | "ownKeys" => first.unwrap_or(object),
                            "filter" | "sort" | "toSorted" | "slice" | "copy" => object,
                            _ => return false,
                        };
                        self.holds_keys(unit, from, links)
                    }
                    Expr::Name(name, _) if matches!(module.name(name), "sorted" | "list" | "dict" | "iter" | "set" | "filter") => {
                        arguments.len > 0 && module.list(arguments).iter().take(2).any(|one| self.holds_keys(unit, *one, links))
                    }
                    _ => false,
                }
            }
            Expr::Name(..) => assigned(module, source).into_iter().any(|value| self.holds_keys(unit, value, links)),
            _ => false,
        }
    }
}

/// What a variable was seen to be given.
fn assigned(module: &Module, expr: ExprId) -> Vec<ExprId> {
    let Expr::Name(name, scope) = module.expr(expr) else { return Vec::new() };
    let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
    values.into_iter().flatten().take(4).copied().collect()
}

/// The plain letters that a regular expression begins with.
fn beginning(pattern: &str) -> String {
    pattern.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}
