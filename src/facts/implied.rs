//! Hosts that a library brings along: the code makes its client and never says whom that talks to.

use crate::flow::{Symbol, Value};
use crate::signatures::{ClientSignature, Runtime};
use crate::syntax::ir::Expr;

use super::address::Address;
use super::configured::Choice;
use super::scan::{Scanner, runtime};
use super::{HostUse, Place};

impl<'s> Scanner<'_, 's> {
    pub(super) fn client_of(&mut self, runtime: Runtime, symbol: Symbol) -> Option<&'s ClientSignature> {
        if let Some(known) = self.clients[runtime as usize].get(&symbol) {
            return *known;
        }
        let signatures = self.signatures;
        let client = signatures.client(runtime, self.flow.symbols.name(symbol));
        self.clients[runtime as usize].insert(symbol, client);
        client
    }

    /// The client talks to its own host, unless an option says otherwise.
    pub(super) fn client_made(&mut self, place: Place, symbol: Symbol, client: &'s ClientSignature) {
        let Some(host) = &client.host else { return };
        let named = self.named_by_options(place, client);
        let choice = Choice::of(&self.flow.symbols, &named);
        // An address that is written out, or that only the caller knows, takes the place of the library's own.
        let is_env = |value: &Value| matches!(value, Value::Env(_) | Value::Null) || value.as_text() == Some("");
        if !named.iter().flat_map(Value::alternatives).all(is_env) {
            return;
        }
        let package = package_of(runtime(self.program.module(place.unit).language), self.flow.symbols.name(symbol));
        let known =
            |seen: &HostUse| seen.place.unit == place.unit && seen.implied_by.as_deref() == Some(package) && seen.address.host == *host;
        if self.facts.hosts.iter().any(known) {
            return;
        }
        let mut settings: Vec<String> = client.settings.iter().cloned().chain(choice.settings).collect();
        settings.sort();
        settings.dedup();
        let address = Address { host: host.clone(), path: String::new(), scheme: Some("https".to_owned()), email: false };
        let (is_default, telemetry, implied_by) = (!settings.is_empty(), client.telemetry, Some(package.to_owned()));
        self.facts.hosts.push(HostUse { is_default, settings, telemetry, implied_by, ..HostUse::reached(address, place) });
    }

    /// What the options and keywords hold that name another host.
    fn named_by_options(&mut self, place: Place, client: &ClientSignature) -> Vec<Value> {
        let module = self.program.module(place.unit);
        let mut found = Vec::new();
        for argument in self.arguments(place).into_iter().take(8) {
            if let Expr::Keyword(name, value) = module.expr(argument) {
                if client.options.iter().any(|option| option == module.name(name)) {
                    found.push(self.flow.expanded(place.unit, value));
                }
                continue;
            }
            let value = self.flow.expanded(place.unit, argument);
            for alternative in value.alternatives().iter().filter(|value| matches!((*value).clone().plain(), Value::Object(_))) {
                found.extend(client.options.iter().filter_map(|option| self.given_option(alternative, option)));
            }
        }
        found
    }

    /// None where the object does not speak of the option; unknown where it does and nobody knows more.
    fn given_option(&mut self, object: &Value, option: &str) -> Option<Value> {
        let Value::Object(at) = object.clone().plain() else { return None };
        let value = self.flow.member_of(object, option);
        if !value.is_unknown() {
            return Some(value);
        }
        let module = self.program.module(at.unit);
        let Expr::Object(members) = module.expr(at.id) else { return None };
        let is_it = |member: &_| match module.expr(*member) {
            Expr::Pair(key, _) => matches!(module.expr(key), Expr::Str(key) if module.text(key) == option),
            _ => false,
        };
        module.list(members).iter().any(is_it).then_some(Value::Unknown)
    }
}

/// `@octokit/rest` in `@octokit/rest.Octokit`, `boto3` in `boto3.client`.
fn package_of(runtime: Runtime, canonical: &str) -> &str {
    let from = match runtime {
        Runtime::JavaScript => canonical.find('/').filter(|_| canonical.starts_with('@')).map_or(0, |slash| slash + 1),
        Runtime::Python | Runtime::Shell => 0,
    };
    let name = canonical[from..].split('.').next().unwrap_or_default();
    // A module of npm may end in `.js`.
    let end = from + name.len();
    let end = if canonical[end..].starts_with(".js") && runtime == Runtime::JavaScript { end + 3 } else { end };
    &canonical[..end]
}
