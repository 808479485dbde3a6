//! Addresses that something will connect to, as far as a known call takes them: what they say, and what may stand in their place.

use crate::flow::{Program, Value};
use crate::manifest::registrable_domain;
use crate::signatures::Effect;

use super::address::Address;
use super::configured::{Choice, is_of_an_address};
use super::scan::Scanner;
use super::{ConfiguredHost, HostUse, Place};

/// How a text is taken for an address.
type Reader = fn(&str) -> Option<Address>;

/// So many addresses of one list are looked at.
const MAX_LISTED: usize = 64;

impl Scanner<'_, '_> {
    pub(super) fn address_of(&mut self, place: Place, effect: Effect, value: &Value) {
        let (values, of_text): (Vec<Value>, Reader) = match effect {
            Effect::Url => (self.listed(value), of_url_or_host),
            Effect::Launch => (vec![value.clone()], of_url_or_host),
            Effect::Host | Effect::Dns => (self.first_of(value), Address::of_host),
            Effect::Mail => (self.listed(value), Address::of_mail),
            // Libraries that read tables and pictures take addresses as well as files.
            Effect::Read => (vec![value.clone()], of_web),
            Effect::Shell
            | Effect::Program
            | Effect::Evaluate
            | Effect::Deserialize
            | Effect::Sql
            | Effect::Import
            | Effect::Write
            | Effect::Delete
            | Effect::Listen
            | Effect::Log
            | Effect::Copy => return,
        };
        let choice = Choice::of(&self.flow.symbols, &values);
        let addresses: Vec<Address> = values.iter().flat_map(|value| Address::of_value(value, of_text)).collect();
        match effect {
            Effect::Url | Effect::Host => self.choose(place, &choice, &addresses),
            _ => {}
        }
        for address in addresses {
            self.reach_host(place, address, &choice);
        }
    }

    /// What a list holds, one by one; anything else is itself.
    fn listed(&mut self, value: &Value) -> Vec<Value> {
        let mut all = Vec::new();
        for alternative in value.alternatives() {
            let items = match alternative.clone().plain() {
                Value::Array(_) | Value::List(_) => self.flow.items_of(alternative),
                _ => None,
            };
            match items {
                Some(items) => all.extend(items.into_iter().take(MAX_LISTED).map(|item| self.flow.with_callers(item))),
                None => all.push(alternative.clone()),
            }
        }
        all
    }

    /// The host of a pair of host and port.
    fn first_of(&mut self, value: &Value) -> Vec<Value> {
        match self.flow.items_of(value).filter(|_| !matches!(value, Value::Text(_))) {
            Some(items) => items.into_iter().take(1).map(|item| self.flow.with_callers(item)).collect(),
            None => vec![value.clone()],
        }
    }

    /// Notes what a setting may name here, with what serves where it names nothing.
    pub(super) fn choose(&mut self, place: Place, choice: &Choice, addresses: &[Address]) {
        let default = addresses.first().map(|address| address.host.clone());
        let is_one = |name: &&String| {
            let is_secret = self.signatures.is_secret_variable(name) && !is_of_an_address(name);
            !is_secret && !self.signatures.is_harmless_variable(name)
        };
        for setting in choice.settings.iter().filter(is_one) {
            self.facts.configured.push(ConfiguredHost { setting: setting.clone(), default: default.clone(), place });
        }
        self.unsettled.extend(choice.open.iter().cloned().map(|open| (place, open)));
    }

    pub(super) fn reach_host(&mut self, place: Place, address: Address, choice: &Choice) {
        let known = self.hosts_at.entry(place).or_default();
        if let Some(at) = known.iter().find(|at| self.facts.hosts[**at].address == address) {
            self.facts.hosts[*at].telemetry |= self.tells;
            return;
        }
        known.push(self.facts.hosts.len());
        let hidden = !self.is_spelled(&address);
        let telemetry = self.tells || self.signatures.is_telemetry(&address.host, &address.path);
        let (is_default, settings) = (choice.is_open(), choice.settings.iter().cloned().collect());
        self.facts.hosts.push(HostUse { is_default, settings, hidden, telemetry, ..HostUse::reached(address, place) });
    }

    /// Some literal of the package holds the domain.
    fn is_spelled(&mut self, address: &Address) -> bool {
        // Honest code puts `api.` before a domain; it does not take the domain apart.
        let longest = address.host.split('*').max_by_key(|part| part.len()).unwrap_or_default().trim_matches(['.', '-']);
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
}

/// A web address, a bare name that could be one on the public network, or a connection string that names its host.
fn of_url_or_host(text: &str) -> Option<Address> {
    Address::of_url(text).or_else(|| Address::of_host(text).filter(is_public_name)).or_else(|| Address::of_pairs(text))
}

pub(super) fn of_web(text: &str) -> Option<Address> {
    Address::of_url(text).filter(|address| matches!(address.scheme.as_deref(), Some("http" | "https" | "ws" | "wss" | "ftp")))
}

pub(super) fn is_public_name(address: &Address) -> bool {
    // A bare name counts only where it could be one on the public network: `data.json` is a file.
    // `.example` stands for such a name in documents.
    let is_public = psl::suffix(address.host.as_bytes()).is_some_and(|suffix| suffix.is_known()) || address.host.ends_with(".example");
    is_public && !address.host.ends_with(".py") && address.host.bytes().any(|byte| byte.is_ascii_alphabetic())
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
