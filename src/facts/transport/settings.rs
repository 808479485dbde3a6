//! Servers of Python's FastMCP, whose host is a setting of the server and not of the call that starts it.

use crate::facts::tools::syntax;
use crate::facts::{Place, scan};
use crate::flow::UnitId;
use crate::signatures::Runtime;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::listening::Reach;
use super::{Finder, WeaknessKind, When};

/// Calls that start a server whatever the transport is, and those that serve HTTP only.
const RUNS: [&str; 2] = ["run", "run_async"];
const SERVES: [&str; 5] = ["run_http_async", "run_sse_async", "run_streamable_http_async", "streamable_http_app", "sse_app"];
/// Hosts of one package.
const MAX_HOSTS: usize = 16;

impl Finder<'_, '_, '_> {
    pub(super) fn hosts_of_servers(&mut self) {
        let open: Vec<Place> = if self.answers() { self.open_hosts() } else { Vec::new() };
        if open.is_empty() {
            return;
        }
        let Some(started) = self.starts().into_iter().min() else { return };
        for place in open {
            let when = self.by_start(place).max(started);
            let protection = self.protection(place.unit);
            self.add(place, WeaknessKind::Open { protection }, when);
        }
    }

    /// `FastMCP("notes", host="0.0.0.0")`, `mcp.settings.host = "0.0.0.0"`
    fn open_hosts(&mut self) -> Vec<Place> {
        let mut found = Vec::new();
        for unit in self.python_units() {
            let module = self.flow.program.module(unit);
            for (expr, kind) in module.iter() {
                let host = match kind {
                    Expr::Call(callee, _) if syntax::last_word(module, callee) == Some("FastMCP") => syntax::keyword(module, expr, "host"),
                    Expr::Assign(target, value) if is_setting(module, target) => Some(value),
                    _ => None,
                };
                if let Some(host) = host.filter(|_| found.len() < MAX_HOSTS && self.is_own(unit, expr)) {
                    let value = self.flow.expanded(unit, host);
                    if self.reach_of(unit, Some(host), &value) == Reach::Everybody {
                        found.push(Place { unit, expr: host });
                    }
                }
            }
        }
        found
    }

    /// When some server is started that is not on stdin and stdout.
    fn starts(&mut self) -> Vec<When> {
        let mut found = Vec::new();
        for unit in self.python_units() {
            let module = self.flow.program.module(unit);
            for (expr, _) in module.iter() {
                let Some((_, method)) = syntax::method(module, expr) else { continue };
                let place = Place { unit, expr };
                if found.len() >= MAX_HOSTS {
                    return found;
                }
                if SERVES.contains(&method) {
                    found.push(self.by_start(place));
                } else if RUNS.contains(&method)
                    && let Some(transport) = syntax::keyword(module, expr, "transport").or_else(|| syntax::positional(module, expr, 0))
                    && let Some(when) = self.speaks_http_by(unit, transport)
                {
                    found.push(self.by_start(place).max(when));
                }
            }
        }
        found
    }

    fn speaks_http_by(&mut self, unit: UnitId, transport: ExprId) -> Option<When> {
        let value = self.flow.expanded(unit, transport);
        let texts: Vec<Option<&str>> = value.alternatives().iter().map(|value| value.as_text()).collect();
        let is_http = |text: &Option<&str>| matches!(text, Some("http" | "sse" | "streamable-http" | "streamable_http"));
        match texts.as_slice() {
            [one] if is_http(one) => Some(When::Always),
            [Some(_)] => None,
            _ => Some(When::Chosen),
        }
    }

    fn python_units(&self) -> Vec<UnitId> {
        let program = self.flow.program;
        program.ids().filter(|unit| scan::runtime(program.module(*unit).language) == Runtime::Python).collect()
    }
}

fn is_setting(module: &Module, target: ExprId) -> bool {
    matches!(syntax::member(module, target), Some((object, "host")) if matches!(syntax::member(module, object), Some((_, "settings"))))
}
