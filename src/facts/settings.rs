//! Variables that a library reads for the package: settings classes, options of command lines.

use crate::flow::{At, UnitId, Value};
use crate::syntax::ir::{Class, ClassId, Expr, ExprId, Field};
use crate::syntax::{Language, Module};

use super::scan::Scanner;
use super::{EnvRead, Place};

/// Options of command-line libraries that name a variable.
const OPTIONS: [&str; 4] = ["envvar", "env_var", "env_vars", "envVar"];

/// Schemas and texts: what they are given is described, not used.
pub(super) fn describes_only(name: &str) -> bool {
    name.starts_with("zod.") || name.starts_with("pydantic.Field") || name.starts_with("typing.") || name.starts_with("JSON.")
}

impl Scanner<'_, '_> {
    pub(super) fn settings(&mut self, unit: UnitId) {
        let module = self.program.module(unit);
        let has_options = OPTIONS.iter().any(|option| module.names.find(option).is_some());
        if has_options {
            self.option_variables(unit);
        }
        if module.language == Language::Python {
            for at in 0..module.classes.len() as u32 {
                self.settings_class(unit, ClassId(at));
            }
        }
    }

    /// `@click.option("--token", envvar="ACME_TOKEN")`.
    fn option_variables(&mut self, unit: UnitId) {
        let module = self.program.module(unit);
        for (_, expr) in module.iter() {
            if let Expr::Keyword(name, value) = expr
                && OPTIONS.contains(&module.name(name))
            {
                self.read_texts(unit, value);
            }
        }
    }

    fn read_texts(&mut self, unit: UnitId, expr: ExprId) {
        let value = self.flow.expanded(unit, expr);
        let values = self.flow.items_of(&value).filter(|_| !matches!(value, Value::Text(_))).unwrap_or(vec![value]);
        for value in values.iter().flat_map(Value::alternatives) {
            if let Some(name) = value.as_text() {
                self.facts.env.push(EnvRead { name: name.to_owned(), place: Place { unit, expr } });
            }
        }
    }

    /// A class of pydantic-settings reads one variable for each of its fields.
    fn settings_class(&mut self, unit: UnitId, class: ClassId) {
        if !self.is_settings(At { unit, id: class }, 0) {
            return;
        }
        let module = self.program.module(unit);
        let info = module.class(class);
        let prefix = self.env_prefix(unit, info);
        for field in &info.fields {
            let name = module.name(field.name);
            if field.annotation.is_none() || name.starts_with('_') || name == "model_config" {
                continue;
            }
            let aliases = self.aliases(unit, field);
            let place = Place { unit, expr: field.annotation.unwrap_or(field.value) };
            let names = if aliases.is_empty() { vec![format!("{prefix}{name}").to_uppercase()] } else { aliases };
            self.facts.env.extend(names.into_iter().map(|name| EnvRead { name, place }));
        }
    }

    fn is_settings(&mut self, class: At<ClassId>, hops: u32) -> bool {
        let bases = self.program.module(class.unit).class(class.id).bases.clone();
        bases.into_iter().any(|base| match self.flow.value(class.unit, base) {
            Value::Symbol(symbol) => {
                let name = self.flow.symbols.name(symbol);
                name.ends_with(".BaseSettings") && name.starts_with("pydantic")
            }
            Value::Class(base) => hops < 8 && self.is_settings(base, hops + 1),
            _ => false,
        })
    }

    /// `model_config = SettingsConfigDict(env_prefix="ACME_")`, or the same in a class `Config`.
    fn env_prefix(&mut self, unit: UnitId, class: &Class) -> String {
        let module = self.program.module(unit);
        let own = class.fields.iter().find(|field| module.name(field.name) == "model_config").map(|field| field.value);
        let inner = module.classes.iter().find(|inner| {
            inner.name.is_some_and(|name| module.name(name) == "Config")
                && class.span.start <= inner.span.start
                && inner.span.end <= class.span.end
        });
        let value = own
            .and_then(|config| option(module, config, "env_prefix"))
            .or_else(|| inner?.fields.iter().find(|field| module.name(field.name) == "env_prefix").map(|field| field.value));
        value.and_then(|value| self.flow.value(unit, value).as_text().map(str::to_owned)).unwrap_or_default()
    }

    /// The names in `Field(validation_alias=…)`, `Field(alias=…)`, `Field(env=…)`.
    fn aliases(&mut self, unit: UnitId, field: &Field) -> Vec<String> {
        let module = self.program.module(unit);
        let keyword = ["validation_alias", "alias", "env"]
            .iter()
            .find_map(|name| option(module, field.value, name).or_else(|| option_in_annotation(module, field.annotation?, name)));
        let Some(alias) = keyword else { return Vec::new() };
        let mut names = Vec::new();
        let given = match module.expr(alias) {
            // `AliasChoices("A", "B")`
            Expr::Call(_, arguments) => module.list(arguments).to_vec(),
            Expr::Array(items) => module.list(items).to_vec(),
            _ => vec![alias],
        };
        for item in given {
            if let Some(name) = self.flow.expanded(unit, item).as_text() {
                names.push(name.to_owned());
            }
        }
        names
    }
}

/// The value of a keyword of a call, or of a key of an object.
fn option(module: &Module, expr: ExprId, name: &str) -> Option<ExprId> {
    let (Expr::Call(_, list) | Expr::Object(list)) = module.expr(expr) else { return None };
    module.list(list).iter().find_map(|item| match module.expr(*item) {
        Expr::Keyword(keyword, value) if module.name(keyword) == name => Some(value),
        Expr::Pair(key, value) => match module.expr(key) {
            Expr::Str(key) if module.text(key) == name => Some(value),
            _ => None,
        },
        _ => None,
    })
}

/// `Annotated[str, Field(validation_alias="X")]`: the parts lie right before the whole.
fn option_in_annotation(module: &Module, annotation: ExprId, name: &str) -> Option<ExprId> {
    let Expr::Index(_, inner) = module.expr(annotation) else { return None };
    let Expr::Array(items) = module.expr(inner) else { return option(module, inner, name) };
    module.list(items).iter().find_map(|item| option(module, *item, name))
}
