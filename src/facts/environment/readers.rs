//! Functions that are told which variable to read: the languages' own, and those of libraries.

use crate::flow::{Symbol, Value};
use crate::signatures::{EnvReader, Takes};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::super::Place;
use super::super::scan::{Pending, Scanner};
use super::schemas::keys_of;
use super::{Asked, Standing, is_upper};

/// Methods of a mapping that ask for one key.
const ASKING: [&str; 8] = ["get", "getenv", "has", "pop", "setdefault", "hasOwnProperty", "__getitem__", "__contains__"];
/// Functions that take an object and a key of it.
const OBJECT_AND_KEY: [&str; 6] =
    ["Object.hasOwn", "Reflect.get", "Reflect.has", "Object.prototype.hasOwnProperty", "Object.hasOwnProperty", "operator.getitem"];
/// Objects inside the options of a library are looked through this deep.
const MAX_DEPTH: u32 = 8;

impl Scanner<'_, '_> {
    pub(super) fn reader_call(&mut self, place: Place, reader: &EnvReader) {
        let keyword = reader.keyword.as_deref().and_then(|keyword| self.keyword(place, keyword));
        let argument = keyword.or_else(|| self.argument(place, reader.position));
        match (reader.takes, argument) {
            (Takes::Keywords, _) => self.read_keywords(place),
            (_, None) => {}
            (Takes::Names, Some(names)) => self.read_listed(place, names),
            (Takes::Prefix, Some(prefix)) => {
                let value = self.flow.value(place.unit, prefix);
                if let Some(prefix) = value.as_text().filter(|prefix| !prefix.is_empty()) {
                    self.read(format!("{}_*", prefix.trim_end_matches('_')), place);
                }
            }
            (Takes::Keys, Some(_)) => {
                for object in self.arguments(place) {
                    for name in keys_of(self.program.module(place.unit), object, MAX_DEPTH) {
                        self.read(name, place);
                    }
                }
            }
            (Takes::Options, Some(options)) => self.read_options(place, options),
            (Takes::Text, Some(text)) => {
                let value = self.flow.expanded(place.unit, text);
                let names: Vec<String> = value.alternatives().iter().flat_map(|value| expansions(&value.pattern())).collect();
                names.into_iter().for_each(|name| self.read(name, place));
            }
        }
    }

    /// One name, or an array of them.
    fn read_listed(&mut self, place: Place, names: ExprId) {
        let module = self.program.module(place.unit);
        match module.expr(names) {
            Expr::Array(items) => module.list(items).iter().for_each(|item| self.read_later(place, *item)),
            _ => self.read_later(place, names),
        }
    }

    fn read_keywords(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        for argument in self.arguments(place) {
            if let Expr::Keyword(name, _) = module.expr(argument)
                && is_upper(module.name(name))
            {
                self.read(module.name(name).to_owned(), place);
            }
        }
    }

    /// `{ region: { env: "ACME_REGION" } }`.
    fn read_options(&mut self, place: Place, options: ExprId) {
        let mut names = Vec::new();
        options_in(self.program.module(place.unit), options, MAX_DEPTH, &mut names);
        names.into_iter().for_each(|name| self.read_later(place, name));
    }

    /// `env.get("X")`, whatever the environment is called here.
    pub(super) fn asks_the_environment(&mut self, place: Place, callee: ExprId) -> bool {
        let module = self.program.module(place.unit);
        let Expr::Member(object, method) = module.expr(callee) else { return false };
        if !ASKING.contains(&module.name(method)) {
            return false;
        }
        let Some(key) = self.argument(place, 0).or_else(|| self.keyword(place, "key")) else { return false };
        let written = match module.expr(key) {
            Expr::Str(text) => Some(module.text(text)),
            _ => None,
        };
        match self.standing(place, object, written) {
            Standing::Environment => {
                self.read_later(place, key);
                true
            }
            Standing::Given if written.is_some_and(|name| is_upper(name) && name.contains('_')) => {
                self.pending.push(Pending::Asked(place, Asked::Key(object, key)));
                false
            }
            Standing::Given | Standing::Other => false,
        }
    }

    /// `Object.hasOwn(process.env, "X")`, `map(os.getenv, NAMES)`.
    pub(super) fn asks_about_environment(&mut self, place: Place, called: Option<Symbol>) -> bool {
        let Some(called) = called else { return false };
        let name = self.flow.symbols.name(called);
        let arguments = self.arguments(place);
        let [first, second, ..] = arguments.as_slice() else { return false };
        if OBJECT_AND_KEY.contains(&name) {
            let is_environment = self.standing(place, *first, None) == Standing::Environment;
            if is_environment {
                self.read_later(place, *second);
            }
            return is_environment;
        }
        if name != "map" {
            return false;
        }
        let Value::Symbol(mapped) = self.flow.glance(place.unit, *first) else { return false };
        let is_reader = self.signatures.env_reader(self.flow.symbols.name(mapped)).is_some_and(|reader| reader.takes == Takes::Names);
        if is_reader {
            let list = self.flow.value(place.unit, *second);
            let names = self.flow.items_of(&list).unwrap_or_default();
            names.iter().filter_map(Value::as_text).for_each(|name| self.read(name.to_owned(), place));
        }
        is_reader
    }
}

/// Values of `env` in objects inside objects.
fn options_in(module: &Module, expr: ExprId, depth: u32, names: &mut Vec<ExprId>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let Expr::Object(members) = module.expr(expr) else { return };
    for member in module.list(members) {
        let Expr::Pair(key, value) = module.expr(*member) else { continue };
        match module.expr(key) {
            Expr::Str(key) if module.text(key) == "env" => names.push(value),
            _ => options_in(module, value, depth, names),
        }
    }
}

/// The variables of `$A/${B}/x`.
fn expansions(text: &str) -> Vec<String> {
    let names = text.split('$').skip(1).map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        rest[..end].to_owned()
    });
    names.filter(|name| is_upper(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_variables_with_and_without_braces() {
        assert_eq!(expansions("$ACME_A/${ACME_B}/x$1 $lower"), ["ACME_A", "ACME_B"]);
    }
}
