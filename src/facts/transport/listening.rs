//! Servers that run the package's handlers and listen on every address of the machine.

use std::collections::BTreeSet;

use crate::facts::tools::{EntryKind, syntax};
use crate::facts::{Place, scan};
use crate::flow::{UnitId, Value};
use crate::signatures::{Effect, Runtime};
use crate::syntax::ir::{Expr, ExprId};

use super::{Finder, Protection, WeaknessKind, When};

/// Classes that answer the protocol over HTTP, whichever library brings them.
const TRANSPORTS: [&str; 6] = [
    "StreamableHTTPServerTransport",
    "NodeStreamableHTTPServerTransport",
    "WebStandardStreamableHTTPServerTransport",
    "SSEServerTransport",
    "createMcpHandler",
    "StreamableHTTPTransport",
];
/// Python's servers that listen to everybody where no host is given.
const OPEN_BY_DEFAULT: [&str; 2] = ["aiohttp.web.run_app", "hypercorn.asyncio.serve"];
/// How a host is given to the servers of Python.
const HOSTS: [&str; 3] = ["host", "bind", "address"];
/// A file, and those that it imports.
const MAX_FILES: usize = 40;
/// Listeners of one package.
const MAX_LISTENERS: usize = 64;

/// What an address says of who can connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Everybody,
    ThisMachine,
    Unknown,
}

