//! Fields that a class leaves to those made from it: `class Base { get() { return fetch(this.url) } }`.

use std::collections::HashMap;

use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{ClassId, Expr, ExprId};

use super::Flow;
use super::value::{At, Value};

/// So many classes made from one are looked at.
const MAX_HEIRS: usize = 12;
/// Wrappers of a field's default: `dataclasses.field(default=…)`, `pydantic.Field(…)`.
const FIELDS: [&str; 10] = [
    "dataclasses.field",
    "pydantic.Field",
    "pydantic.fields.Field",
    "attr.ib",
    "attr.field",
    "attrs.field",
    "msgspec.field",
    "sqlmodel.Field",
    "typer.Option",
    "typer.Argument",
];

/// By class, those that name it as their base.
pub(super) type Heirs = HashMap<At<ClassId>, Vec<At<ClassId>>, BuildFastHasher>;

impl Flow<'_> {
    /// What the classes made from a class hold under a name that it does not give a value itself.
    pub(super) fn given_by_heirs(&mut self, at: At<ClassId>, name: &str, depth: u32) -> Vec<Value> {
        if self.heirs.is_none() {
            // While they are looked for, nobody has any.
            self.heirs = Some(Heirs::default());
            let found = self.all_heirs();
            self.heirs = Some(found);
        }
        let heirs = self.heirs.as_ref().and_then(|heirs| heirs.get(&at)).cloned().unwrap_or_default();
        let mut found = Vec::new();
        for heir in heirs {
            found.extend(self.own_member(heir, name, depth));
            found.extend(self.written_on_this(heir, name, depth));
        }
        found
    }

    fn all_heirs(&mut self) -> Heirs {
        let mut heirs = Heirs::default();
        for unit in self.program.ids() {
            for id in (0..self.program.module(unit).classes.len() as u32).map(ClassId) {
                let class = At { unit, id };
                for base in self.bases(class, 0) {
                    if let Value::Class(base) = base
                        && base != class
                    {
                        let known = heirs.entry(base).or_default();
                        if known.len() < MAX_HEIRS {
                            known.push(class);
                        }
                    }
                }
            }
        }
        heirs
    }

    /// [`Self::field_value`], as seen from outside a question.
    pub fn field(&mut self, at: At<ExprId>) -> Value {
        self.fuel = self.effort.fuel();
        self.field_value(at, 0)
    }

    /// The value of a field of a class, out of what describes the field where something does.
    pub(super) fn field_value(&mut self, at: At<ExprId>, depth: u32) -> Value {
        let value = self.eval(at.unit, at.id, depth + 1);
        let Value::Symbol(symbol) = value else { return value };
        let is_field = self.symbols.name(symbol).strip_suffix("()").is_some_and(|name| FIELDS.contains(&name));
        let module = self.program.module(at.unit);
        let Expr::Call(_, arguments) = module.expr(at.id) else { return value };
        if !is_field {
            return value;
        }
        let arguments = module.list(arguments).to_vec();
        let given = arguments.iter().find_map(|argument| match module.expr(*argument) {
            Expr::Keyword(keyword, given) => match module.name(keyword) {
                "default" => Some((given, false)),
                "default_factory" | "factory" => Some((given, true)),
                _ => None,
            },
            _ => None,
        });
        let first = arguments.first().filter(|first| !matches!(module.expr(**first), Expr::Keyword(..) | Expr::Spread(_)));
        match given.or_else(|| first.map(|first| (*first, false))) {
            Some((default, false)) => self.eval(at.unit, default, depth + 1),
            Some((factory, true)) => match self.eval(at.unit, factory, depth + 1) {
                Value::Function(function) => self.returned(function, depth),
                Value::Class(class) => Value::Instance(class),
                _ => value,
            },
            None => value,
        }
    }
}
