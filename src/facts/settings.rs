//! Variables that a library reads for the package: settings classes, options of command lines.

use crate::flow::{At, UnitId, Value};
use crate::syntax::ir::{Class, ClassId, Expr, ExprId, Field};
use crate::syntax::{Language, Module};

use super::scan::Scanner;
use super::{EnvRead, Place};

/// Models inside settings are looked through this deep.
const MAX_NESTED: u32 = 4;
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
        if module.names.find("auto_envvar_prefix").is_some() || module.texts.iter().any(|text| text == "auto_envvar_prefix") {
            self.option_prefixes(unit);
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

    /// `cli(auto_envvar_prefix="ACME")` reads a variable for each option of each command below.
    fn option_prefixes(&mut self, unit: UnitId) {
        let module = self.program.module(unit);
        for (expr, kind) in module.iter() {
            let value = match kind {
                Expr::Keyword(name, value) if module.name(name) == "auto_envvar_prefix" => value,
                Expr::Pair(key, value) if matches!(module.expr(key), Expr::Str(key) if module.text(key) == "auto_envvar_prefix") => value,
                _ => continue,
            };
            if let Some(prefix) = self.flow.value(unit, value).as_text() {
                self.facts.env.push(EnvRead { name: format!("{prefix}_*"), place: Place { unit, expr } });
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
        let at = At { unit, id: class };
        if !self.is_settings(at, 0) {
            return;
        }
        let module = self.program.module(unit);
        let prefixes = self.prefixes(at);
        let delimiter = self.setting_of(at, "env_nested_delimiter", 0);
        for field in &module.class(class).fields {
            let name = module.name(field.name);
            let Some(annotation) = field.annotation else { continue };
            if name.starts_with('_') || name == "model_config" || is_of_the_class(module, annotation) {
                continue;
            }
            let place = Place { unit, expr: annotation };
            let aliases = self.aliases(unit, field);
            let names = match aliases.is_empty() {
                true => prefixes.iter().map(|prefix| format!("{prefix}{name}").to_uppercase()).collect(),
                false => aliases,
            };
            for name in names {
                if let Some(delimiter) = &delimiter {
                    self.nested(place, annotation, &name, delimiter, MAX_NESTED);
                }
                self.facts.env.push(EnvRead { name, place });
            }
        }
    }

    /// `ACME_DB__HOST`, where `db` is a model with a field `host`.
    fn nested(&mut self, place: Place, annotation: ExprId, outer: &str, delimiter: &str, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let Value::Class(model) = self.flow.value(place.unit, annotation) else { return };
        let module = self.program.module(model.unit);
        for field in &module.class(model.id).fields {
            let Some(annotation) = field.annotation else { continue };
            let name = format!("{outer}{delimiter}{}", module.name(field.name)).to_uppercase();
            self.nested(Place { unit: model.unit, expr: place.expr }, annotation, &name, delimiter, depth);
            self.facts.env.push(EnvRead { name, place });
        }
    }

    /// What the names of all fields begin with: as the class says, or as those who make one do (`S(_env_prefix="ACME_")`).
    fn prefixes(&mut self, class: At<ClassId>) -> Vec<String> {
        let module = self.program.module(class.unit);
        let mut prefixes: Vec<String> = Vec::new();
        if module.names.find("_env_prefix").is_some() {
            for (_, callee, arguments) in module.calls() {
                let given = module.list(arguments).iter().find_map(|argument| match module.expr(*argument) {
                    Expr::Keyword(name, value) if module.name(name) == "_env_prefix" => Some(value),
                    _ => None,
                });
                if let Some(prefix) = given
                    && self.flow.glance(class.unit, callee) == Value::Class(class)
                {
                    prefixes.extend(self.flow.expanded(class.unit, prefix).as_text().map(str::to_owned));
                }
            }
        }
        if prefixes.is_empty() {
            prefixes.push(self.setting_of(class, "env_prefix", 0).unwrap_or_default());
        }
        prefixes
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

    /// `model_config = SettingsConfigDict(env_prefix="ACME_")`, the same in a class `Config`, behind the bases, or in one of these.
    fn setting_of(&mut self, class: At<ClassId>, wanted: &str, hops: u32) -> Option<String> {
        let module = self.program.module(class.unit);
        let info = module.class(class.id);
        let own = info.fields.iter().find(|field| module.name(field.name) == "model_config").map(|field| field.value);
        let inner = module.classes.iter().find(|inner| {
            inner.name.is_some_and(|name| module.name(name) == "Config")
                && info.span.start <= inner.span.start
                && inner.span.end <= info.span.end
        });
        let value = own
            .and_then(|config| option(module, config, wanted))
            .or_else(|| inner?.fields.iter().find(|field| module.name(field.name) == wanted).map(|field| field.value))
            .or_else(|| behind_bases(module, info, wanted));
        if let Some(value) = value {
            return self.flow.value(class.unit, value).as_text().map(str::to_owned);
        }
        let bases = info.bases.clone();
        bases.into_iter().find_map(|base| match self.flow.value(class.unit, base) {
            Value::Class(base) if hops < 8 => self.setting_of(base, wanted, hops + 1),
            _ => None,
        })
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

/// `class Settings(BaseSettings, env_prefix="ACME_")`: the named argument that stands right before the body.
fn behind_bases(module: &Module, class: &Class, wanted: &str) -> Option<ExprId> {
    let last = class.bases.last()?;
    (last.0..last.0 + 12).map(ExprId).take_while(|id| id.index() < module.exprs.len()).find_map(|id| match module.expr(id) {
        Expr::Keyword(name, value) if module.name(name) == wanted && module.span(id).end <= class.span.end => Some(value),
        _ => None,
    })
}

/// `ClassVar[…]` belongs to the class and is no setting.
fn is_of_the_class(module: &Module, annotation: ExprId) -> bool {
    let name = match module.expr(annotation) {
        Expr::Index(object, _) => module.expr(object),
        other => other,
    };
    matches!(name, Expr::Name(name, _) | Expr::Member(_, name) if module.name(name) == "ClassVar")
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
