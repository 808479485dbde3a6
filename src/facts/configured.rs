//! Hosts that a setting names: variables, options of the command line, fields of settings classes and schemas, and what serves
//! where they are not set.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::flow::{At, Symbols, UnitId, Value};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, FunctionId, List};

use super::address::Address;
use super::scan::Scanner;
use super::{ConfiguredHost, Place};

/// So many values of settings are looked for.
const MAX_UNSETTLED: usize = 2_000;
/// What a library calls that which holds the settings: the member behind it is one.
const HOLDERS: [&str; 13] = [
    ".parse_args()",
    ".parse_known_args()",
    ".opts()",
    ".argv",
    ".parse()",
    ".parseSync()",
    ".parseAsync()",
    ".parse().values",
    ".safeParse().data",
    "cleanEnv()",
    "createEnv()",
    "parseArgs().values",
    "BaseSettings()",
];
/// Methods that describe an option.
const DESCRIBES: [&str; 6] = ["add_argument", "add_option", "option", "requiredOption", "options", "Option"];

/// What else than a constant may name an address.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// Variables of the environment.
    pub settings: BTreeSet<String>,
    /// What a library or a decorator fills in.
    pub open: Vec<Open>,
    /// Something that only the caller knows.
    is_given: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Open {
    /// `argparse.ArgumentParser().parse_args().api_url`
    Held(String),
    Parameter(At<FunctionId>, u32),
}

impl Choice {
    /// Looks at what an address begins with: who chooses that chooses the host.
    pub fn of<'v>(symbols: &Symbols, values: impl IntoIterator<Item = &'v Value>) -> Self {
        let mut choice = Self::default();
        for value in values {
            for alternative in value.alternatives() {
                choice.add(symbols, alternative, 0);
            }
        }
        choice
    }

    fn add(&mut self, symbols: &Symbols, value: &Value, depth: u32) {
        match value {
            Value::Env(name) => {
                self.settings.insert(name.to_string());
            }
            Value::Url(inner) => self.add(symbols, inner, depth + 1),
            Value::Concat(parts) if depth < 4 => {
                let is_scheme = |part: &Value| matches!(part, Value::Text(text) if text.ends_with("://") || text.is_empty());
                if let Some(first) = parts.iter().find(|part| !is_scheme(part)) {
                    self.add(symbols, first, depth + 1);
                }
            }
            Value::Any(values) if depth < 4 => values.iter().for_each(|value| self.add(symbols, value, depth + 1)),
            Value::Symbol(symbol) => {
                let name = symbols.name(*symbol);
                if setting_of(name).is_some() {
                    self.open.push(Open::Held(name.to_owned()));
                }
            }
            Value::Parameter(function, index) => {
                self.is_given = true;
                self.open.push(Open::Parameter(*function, *index));
            }
            Value::Member(..) => self.is_given = true,
            Value::Unknown
            | Value::Text(_)
            | Value::Number(_)
            | Value::Bool(_)
            | Value::Null
            | Value::Concat(_)
            | Value::Path(_)
            | Value::Function(_)
            | Value::Class(_)
            | Value::Instance(_)
            | Value::Object(_)
            | Value::Array(_)
            | Value::Given(_)
            | Value::List(_)
            | Value::Namespace(_)
            | Value::Any(_) => {}
        }
    }

    /// A constant address beside it only serves where nothing else is named.
    pub fn is_open(&self) -> bool {
        self.is_given || !self.settings.is_empty() || !self.open.is_empty()
    }
}

/// The name of the setting in `argparse.ArgumentParser().parse_args().api_url`.
fn setting_of(symbol: &str) -> Option<&str> {
    let (holder, name) = symbol.rsplit_once('.')?;
    let is_one = !name.contains('(') && HOLDERS.iter().any(|known| holder.ends_with(known));
    is_one.then_some(name)
}

/// A name that says that its value is an address: `ACME_URL`, `--api-host`.
pub(super) fn is_of_an_address(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.split(['_', '-', '.'])
        .any(|word| matches!(word, "url" | "uri" | "host" | "hosts" | "endpoint" | "server" | "base" | "dsn" | "domain"))
        || name.ends_with("url")
}

/// One setting, as the code describes it.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// As the user writes it: `ACME_URL`, `--api-url`.
    pub name: String,
    pub default: Option<String>,
}

/// By [`plain`] name.
type Settings = HashMap<String, Vec<Setting>>;

impl Scanner<'_, '_> {
    /// Fills in what libraries and settings classes hold, once all settings are known.
    pub(super) fn configured_hosts(&mut self) {
        let fields = self.settings_fields();
        self.defaults_of_fields(&fields);
        let unsettled = std::mem::take(&mut self.unsettled);
        if unsettled.is_empty() {
            return;
        }
        let mut settings = self.described_settings();
        for (name, setting) in fields.into_iter().map(|field| (plain(&field.field), field.setting)) {
            settings.entry(name).or_default().push(setting);
        }
        let mut seen = HashSet::new();
        for (place, open) in unsettled.into_iter().take(MAX_UNSETTLED) {
            let name = match &open {
                Open::Held(symbol) => setting_of(symbol).map(str::to_owned),
                Open::Parameter(function, index) => self.option_of_parameter(*function, *index),
            };
            let Some(name) = name.filter(|name| seen.insert((place, name.clone()))) else { continue };
            for setting in settings.get(&plain(&name)).cloned().unwrap_or_default() {
                self.settle(place, setting);
            }
        }
    }

