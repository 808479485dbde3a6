//! Reads of the environment: by member, by key, by call, as a whole.

mod callers;
mod prefixes;
mod readers;
mod schemas;
mod whole;

use crate::flow::{Value, is_mapping_method};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, List};

use super::scan::{Pending, Scanner};
use super::{EnvRead, Place};

pub(super) use callers::Asked;

/// Whether something is the environment, as far as a glance tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Environment,
    /// What somebody gives to a function.
    Given,
    Other,
}

impl Scanner<'_, '_> {
    /// `process.env.X`, `os.environ[name]`.
    pub(super) fn glance_member(&mut self, place: Place, object: ExprId, key: Option<ExprId>) {
        let module = self.program.module(place.unit);
        // Only these can be the environment; most objects are not worth a question.
        if !matches!(module.expr(object), Expr::Name(..) | Expr::Member(..) | Expr::Index(..) | Expr::Either(..) | Expr::Call(..)) {
            return;
        }
        if let Expr::Call(callee, _) = module.expr(object)
            && !matches!(module.expr(callee), Expr::Name(..) | Expr::Member(..))
        {
            return;
        }
        let member = match module.expr(place.expr) {
            Expr::Member(_, name) => Some(module.name(name)),
            _ => None,
        };
        let standing = self.standing(place, object, member);
        match (standing, key, member) {
            (Standing::Other, ..) => {}
            (Standing::Environment, Some(key), _) => self.read_later(place, key),
            (Standing::Environment, None, Some(name)) if !is_mapping_method(name) => self.read(name.to_owned(), place),
            (Standing::Given, None, Some(name)) if is_upper(name) && (name.contains('_') || sounds_like_one(module, object)) => {
                self.pending.push(Pending::Asked(place, Asked::Member(object)));
            }
            (Standing::Given, Some(key), _) if sounds_like_one(module, object) => {
                self.pending.push(Pending::Asked(place, Asked::Key(object, key)));
            }
            (Standing::Environment | Standing::Given, ..) => {}
        }
    }

    /// `member` is what is wanted of it: a copy may have put something of its own in its place.
    fn standing(&mut self, place: Place, object: ExprId, member: Option<&str>) -> Standing {
        let value = self.flow.glance(place.unit, object);
        let mut found = Standing::Other;
        for value in value.alternatives() {
            match value {
                Value::Symbol(symbol) if self.flow.is_environment(*symbol) => return Standing::Environment,
                Value::Object(at) if self.is_copy(Place { unit: at.unit, expr: at.id }, member) => return Standing::Environment,
                Value::Parameter(..) | Value::Member(..) => found = Standing::Given,
                _ => {}
            }
        }
        found
    }

    /// `{...process.env, OWN: 1}`, `{**os.environ}`.
    fn is_copy(&mut self, place: Place, member: Option<&str>) -> bool {
        let module = self.program.module(place.unit);
        let Expr::Object(members) = module.expr(place.expr) else { return false };
        let mut is_copy = false;
        for part in module.list(members).iter().take(64) {
            match module.expr(*part) {
                Expr::Spread(inner) => {
                    is_copy |= matches!(self.flow.glance(place.unit, inner), Value::Symbol(symbol) if self.flow.is_environment(symbol));
                }
                Expr::Pair(key, _) if matches!(module.expr(key), Expr::Str(key) if Some(module.text(key)) == member) => return false,
                _ => {}
            }
        }
        is_copy
    }

    /// A key that is written where it is used is read at once; any other may come from callers that are still to be found.
    fn read_later(&mut self, place: Place, key: ExprId) {
        match self.program.module(place.unit).expr(key) {
            Expr::Str(_) => self.read_each(place, key),
            _ => self.pending.push(Pending::Asked(place, Asked::Name(key))),
        }
    }

    fn read(&mut self, name: String, place: Place) {
        let plausible = !name.is_empty() && name.len() <= 128 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-()*".contains(&b));
        if plausible {
            self.facts.env.push(EnvRead { name, place });
        }
    }

    /// `"X" in os.environ`.
    pub(super) fn membership(&mut self, place: Place, name: ExprId, container: ExprId) {
        if self.standing(place, container, None) == Standing::Environment {
            self.read_later(place, name);
        }
    }

    /// Assignments are no reads, unless they ask first: `process.env.X ??= …`.
    pub(super) fn assigned_to(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let target = match module.expr(place.expr) {
            Expr::Assign(target, value) => {
                let asks = matches!(module.expr(value), Expr::Either(first, _) | Expr::Binary(_, first, _) if first == target);
                if asks {
                    return;
                }
                target
            }
            Expr::Unary(_, target) => target,
            _ => return,
        };
        self.assigned.insert(Place { unit: place.unit, expr: target });
    }

    /// Calls that take a name, and calls that take the environment itself.
    pub(super) fn environment_call(&mut self, place: Place, called: Option<crate::flow::Symbol>, callee: ExprId, arguments: List) {
        if arguments.len == 0 {
            return;
        }
        if let Some(symbol) = called
            && let Some(reader) = self.signatures.env_reader(self.flow.symbols.name(symbol))
        {
            self.reader_call(place, reader);
            return;
        }
        if self.asks_the_environment(place, callee) || self.asks_about_environment(place, called) {
            return;
        }
        self.begins_with(place, callee);
        // Commands get it whatever they are given; what prints it into another is looked at with the commands.
        if self.program.module(place.unit).language == crate::syntax::Language::Bash {
            return;
        }
        self.handed_environment(place, arguments);
    }
}

/// `env`, `config.environ`: a name that people give to the environment.
fn sounds_like_one(module: &Module, object: ExprId) -> bool {
    let name = match module.expr(object) {
        Expr::Name(name, _) | Expr::Member(_, name) => module.name(name),
        _ => return false,
    };
    name.to_ascii_lowercase().contains("env")
}

/// `ACME_TOKEN`, as nearly all variables are called.
fn is_upper(name: &str) -> bool {
    name.len() > 1
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && name.as_bytes()[0].is_ascii_uppercase()
}
