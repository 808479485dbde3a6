//! What a server tells every client when it connects: the instructions that it is made with.

use crate::facts::Place;
use crate::facts::scan::runtime;
use crate::flow::{Flow, Value};
use crate::signatures::Runtime;
use crate::syntax::Module;
use crate::syntax::ir::{ClassId, Expr, ExprId};

use super::finder::speaks_mcp;
use super::look::Look;
use super::syntax;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instructions {
    pub place: Place,
    pub told: Told,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// With `*` for what is only known at run time.
    Text(String),
    /// What stands in a file of the package, of whose path this is the end.
    File(String),
}

const KEY: &str = "instructions";
/// Classes of servers, and what answers the first request.
const SERVERS: [&str; 8] =
    ["FastMCP", "McpServer", "MCPServer", "Server", "FastMCPServer", "LowLevelServer", "InitializationOptions", "InitializeResult"];
/// Keys beside which the word means a server's own.
const BESIDE: [&str; 3] = ["serverInfo", "protocolVersion", "capabilities"];
/// More than any package has servers.
const MAX_PLACES: usize = 64;
/// Functions that read a file, by the name of its path: what they are given, or what they are called on.
const READS: [&str; 5] = ["readFileSync", "readFile", "open", "read_text", "readTextFile"];
/// So much of a function is looked through for one of them.
const MAX_PARTS: u32 = 2_000;
/// They may be one of so many texts.
const MAX_ALTERNATIVES: usize = 8;

/// In the order of their places, each text once.
pub fn instructions(flow: &mut Flow<'_>) -> Vec<Instructions> {
    let program = flow.program;
    if !program.units.iter().any(|unit| speaks_mcp(&unit.module)) {
        return Vec::new();
    }
    let mut look = Look::new(flow);
    let mut found: Vec<Instructions> = Vec::new();
    for unit in program.ids() {
        for place in look.instructing(unit) {
            let told = look.alternatives(place).into_iter().chain(look.read_from(place));
            found.extend(told.map(|told| Instructions { place, told }));
        }
    }
    found.sort();
    let mut seen = std::collections::HashSet::new();
    found.retain(|one| one.told != Told::Text(String::new()) && seen.insert(one.told.clone()));
    found
}

impl Look<'_, '_> {
    /// Where a file gives a server its instructions.
    fn instructing(&mut self, unit: crate::flow::UnitId) -> Vec<Place> {
        let module = self.module(unit);
        let mut places = Vec::new();
        for (id, expr) in module.iter() {
            if places.len() >= MAX_PLACES {
                break;
            }
            match expr {
                Expr::Call(callee, _) | Expr::New(callee, _) if makes_server(module, callee) => {
                    places.extend(self.given_to_server(Place { unit, expr: id }));
                }
                // A class of servers whose name a bundler has changed: what the server is called stands beside.
                Expr::New(_, list) if module.list(list).len() == 2 => {
                    let [about, options] = [module.list(list)[0], module.list(list)[1]];
                    if key(module, about, "name").is_some() && key(module, about, "version").is_some() {
                        places.extend(key(module, options, KEY).map(|expr| Place { unit, expr }));
                    }
                }
                Expr::Object(_) if stands_beside(module, id) => {
                    places.extend(key(module, id, KEY).map(|expr| Place { unit, expr }));
                }
                _ => {}
            }
        }
        let written = module.names.find(KEY).and_then(|name| module.member_writes.get(&name)).into_iter().flatten();
        if speaks_mcp(module) {
            places.extend(written.take(MAX_PLACES).map(|write| Place { unit, expr: write.value }));
        }
        places
    }

