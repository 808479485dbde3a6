//! What a schema says of its variables: fields of a settings class, members of a zod object.

use std::collections::{BTreeSet, HashMap};

use crate::flow::{Flow, UnitId};
use crate::model::ValueForm;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, Field, List};

use super::{Need, constant, help};

const MAX_CHAIN: usize = 24;

/// Fields of classes, by where their annotation and their value stand.
pub(super) type Fields = HashMap<ExprId, Field>;

pub(super) fn fields(module: &Module) -> Fields {
    let fields = module.classes.iter().flat_map(|class| &class.fields);
    fields.flat_map(|field| field.annotation.into_iter().chain([field.value]).map(|expr| (expr, *field))).collect()
}

pub(super) fn field(flow: &mut Flow<'_>, unit: UnitId, field: Field) -> Need {
    let module = flow.program.module(unit);
    let mut need = Need { form: annotated(module, field), ..Need::default() };
    match module.expr(field.value) {
        // A member of a class that takes its value from the environment by itself is no field of a schema.
        _ if field.annotation.is_none() => return Need::default(),
        Expr::Opaque => need.required = true,
        Expr::Call(_, list) => described(flow, unit, list, &mut need),
        _ => need.default = constant(flow, unit, field.value),
    }
    need
}

fn annotated(module: &Module, field: Field) -> ValueForm {
    match field.annotation.map(|annotation| module.expr(annotation)) {
        Some(Expr::Name(name, _)) => match module.name(name) {
            "int" | "float" => ValueForm::Number,
            "bool" => ValueForm::Switch,
            "Path" | "FilePath" | "DirectoryPath" => ValueForm::FilePath,
            _ => ValueForm::Text,
        },
        _ => ValueForm::Text,
    }
}

/// `Field(default=…, description="…")`; `Field(...)` has no default.
fn described(flow: &mut Flow<'_>, unit: UnitId, list: List, need: &mut Need) {
    let module = flow.program.module(unit);
    let mut has_default = false;
    for (at, argument) in module.list(list).iter().take(64).enumerate() {
        match module.expr(*argument) {
            Expr::Keyword(name, value) => match module.name(name) {
                "default" => {
                    has_default = !matches!(module.expr(value), Expr::Opaque);
                    need.default = constant(flow, unit, value);
                }
                "default_factory" => has_default = true,
                "description" => need.purpose = help(flow, unit, value),
                _ => {}
            },
            Expr::Opaque => {}
            _ if at == 0 => {
                has_default = true;
                need.default = constant(flow, unit, *argument);
            }
            _ => {}
        }
    }
    need.required = !has_default;
}

/// `ACME_TOKEN: z.string().describe("…").optional()` for each of the names.
pub(super) fn entries(flow: &mut Flow<'_>, unit: UnitId, names: &BTreeSet<&str>) -> Vec<(String, Need)> {
    let module = flow.program.module(unit);
    let mut found = Vec::new();
    for (_, expr) in module.iter() {
        if let Expr::Pair(key, value) = expr
            && let Expr::Str(key) = module.expr(key)
            && matches!(module.expr(value), Expr::Call(..))
            && names.contains(module.text(key))
            && let Some(need) = chain(flow, unit, value)
        {
            found.push((module.text(key).to_owned(), need));
        }
    }
    found
}

/// None for what is no chain of a schema's methods.
fn chain(flow: &mut Flow<'_>, unit: UnitId, expr: ExprId) -> Option<Need> {
    let module = flow.program.module(unit);
    let (mut at, mut need, mut optional) = (expr, Need::default(), false);
    for _ in 0..MAX_CHAIN {
        let Expr::Call(callee, list) = module.expr(at) else { return None };
        let Expr::Member(object, method) = module.expr(callee) else { return None };
        let first = module.list(list).first().copied();
        match module.name(method) {
            "describe" => need.purpose = first.and_then(|text| help(flow, unit, text)),
            "default" | "catch" => {
                optional = true;
                need.default = first.and_then(|value| constant(flow, unit, value));
            }
            "optional" | "nullish" => optional = true,
            "number" => need.form = need.form.max(ValueForm::Number),
            "boolean" => need.form = need.form.max(ValueForm::Switch),
            _ => {}
        }
        if matches!(module.expr(object), Expr::Name(..)) {
            need.required = !optional;
            need.tolerant = optional;
            return is_schema(flow, unit, object).then_some(need);
        }
        at = object;
        // `z.coerce.number()`
        if let Expr::Member(base, _) = module.expr(at) {
            need.required = !optional;
            need.tolerant = optional;
            return is_schema(flow, unit, base).then_some(need);
        }
    }
    None
}

fn is_schema(flow: &mut Flow<'_>, unit: UnitId, expr: ExprId) -> bool {
    let crate::flow::Value::Symbol(symbol) = flow.glance(unit, expr) else { return false };
    flow.symbols.name(symbol).starts_with("zod")
}
