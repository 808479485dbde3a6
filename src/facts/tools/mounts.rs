//! Servers that are mounted on others: their tools are known by a prefix.

use std::collections::HashMap;

use crate::facts::Place;
use crate::flow::Value;
use crate::syntax::Language;
use crate::syntax::ir::{Expr, ExprId};

use super::finder::{Finder, is_mcp};
use super::register::beside;
use super::{EntryKind, syntax};

/// Servers on servers on servers.
const MAX_LEVELS: usize = 4;

/// What a server is mounted on, and under which prefix.
struct Mount {
    on: Place,
    prefix: Option<String>,
}

impl Finder<'_, '_, '_> {
    /// Gives the tools and prompts of mounted servers the names by which clients know them.
    pub(super) fn by_mounts(&mut self) {
        let mounts = self.mounts();
        if mounts.is_empty() {
            return;
        }
        for (at, receiver) in std::mem::take(&mut self.receivers) {
            if !matches!(self.entries[at].kind, EntryKind::Tool | EntryKind::Prompt) {
                continue;
            }
            let mut server = self.look.definition(receiver);
            for _ in 0..MAX_LEVELS {
                let Some(mount) = mounts.get(&server) else { break };
                if let (Some(prefix), Some(name)) = (&mount.prefix, &mut self.entries[at].name) {
                    *name = format!("{prefix}_{name}");
                }
                server = mount.on;
            }
        }
    }

    /// By the call that makes the mounted server.
    fn mounts(&mut self) -> HashMap<Place, Mount> {
        let mut mounts = HashMap::new();
        let (program, speaks_mcp) = (self.look.flow.program, self.speaks_mcp);
        for unit in program.ids().filter(|_| speaks_mcp) {
            let module = program.module(unit);
            for (expr, ..) in module.calls().filter(|_| module.language == Language::Python) {
                let Some((on, "mount" | "import_server")) = syntax::method(module, expr) else { continue };
                if let Some((server, prefix)) = self.mounted(Place { unit, expr }) {
                    let on = self.look.definition(Place { unit, expr: on });
                    mounts.entry(server).or_insert(Mount { on, prefix });
                }
            }
        }
        mounts
    }

    /// `main.mount(notes, "notes")`, `main.mount("notes", notes)`, `main.mount(notes, namespace="notes")`.
    fn mounted(&mut self, call: Place) -> Option<(Place, Option<String>)> {
        let module = self.look.module(call.unit);
        let given = |argument: ExprId| if let Expr::Keyword(_, value) = module.expr(argument) { value } else { argument };
        let arguments: Vec<Place> =
            syntax::arguments(module, call.expr).iter().take(4).map(|argument| beside(call, given(*argument))).collect();
        let server = arguments.iter().find(|argument| self.is_server(**argument))?;
        let server = self.look.definition(*server);
        let prefix = arguments.iter().find_map(|argument| self.look.glance(*argument).as_text().map(str::to_owned));
        Some((server, prefix))
    }

    fn is_server(&mut self, place: Place) -> bool {
        match self.look.glance(place) {
            Value::Symbol(symbol) => {
                let name = self.look.flow.symbols.name(symbol);
                is_mcp(name) && name.ends_with("()")
            }
            _ => false,
        }
    }
}
