//! Addresses that something will connect to: given to a known function, to a client of any kind, or to a method named like one.

use crate::flow::{Program, Symbol, UnitId, Value};
use crate::manifest::registrable_domain;
use crate::signatures::Effect;
use crate::syntax::ir::{Expr, ExprId};

use super::address::Address;
use super::scan::Scanner;
use super::{HostUse, Place};

/// Option names under which clients of all kinds take the address that they talk to.
const ADDRESS_OPTIONS: [&str; 22] = [
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
];

impl Scanner<'_, '_> {
    pub(super) fn address_of(&mut self, place: Place, effect: Effect, value: &Value) {
        let addresses = match effect {
            Effect::Url | Effect::Launch => {
                Address::of_value(value, |text| Address::of_url(text).or_else(|| Address::of_host(text).filter(is_public_name)))
            }
            Effect::Host | Effect::Dns => match self.flow.items_of(value).filter(|_| !matches!(value, Value::Text(_))) {
                Some(items) => items.iter().take(1).flat_map(|item| Address::of_value(item, Address::of_host)).collect(),
                None => Address::of_value(value, Address::of_host),
            },
            Effect::Mail => Address::of_value(value, Address::of_mail),
            Effect::Shell
            | Effect::Program
            | Effect::Evaluate
            | Effect::Deserialize
            | Effect::Sql
            | Effect::Import
            | Effect::Read
            | Effect::Write
            | Effect::Delete
            | Effect::Listen
            | Effect::Log => Vec::new(),
        };
        let is_default = value.alternatives().len() > 1 && value.alternatives().iter().any(|value| matches!(value, Value::Env(_)));
        for address in addresses {
            self.reach_host(place, address, is_default);
        }
    }

    pub(super) fn reach_host(&mut self, place: Place, address: Address, is_default: bool) {
        let known = self.hosts_at.entry(place).or_default();
        if known.iter().any(|at| self.facts.hosts[*at].address == address) {
            return;
        }
        known.push(self.facts.hosts.len());
        let hidden = !self.is_spelled(&address);
        self.facts.hosts.push(HostUse { is_default, hidden, ..HostUse::reached(address, place) });
    }

    /// Some literal of the package holds the domain.
    fn is_spelled(&mut self, address: &Address) -> bool {
        // Honest code puts `api.` before a domain; it does not take the domain apart.
        let longest = address.host.split('*').max_by_key(|part| part.len()).unwrap_or_default().trim_matches('.');
        let domain = registrable_domain(longest).unwrap_or(longest);
        if let Some(known) = self.spelled_domains.get(domain) {
            return *known;
        }
        let program = self.program;
        let spelled = self.spelled.get_or_insert_with(|| all_texts(program));
        let is_spelled = memchr::memmem::find(spelled.as_bytes(), domain.as_bytes()).is_some();
        self.spelled_domains.insert(domain.to_owned(), is_spelled);
        is_spelled
    }

    /// `new Client('https://…')`, `create({ baseURL: 'https://…' })`: whoever is given an address will use it.
    pub(super) fn outside_call(&mut self, place: Place, symbol: Symbol) {
        let name = self.flow.symbols.name(symbol).to_owned();
        let name = name.as_str();
        let root = name.split('.').next().unwrap_or(name);
        let module = self.program.module(place.unit);
        let is_made = matches!(module.expr(place.expr), Expr::New(..)) || name.rsplit('.').next().is_some_and(starts_upper);
        // Classes of the language itself (`Request`, `URL`) hold an address; they do not go there.
        let is_global = !name.contains(['.', '/', '@']) && starts_upper(name);
        let is_new = is_made && !is_global && !name.ends_with("Url") && !name.ends_with("URL");
        if super::settings::describes_only(name) {
            return;
        }
        let is_local = matches!(root, "console" | "JSON" | "Math" | "Object" | "logging" | "print" | "re" | "argparse" | "z" | "zod");
        for argument in self.arguments(place) {
            let (option, value) = match module.expr(argument) {
                Expr::Keyword(keyword, value) => (Some(module.name(keyword)), value),
                _ => (None, argument),
            };
            match (option, module.expr(value)) {
                (Some(option), _) if ADDRESS_OPTIONS.contains(&option) && !is_local => self.given_address(place.unit, value),
                (None, Expr::Object(members)) if !is_local => {
                    for member in module.list(members).to_vec() {
                        if let Expr::Pair(key, value) = module.expr(member)
                            && let Expr::Str(key) = module.expr(key)
                            && ADDRESS_OPTIONS.contains(&module.text(key))
                            && is_new
                        {
                            self.given_address(place.unit, value);
                        }
                    }
                }
                (None, _) if is_new && !is_local && name != "Error" && !name.ends_with("Error") => self.given_address(place.unit, value),
                _ => {}
            }
        }
        self.method_that_connects(place);
    }

    fn given_address(&mut self, unit: UnitId, expr: ExprId) {
        let value = self.flow.expanded(unit, expr);
        let place = Place { unit, expr };
        let is_default = value.alternatives().len() > 1;
        for address in Address::of_value(&value, Address::of_url) {
            self.reach_host(place, address, is_default);
        }
    }

    /// `whatever.get('https://…')`: only a whole address counts, since many things have a `get`.
    pub(super) fn method_that_connects(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(place.expr) else { return };
        let Expr::Member(_, name) = module.expr(callee) else { return };
        if !super::scan::connects_by_name(module.name(name)) {
            return;
        }
        for argument in self.arguments(place).into_iter().take(2) {
            if matches!(module.expr(argument), Expr::Function(_) | Expr::Number(_)) {
                continue;
            }
            let value = self.flow.expanded(place.unit, argument);
            let is_web = |address: &Address| matches!(address.scheme.as_deref(), Some("http" | "https" | "ws" | "wss"));
            for address in Address::of_value(&value, Address::of_url).into_iter().filter(is_web) {
                self.reach_host(Place { unit: place.unit, expr: argument }, address, value.alternatives().len() > 1);
            }
        }
    }
}

fn is_public_name(address: &Address) -> bool {
    // A bare name counts only where it could be one on the public network: `data.json` is a file.
    psl::suffix(address.host.as_bytes()).is_some_and(|suffix| suffix.is_known()) && !address.host.ends_with(".py")
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

/// Every literal of the package in lower case, one after the other: no host has a line break in it.
fn all_texts(program: &Program) -> String {
    let mut all = String::new();
    for text in program.units.iter().flat_map(|unit| unit.module.texts.iter()) {
        all.push_str(text);
        all.push('\n');
    }
    all.make_ascii_lowercase();
    all
}
