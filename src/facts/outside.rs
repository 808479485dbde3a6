//! Clients that no signature knows: whoever is given an address, as an option or to be made with, will use it.

use crate::flow::{Symbol, UnitId};
use crate::syntax::ir::{Expr, ExprId};

use super::Place;
use super::address::Address;
use super::configured::Choice;
use super::connect::{is_public_name, of_web};
use super::named::written;
use super::scan::{Scanner, connects_by_name};

/// Option names under which clients of all kinds take the address that they talk to.
const ADDRESS_OPTIONS: [&str; 24] = [
    "url",
    "uri",
    "baseURL",
    "baseUrl",
    "base_url",
    "baseuri",
    "host",
    "hostname",
    "endpoint",
    "endpointUrl",
    "endpoint_url",
    "apiHost",
    "api_host",
    "apiUrl",
    "api_url",
    "serverUrl",
    "server_url",
    "apiBase",
    "api_base",
    "dsn",
    "address",
    "origin",
    "prefixUrl",
    "graphqlEndpoint",
];
/// Last words of the names of classes and functions that say something about an address and do not go there.
const DESCRIPTIONS: [&str; 36] = [
    "Url",
    "URL",
    "URI",
    "Uri",
    "Error",
    "Exception",
    "Warning",
    "Response",
    "Redirect",
    "Schema",
    "Namespace",
    "Ref",
    "Element",
    "QName",
    "Resource",
    "Content",
    "Implementation",
    "Icon",
    "Contact",
    "License",
    "Info",
    "Message",
    "Metadata",
    "Field",
    "Template",
    "Params",
    "Settings",
    "Option",
    "Argument",
    "Server",
    "Literal",
    "Enum",
    "Card",
    "Embed",
    "Markdown",
    "Text",
];
/// Last words of the names of functions that make a client.
const MAKERS: [&str; 10] = ["Client", "Link", "Transport", "Connection", "Provider", "Api", "API", "Sdk", "Instance", "Fetch"];
/// What things are called whose `get` looks into them.
const CONTAINERS: [&str; 16] = [
    "cache",
    "map",
    "params",
    "headers",
    "store",
    "registry",
    "cookies",
    "set",
    "dict",
    "searchparams",
    "environ",
    "table",
    "index",
    "lookup",
    "visited",
    "seen",
];

impl Scanner<'_, '_> {
    /// `new Client('https://…')`, `create({ baseURL: 'https://…' })`: whoever is given an address will use it.
    pub(super) fn outside_call(&mut self, place: Place, symbol: Symbol) {
        let name = self.flow.symbols.name(symbol).to_owned();
        let name = name.as_str();
        let root = name.split('.').next().unwrap_or(name);
        let module = self.program.module(place.unit);
        let last = name.rsplit('.').next().unwrap_or(name);
        let is_made = matches!(module.expr(place.expr), Expr::New(..)) || starts_upper(last);
        // Classes of the language itself (`Request`, `URL`) hold an address; they do not go there.
        let is_global = !name.contains(['.', '/', '@']) && starts_upper(name);
        let describes = DESCRIPTIONS.iter().any(|word| last.ends_with(word));
        let is_new = is_made && !is_global && !describes;
        let makes = is_new || !describes && MAKERS.iter().any(|word| last.ends_with(word));
        let is_local = matches!(root, "console" | "JSON" | "Math" | "Object" | "logging" | "print" | "re" | "argparse" | "z" | "zod");
        if is_local || super::settings::describes_only(name) || matches!(root, "setuptools" | "distutils") {
            return;
        }
        for argument in self.arguments(place) {
            let (option, value) = match module.expr(argument) {
                Expr::Keyword(keyword, value) => (Some(module.name(keyword)), value),
                _ => (None, argument),
            };
            match (option, module.expr(value)) {
                (Some(option), _) if ADDRESS_OPTIONS.contains(&option) && !describes => self.given_address(place.unit, value, true),
                (None, Expr::Object(members)) if makes => {
                    for member in module.list(members).to_vec() {
                        if let Expr::Pair(key, value) = module.expr(member)
                            && let Expr::Str(key) = module.expr(key)
                            && ADDRESS_OPTIONS.contains(&module.text(key))
                        {
                            self.given_address(place.unit, value, true);
                        }
                    }
                }
                (None, _) if is_new => self.given_address(place.unit, value, false),
                _ => {}
            }
        }
        self.method_that_connects(place);
    }

    /// `axios.defaults.baseURL = 'https://…'`, `openai.api_base = 'https://…'`: the library will use it.
    pub(super) fn outside_fields(&mut self, unit: UnitId) {
        let module = self.program.module(unit);
        for (name, writes) in &module.member_writes {
            if !ADDRESS_OPTIONS.contains(&module.name(*name)) {
                continue;
            }
            for write in writes {
                if let crate::flow::Value::Symbol(symbol) = self.flow.glance(unit, write.object)
                    && is_of_a_library(self.flow.symbols.name(symbol))
                {
                    self.given_address(unit, write.value, true);
                }
            }
        }
    }

    /// `is_address`: its place says that it is one, whatever it turns out to be.
    fn given_address(&mut self, unit: UnitId, expr: ExprId, is_address: bool) {
        let value = self.flow.expanded(unit, expr);
        let place = Place { unit, expr };
        let choice = Choice::of(&self.flow.symbols, value.alternatives());
        let addresses = Address::of_value(&value, of_url_or_port);
        if is_address {
            self.choose(place, &choice, &addresses);
        }
        for address in addresses {
            self.reach_host(place, address, &choice);
        }
    }

    /// `whatever.get('https://…')`: only a whole address counts, since many things have a `get`.
    pub(super) fn method_that_connects(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(place.expr) else { return };
        let Expr::Member(object, name) = module.expr(callee) else { return };
        if !connects_by_name(module.name(name)) {
            return;
        }
        let object = written(module, object).unwrap_or_default().to_ascii_lowercase();
        if CONTAINERS.iter().any(|word| object.ends_with(word)) {
            return;
        }
        for argument in self.arguments(place).into_iter().take(2) {
            if matches!(module.expr(argument), Expr::Function(_) | Expr::Number(_)) {
                continue;
            }
            let value = self.flow.expanded(place.unit, argument);
            let choice = Choice::of(&self.flow.symbols, value.alternatives());
            for address in Address::of_value(&value, of_web) {
                self.reach_host(Place { unit: place.unit, expr: argument }, address, &choice);
            }
        }
    }
}

/// A web address, or a public name with a port.
fn of_url_or_port(text: &str) -> Option<Address> {
    let has_port = || text.rsplit_once(':').is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()));
    Address::of_url(text).or_else(|| has_port().then(|| Address::of_host(text).filter(is_public_name)).flatten())
}

/// A module's own setting, or one of an object that is there to be set: what calls answer is described by its fields.
fn is_of_a_library(name: &str) -> bool {
    const PAGES: [&str; 9] = ["window", "document", "location", "process", "module", "exports", "self", "console", "navigator"];
    let root = name.split(['.', '(']).next().unwrap_or(name);
    let is_set = !name.contains("()") || name.ends_with(".defaults") || name.ends_with("Configuration()") || name.ends_with("Config()");
    is_set && !PAGES.contains(&root)
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