    fn settle(&mut self, place: Place, setting: Setting) {
        let address = setting.default.as_deref().and_then(|text| Address::of_url(text).or_else(|| Address::of_host(text)));
        if address.is_none() && !is_of_an_address(&setting.name) {
            return;
        }
        let default = address.as_ref().map(|address| address.host.clone());
        self.facts.configured.push(ConfiguredHost { setting: setting.name.clone(), default, place });
        if let Some(address) = address {
            let choice = Choice { settings: BTreeSet::from([setting.name]), ..Choice::default() };
            self.reach_host(place, address, &choice);
        }
    }

    /// The parameter of a function that a decorator describes as a command: `@click.option("--url", default=…)`.
    fn option_of_parameter(&self, function: At<FunctionId>, index: u32) -> Option<String> {
        let module = self.program.module(function.unit);
        let info = module.function(function.id);
        let describes = |decorator: &ExprId| match module.expr(*decorator) {
            Expr::Call(callee, _) => {
                matches!(module.expr(callee), Expr::Member(_, name) if matches!(module.name(name), "option" | "argument"))
            }
            _ => false,
        };
        let is_command = info.decorators.iter().any(describes);
        let name = info.parameters.get(index as usize)?.name?;
        is_command.then(|| module.name(name).to_owned())
    }

    /// Every option of a command line and every field of a schema that has a default, by name.
    fn described_settings(&mut self) -> Settings {
        let mut found = Settings::new();
        for unit in self.program.ids() {
            let module = self.program.module(unit);
            for (_, expr) in module.iter() {
                match expr {
                    Expr::Call(callee, arguments) | Expr::New(callee, arguments) if describes(module, callee) => {
                        for (name, setting) in self.option(unit, arguments) {
                            found.entry(name).or_default().push(setting);
                        }
                    }
                    Expr::Pair(key, value) => {
                        if let Expr::Str(key) = module.expr(key)
                            && let Some(default) = default_in(module, value)
                        {
                            let name = module.text(key).to_owned();
                            let default = self.flow.value(unit, default).as_text().map(str::to_owned);
                            found.entry(plain(&name)).or_default().push(Setting { name, default });
                        }
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// `add_argument("-u", "--api-url", dest="url", default="https://…")`, `.option('--api-url <url>', 'text', 'https://…')`.
    fn option(&mut self, unit: UnitId, arguments: List) -> Vec<(String, Setting)> {
        let module = self.program.module(unit);
        let arguments = module.list(arguments);
        let texts = arguments.iter().filter_map(|argument| match module.expr(*argument) {
            Expr::Str(text) => Some(module.text(text)),
            _ => None,
        });
        let Some(flags) = texts.into_iter().filter(|text| text.starts_with('-')).max_by_key(|text| text.starts_with("--")) else {
            return Vec::new();
        };
        let Some(long) = flags.split([' ', ',', '|', '=']).max_by_key(|word| word.starts_with("--")) else { return Vec::new() };
        let keyword = |name: &str| {
            arguments.iter().find_map(|argument| match module.expr(*argument) {
                Expr::Keyword(keyword, value) if module.name(keyword) == name => Some(value),
                _ => None,
            })
        };
        let given = keyword("default").or_else(|| arguments.get(2).copied());
        let variable = keyword("envvar").and_then(|name| self.flow.value(unit, name).as_text().map(str::to_owned));
        let dest = keyword("dest").and_then(|name| self.flow.value(unit, name).as_text().map(str::to_owned));
        let default = given.and_then(|given| {
            let value = self.flow.expanded(unit, given);
            value.alternatives().iter().find_map(|value| value.as_text().map(str::to_owned))
        });
        let setting = Setting { name: variable.unwrap_or_else(|| long.to_owned()), default };
        let names: BTreeSet<String> = std::iter::once(plain(long)).chain(dest.as_deref().map(plain)).collect();
        names.into_iter().map(|name| (name, setting.clone())).collect()
    }
}

/// `apiUrl`, `api_url` and `--api-url` are one name.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn describes(module: &Module, callee: ExprId) -> bool {
    matches!(module.expr(callee), Expr::Member(_, name) | Expr::Name(name, _) if DESCRIBES.contains(&module.name(name)))
}

/// The default in `z.string().default('https://…')`, `url({ default: … })` and `{ type: 'string', default: … }`.
fn default_in(module: &Module, value: ExprId) -> Option<ExprId> {
    let of_object = |list: List| {
        module.list(list).iter().take(32).find_map(|member| match module.expr(*member) {
            Expr::Pair(key, value) if matches!(module.expr(key), Expr::Str(key) if module.text(key) == "default") => Some(value),
            _ => None,
        })
    };
    let mut at = value;
    for _ in 0..12 {
        match module.expr(at) {
            Expr::Object(list) => return of_object(list),
            Expr::Call(callee, arguments) => {
                let arguments = module.list(arguments);
                match module.expr(callee) {
                    Expr::Member(_, name) if module.name(name) == "default" => return arguments.first().copied(),
                    Expr::Member(object, _) => at = object,
                    _ => {}
                }
                if let Some(first) = arguments.first()
                    && let Expr::Object(list) = module.expr(*first)
                    && let Some(found) = of_object(list)
                {
                    return Some(found);
                }
                if !matches!(module.expr(callee), Expr::Member(..)) {
                    return None;
                }
            }
            _ => return None,
        }
    }
    None
}