impl Finder<'_, '_, '_> {
    pub(super) fn listeners(&mut self) {
        // Who makes a server's side of the protocol's transport answers it, whoever runs the tools.
        let speaking: BTreeSet<UnitId> = self.flow.program.ids().filter(|unit| self.speaks_http(*unit)).collect();
        if speaking.is_empty() && !self.answers() {
            return;
        }
        let mut places: Vec<Place> = self.facts.calls.iter().filter(|call| call.effect == Effect::Listen).map(|call| call.place).collect();
        for unit in speaking.iter().copied() {
            let module = self.flow.program.module(unit);
            let listens = module.calls().filter(|(expr, ..)| matches!(syntax::method(module, *expr), Some((_, "listen"))));
            places.extend(listens.map(|(expr, ..)| Place { unit, expr }).take(MAX_LISTENERS));
        }
        places.sort_unstable();
        places.dedup();
        for place in places.into_iter().take(MAX_LISTENERS) {
            self.listener(place, &speaking);
        }
    }

    fn listener(&mut self, place: Place, speaking: &BTreeSet<UnitId>) {
        let runtime = scan::runtime(self.flow.program.module(place.unit).language);
        let is_open = match runtime {
            Runtime::JavaScript => speaking.contains(&place.unit) && self.script_is_open(place),
            Runtime::Python => self.answers() && self.python_is_open(place),
            Runtime::Shell => false,
        };
        if !is_open || !self.is_own(place.unit, place.expr) || self.waits_for_answer(place) {
            return;
        }
        let protection = self.protection(place.unit);
        let when = self.by_start(place);
        self.add(place, WeaknessKind::Open { protection }, when);
    }

    /// The package runs tools.
    pub(super) fn answers(&self) -> bool {
        self.facts.entries.iter().any(|entry| matches!(entry.kind, EntryKind::Tool | EntryKind::Dispatcher))
    }

    fn speaks_http(&self, unit: UnitId) -> bool {
        let module = self.flow.program.module(unit);
        scan::runtime(module.language) == Runtime::JavaScript
            && TRANSPORTS.iter().any(|name| module.names.find(name).is_some())
            && self.says(unit, |name| TRANSPORTS.contains(&name))
    }

    /// `listen(port)`, `listen(port, '0.0.0.0')`, `listen({ port, host })`; a path or a port that the system chooses is no such thing.
    fn script_is_open(&mut self, place: Place) -> bool {
        let module = self.flow.program.module(place.unit);
        let Some(first) = syntax::positional(module, place.expr, 0) else { return false };
        let port = self.flow.expanded(place.unit, first);
        if let Value::Object(_) = port {
            let (path, host) = (self.flow.member_of(&port, "path"), self.flow.member_of(&port, "host"));
            let has_port = !self.flow.member_of(&port, "port").is_unknown();
            return has_port && path.is_unknown() && self.reach_of(place.unit, None, &host) == Reach::Everybody;
        }
        if matches!(port, Value::Number(number) if number == 0.0)
            || port.alternatives().iter().any(is_path)
            || matches!(port, Value::Function(_))
        {
            return false;
        }
        let Some(second) = syntax::positional(module, place.expr, 1) else { return true };
        if matches!(module.expr(second), Expr::Function(_)) {
            return true;
        }
        match self.flow.expanded(place.unit, second) {
            Value::Function(_) => true,
            host => self.reach_of(place.unit, Some(second), &host) == Reach::Everybody,
        }
    }

    /// `uvicorn.run(app, host="0.0.0.0")`, `FastMCP(host="0.0.0.0")`, `HTTPServer(("", 80), Handler)`
    fn python_is_open(&mut self, place: Place) -> bool {
        let module = self.flow.program.module(place.unit);
        let unit = place.unit;
        let callee = self.facts.calls.iter().find(|call| call.place == place).map(|call| call.callee.clone()).unwrap_or_default();
        let given = HOSTS.iter().find_map(|name| syntax::keyword(module, place.expr, name));
        if let Some(host) = given {
            let value = self.flow.expanded(unit, host);
            return self.reach_of(unit, Some(host), &value) == Reach::Everybody;
        }
        // `(host, port)`
        if let Some(first) = syntax::positional(module, place.expr, 0)
            && let Expr::Array(items) = module.expr(first)
            && let Some(host) = module.list(items).first()
        {
            let value = self.flow.expanded(unit, *host);
            return callee.contains("Server") && self.reach_of(unit, Some(*host), &value) == Reach::Everybody;
        }
        OPEN_BY_DEFAULT.contains(&callee.as_str())
    }

    pub(super) fn reach_of(&mut self, unit: UnitId, written: Option<ExprId>, value: &Value) -> Reach {
        let mut reach = Reach::Unknown;
        for alternative in value.alternatives() {
            match alternative.as_text() {
                Some("0.0.0.0" | "::" | "[::]" | "") => reach = Reach::Everybody,
                // A choice between both is somebody's own.
                Some(_) => return Reach::ThisMachine,
                None if matches!(alternative, Value::Null) => reach = Reach::Everybody,
                None => {}
            }
        }
        if reach == Reach::Unknown
            && let Some(written) = written
        {
            return self.reach_by_option(unit, written);
        }
        reach
    }

    /// `add_argument("--host", default="0.0.0.0")` where the host is `args.host`, or a parameter that a command line fills.
    fn reach_by_option(&mut self, unit: UnitId, host: ExprId) -> Reach {
        let module = self.flow.program.module(unit);
        let (Expr::Member(_, name) | Expr::Name(name, _)) = module.expr(host) else { return Reach::Unknown };
        let option = format!("--{}", module.name(name).replace('_', "-"));
        let calls: Vec<ExprId> = module
            .iter()
            .filter(|(expr, _)| matches!(syntax::method(module, *expr), Some((_, "add_argument" | "option" | "Option"))))
            .map(|(expr, _)| expr)
            .collect();
        for call in calls {
            let names = syntax::arguments(module, call).iter().filter_map(|argument| match module.expr(*argument) {
                Expr::Str(text) => module.text(text).split([' ', ',']).next(),
                _ => None,
            });
            if names.into_iter().any(|name| name == option) {
                let default = syntax::keyword(module, call, "default").or_else(|| syntax::positional(module, call, 2));
                let Some(default) = default else { return Reach::Unknown };
                let value = self.flow.expanded(unit, default);
                return self.reach_of(unit, None, &value);
            }
        }
        Reach::Unknown
    }

    /// A listener that waits for the answer to one question: the redirect of a login, a free port.
    fn waits_for_answer(&self, place: Place) -> bool {
        let module = self.flow.program.module(place.unit);
        let function = module.function(module.enclosing_function(place.expr));
        let class = function.class.and_then(|class| module.class(class).name);
        let names = function.name.into_iter().chain(class).map(|name| module.name(name).to_ascii_lowercase());
        let file = self.flow.program.unit(place.unit).path.file_name().to_ascii_lowercase();
        names
            .chain([file])
            .any(|name| ["callback", "oauth", "redirect", "freeport", "availableport"].iter().any(|word| name.contains(word)))
    }

    /// What the file of a listener, and those that it imports, say of those who may ask.
    pub(super) fn protection(&mut self, unit: UnitId) -> Protection {
        if let Some(known) = self.protections.get(&unit) {
            return *known;
        }
        let program = self.flow.program;
        let module = program.module(unit);
        let imported = module.imports().filter_map(|(_, specifier)| match module.expr(specifier) {
            Expr::Str(text) => program.graph.resolve(&program.unit(unit).path, module.language, module.text(text)),
            _ => None,
        });
        let files: BTreeSet<UnitId> = std::iter::once(unit).chain(imported).take(MAX_FILES).collect();
        let best = files.into_iter().map(|unit| self.protection_in(unit)).max().unwrap_or(Protection::None);
        self.protections.insert(unit, best);
        best
    }

    fn protection_in(&mut self, unit: UnitId) -> Protection {
        if let Some(known) = self.protections_alone.get(&unit) {
            return *known;
        }
        let protection = self.look_for_protection(unit);
        self.protections_alone.insert(unit, protection);
        protection
    }

    fn look_for_protection(&self, unit: UnitId) -> Protection {
        const HEADERS: [&str; 4] = ["authorization", "Authorization", "x-api-key", "X-API-Key"];
        const HOST_NAMES: [&str; 6] = [
            "allowedHosts",
            "enableDnsRebindingProtection",
            "hostHeaderValidation",
            "TransportSecuritySettings",
            "TrustedHostMiddleware",
            "allowed_hosts",
        ];
        let module = self.flow.program.module(unit);
        // Whoever sends the header writes it as a key; whoever checks it reads a member or asks for it by name.
        let reads_header = module.iter().any(|(expr, kind)| match kind {
            Expr::Member(_, name) => HEADERS.contains(&module.name(name)),
            Expr::Call(..) => {
                let asks = matches!(syntax::method(module, expr), Some((_, "get" | "header")));
                let first = syntax::positional(module, expr, 0).filter(|_| asks);
                first.is_some_and(|first| matches!(module.expr(first), Expr::Str(text) if HEADERS.contains(&module.text(text))))
            }
            _ => false,
        });
        if reads_header || self.says(unit, is_about_callers) {
            Protection::Authentication
        } else if self.says(unit, |name| HOST_NAMES.contains(&name)) {
            Protection::HostNames
        } else {
            Protection::None
        }
    }

    pub(super) fn listens(&self, unit: UnitId) -> Option<When> {
        let of_it = self.found.iter().filter(|weakness| weakness.place.unit == unit);
        of_it.filter(|weakness| matches!(weakness.kind, WeaknessKind::Open { .. })).map(|weakness| weakness.when).min()
    }
}

/// Names of what looks at who is asking: `requireBearerAuth`, `verify_token`, `AuthMiddleware`, `isRequestTokenRequired`.
fn is_about_callers(name: &str) -> bool {
    const WHAT: [&str; 5] = ["auth", "token", "apikey", "bearer", "jwt"];
    const HOW: [&str; 11] =
        ["require", "verify", "verifier", "validate", "check", "middleware", "guard", "protect", "provider", "authenticate", "basicauth"];
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
    WHAT.iter().any(|word| plain.contains(word)) && HOW.iter().any(|word| plain.contains(word))
}

fn is_path(value: &Value) -> bool {
    value.pattern().contains(['/', '\\'])
}