    /// A named argument, an option, and with FastMCP for Python the second argument.
    fn given_to_server(&mut self, call: Place) -> Option<Place> {
        let module = self.module(call.unit);
        let here = |expr| Place { unit: call.unit, expr };
        if let Some(value) = syntax::keyword(module, call.expr, KEY) {
            return Some(here(value));
        }
        let is_python = runtime(module.language) == Runtime::Python;
        if let Some(second) = syntax::positional(module, call.expr, 1).filter(|_| is_python) {
            return Some(here(second));
        }
        syntax::arguments(module, call.expr).iter().take(4).find_map(|argument| match module.expr(*argument) {
            Expr::Keyword(..) => None,
            Expr::Spread(inner) => self.part(here(inner), &[KEY]),
            _ => self.part(here(*argument), &[KEY]),
        })
    }

    fn alternatives(&mut self, place: Place) -> Vec<Told> {
        let seen = self.glance(place);
        let value = if seen.has_text() {
            seen
        } else {
            let value = self.value(place);
            self.flow.with_callers(value)
        };
        let texts = value.alternatives().iter().filter(|value| value.has_text()).take(MAX_ALTERNATIVES).map(Value::pattern);
        texts.map(|text| Told::Text(text.trim().to_owned())).collect()
    }

    /// The file that an expression, or the function of the package that it calls, reads.
    fn read_from(&mut self, place: Place) -> Option<Told> {
        let at = self.definition(place);
        let module = self.module(at.unit);
        if let Expr::Call(callee, _) = module.expr(at.expr)
            && let Value::Function(function) = self.value(Place { unit: at.unit, expr: callee })
        {
            let (start, end) = self.module(function.unit).function(function.id).exprs;
            let inside = (start..end.min(start.saturating_add(MAX_PARTS))).map(|expr| Place { unit: function.unit, expr: ExprId(expr) });
            return inside.into_iter().find_map(|place| self.read_by(place));
        }
        let span = module.span(at.expr);
        let inside = (at.expr.0.saturating_sub(MAX_PARTS)..=at.expr.0).rev().map(ExprId);
        let inside = inside.take_while(|id| module.span(*id).start >= span.start).map(|expr| Place { unit: at.unit, expr });
        inside.into_iter().find_map(|place| self.read_by(place))
    }

    fn read_by(&mut self, call: Place) -> Option<Told> {
        let module = self.module(call.unit);
        let Expr::Call(callee, _) = module.expr(call.expr) else { return None };
        let word = syntax::last_word(module, callee).filter(|word| READS.contains(word))?;
        let path = match syntax::member(module, callee) {
            Some((object, _)) if word == "read_text" => object,
            Some(_) | None => syntax::positional(module, call.expr, 0)?,
        };
        let path = self.value(Place { unit: call.unit, expr: path }).pattern();
        let end = path.rsplit(['*', '\\']).next()?.rsplit("../").next()?.trim_start_matches(['.', '/']);
        end.contains('.').then(|| Told::File(end.to_owned()))
    }
}

/// A class of that name, or the base of the class at hand.
fn makes_server(module: &Module, callee: ExprId) -> bool {
    let is_server = |expr| syntax::last_word(module, expr).is_some_and(|word| SERVERS.contains(&word));
    let derives = |class: ClassId| module.class(class).bases.iter().any(|base| is_server(*base));
    match module.expr(callee) {
        Expr::Super(class) => derives(class),
        Expr::Member(object, name) if module.name(name) == "__init__" => {
            matches!(module.expr(object), Expr::Super(class) if derives(class))
        }
        _ => is_server(callee),
    }
}

/// What the first answer consists of, or what a server is called with its version.
fn stands_beside(module: &Module, object: ExprId) -> bool {
    let has = |wanted: &str| key(module, object, wanted).is_some();
    BESIDE.iter().any(|beside| has(beside)) || has("name") && has("version")
}

/// What an object that stands there holds under a key.
fn key(module: &Module, object: ExprId, wanted: &str) -> Option<ExprId> {
    let Expr::Object(list) = module.expr(object) else { return None };
    module.list(list).iter().take(64).find_map(|pair| match module.expr(*pair) {
        Expr::Pair(key, value) if matches!(module.expr(key), Expr::Str(key) if module.text(key) == wanted) => Some(value),
        _ => None,
    })
}
