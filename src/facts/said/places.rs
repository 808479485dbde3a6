//! Where in the code texts stand that a model reads: by the key, the argument or the function that holds them.

use std::collections::HashSet;

use crate::facts::Place;
use crate::facts::tools::{Entry, EntryKind, syntax};
use crate::flow::{At, Program, UnitId};
use crate::syntax::ir::{Expr, ExprId, FunctionId};
use crate::syntax::{Language, Module};

use super::Role;

/// Keys and named arguments whose texts describe something.
const DESCRIBING: [&str; 6] = ["description", "title", "summary", "desc", "describe", "prompt_description"];
const INSTRUCTING: [&str; 4] = ["instructions", "systemPrompt", "system_prompt", "serverInstructions"];
const VALUES: [&str; 5] = ["default", "enum", "const", "examples", "example"];
/// Decorators that say how a function is called or checked.
const PLAIN: [&str; 20] = [
    "overload",
    "property",
    "cached_property",
    "staticmethod",
    "classmethod",
    "abstractmethod",
    "setter",
    "getter",
    "deleter",
    "contextmanager",
    "asynccontextmanager",
    "cache",
    "lru_cache",
    "wraps",
    "override",
    "final",
    "deprecated",
    "singledispatch",
    "total_ordering",
    "dataclass",
];
/// Classes of servers, whose texts are names and instructions.
const SERVERS: [&str; 5] = ["FastMCP", "McpServer", "MCPServer", "Server", "FastMCPServer"];
/// Functions that ask the client for something.
const ASKING: [&str; 7] = ["createMessage", "create_message", "elicit", "elicitInput", "sample", "requestSampling", "elicit_form"];
/// Shorter texts of a handler are words, not sentences.
const MIN_SENTENCE: usize = 24;
/// A text of which nobody knows where it ends is looked at from this length on.
const MIN_ELSEWHERE: usize = 50;
/// So much of a call is looked through.
const MAX_PARTS: u32 = 2_000;

/// All places, the surest role of each first; what only stands somewhere comes last.
pub(super) fn places(program: &Program, entries: &[Entry]) -> Vec<(Place, Role)> {
    let mut found = Found::default();
    registered(program, entries, &mut found);
    for unit in program.ids() {
        written(program, unit, &mut found);
    }
    answered(program, entries, &mut found);
    for unit in program.ids() {
        elsewhere(program, unit, &mut found);
    }
    found.all
}

#[derive(Default)]
struct Found {
    all: Vec<(Place, Role)>,
    seen: HashSet<Place>,
}

impl Found {
    fn add(&mut self, unit: UnitId, expr: ExprId, role: Role) {
        let place = Place { unit, expr };
        if self.seen.insert(place) {
            self.all.push((place, role));
        }
    }

    /// A value, or each of a list.
    fn add_all(&mut self, module: &Module, unit: UnitId, expr: ExprId, role: Role) {
        match module.expr(expr) {
            Expr::Array(list) => module.list(list).iter().take(256).for_each(|item| self.add(unit, *item, role)),
            _ => self.add(unit, expr, role),
        }
    }

    /// The texts that a whole is put together of are not told a second time.
    fn cover(&mut self, module: &Module, unit: UnitId, expr: ExprId) {
        for part in parts(module, expr) {
            self.seen.insert(Place { unit, expr: part });
        }
    }
}

/// The expressions inside one, itself excluded.
fn parts(module: &Module, whole: ExprId) -> impl Iterator<Item = ExprId> + '_ {
    let span = module.span(whole);
    let is_inside = move |id: &ExprId| module.span(*id).start >= span.start;
    (whole.0.saturating_sub(MAX_PARTS)..whole.0).rev().map(ExprId).take_while(is_inside)
}

/// The arguments of registrations and the docstrings of handlers.
fn registered(program: &Program, entries: &[Entry], found: &mut Found) {
    for entry in entries {
        let module = program.module(entry.place.unit);
        for argument in syntax::arguments(module, entry.place.expr).iter().take(8) {
            if matches!(module.expr(*argument), Expr::Str(_) | Expr::Concat(_) | Expr::Binary(..) | Expr::Name(..) | Expr::Member(..)) {
                found.add(entry.place.unit, *argument, Role::Description);
            }
        }
        if let Some(handler) = &entry.handler {
            of_handler(program, handler.function, found);
        }
    }
}

/// Decorators of the language keep no text for anybody.
fn may_register(module: &Module, decorator: ExprId) -> bool {
    let plain = syntax::last_word(module, decorator).is_some_and(|word| PLAIN.contains(&word));
    !plain
}

/// A docstring, and what parameters are by default.
fn of_handler(program: &Program, function: At<FunctionId>, found: &mut Found) {
    let module = program.module(function.unit);
    if let Some(text) = docstring(module, function.id) {
        found.add(function.unit, text, Role::Description);
    }
    for parameter in &module.function(function.id).parameters {
        if let Some(default) = parameter.default.filter(|default| !matches!(module.expr(*default), Expr::Call(..))) {
            found.add(function.unit, default, Role::Value);
        }
    }
}

fn docstring(module: &Module, function: FunctionId) -> Option<ExprId> {
    let Expr::Block(list) = module.expr(module.function(function).body?) else { return None };
    let first = *module.list(list).first()?;
    matches!(module.expr(first), Expr::Str(_) if module.language == Language::Python).then_some(first)
}

/// What keys, named arguments and methods say of a text.
fn written(program: &Program, unit: UnitId, found: &mut Found) {
    let module = program.module(unit);
    for (id, expr) in module.iter() {
        match expr {
            Expr::Keyword(name, value) => {
                if let Some(role) = role_of(module.name(name)) {
                    found.add_all(module, unit, value, role);
                }
            }
            Expr::Pair(key, value) => {
                if let Expr::Str(key) = module.expr(key)
                    && let Some(role) = role_of(module.text(key))
                {
                    found.add_all(module, unit, value, role);
                }
            }
            Expr::Call(callee, list) | Expr::New(callee, list) => called(module, unit, id, callee, module.list(list), found),
            Expr::Index(generic, inner) if syntax::last_word(module, generic) == Some("Literal") => {
                found.add_all(module, unit, inner, Role::Value);
            }
            Expr::Function(function) if module.function(function).decorators.iter().any(|one| may_register(module, *one)) => {
                of_handler(program, At { unit, id: function }, found);
            }
            _ => {}
        }
    }
    for (name, writes) in &module.member_writes {
        if matches!(module.name(*name), "description" | "__doc__" | "title" | "instructions") {
            writes.iter().for_each(|write| found.add(unit, write.value, Role::Description));
        }
    }
}

fn role_of(key: &str) -> Option<Role> {
    if DESCRIBING.contains(&key) {
        Some(Role::Description)
    } else if INSTRUCTING.contains(&key) {
        Some(Role::Instructions)
    } else if VALUES.contains(&key) {
        Some(Role::Value)
    } else {
        None
    }
}

fn called(module: &Module, unit: UnitId, call: ExprId, callee: ExprId, arguments: &[ExprId], found: &mut Found) {
    let Some(word) = syntax::last_word(module, callee) else { return };
    let is_text = |id: &&ExprId| matches!(module.expr(**id), Expr::Str(_) | Expr::Concat(_) | Expr::Binary(..) | Expr::Name(..));
    match word {
        "describe" | "describeArgs" => arguments.iter().take(1).for_each(|text| found.add(unit, *text, Role::Description)),
        "default" | "literal" | "enum" if matches!(module.expr(callee), Expr::Member(..)) => {
            arguments.iter().take(1).for_each(|value| found.add_all(module, unit, *value, Role::Value));
        }
        word if SERVERS.contains(&word) => {
            arguments.iter().filter(is_text).for_each(|text| found.add(unit, *text, Role::Instructions));
        }
        word if ASKING.contains(&word) && matches!(module.expr(callee), Expr::Member(..)) => {
            for part in parts(module, call) {
                if matches!(module.expr(part), Expr::Str(text) if is_sentence(module.text(text), MIN_SENTENCE)) {
                    found.add(unit, part, Role::Question);
                }
            }
        }
        _ => {}
    }
}

/// What the functions that answer return, throw and put together.
fn answered(program: &Program, entries: &[Entry], found: &mut Found) {
    let mut seen = HashSet::new();
    for entry in entries {
        let Some(handler) = &entry.handler else { continue };
        if !seen.insert(handler.function) {
            continue;
        }
        let role = match entry.kind {
            EntryKind::Prompt | EntryKind::PromptDispatcher => Role::Prompt,
            EntryKind::Tool | EntryKind::Dispatcher | EntryKind::Resource | EntryKind::ResourceDispatcher => Role::Answer,
            EntryKind::Http | EntryKind::Remote => continue,
        };
        let (unit, module) = (handler.function.unit, program.module(handler.function.unit));
        let function = module.function(handler.function.id);
        let range = || (function.exprs.0..function.exprs.1).map(ExprId);
        for id in range() {
            if let Expr::Throw(error) = module.expr(id) {
                thrown(module, unit, error, found);
            }
        }
        for returned in function.returns.iter().take(64) {
            // `return answer(result + NOTE)`
            let given = syntax::arguments(module, *returned);
            for value in given.iter().take(8).chain(given.is_empty().then_some(returned)) {
                if matches!(module.expr(*value), Expr::Binary(..) | Expr::Concat(_) | Expr::Name(..) | Expr::Str(_)) {
                    found.add(unit, *value, role);
                    found.cover(module, unit, *value);
                }
            }
        }
        // An added text has its name somewhere else: `text: result + NOTE`.
        for id in range() {
            match module.expr(id) {
                Expr::Str(text) if is_sentence(module.text(text), MIN_SENTENCE) => found.add(unit, id, role),
                Expr::Pair(key, value) if matches!(module.expr(key), Expr::Str(key) if module.text(key) == "text") => {
                    found.add(unit, value, role);
                }
                Expr::Keyword(name, value) if module.name(name) == "text" => found.add(unit, value, role),
                _ => {}
            }
        }
    }
}

fn thrown(module: &Module, unit: UnitId, error: ExprId, found: &mut Found) {
    for argument in syntax::arguments(module, error) {
        found.add(unit, *argument, Role::Error);
        found.cover(module, unit, *argument);
    }
}

fn elsewhere(program: &Program, unit: UnitId, found: &mut Found) {
    let module = program.module(unit);
    for (id, expr) in module.iter() {
        if let Expr::Str(text) = expr
            && is_sentence(module.text(text), MIN_ELSEWHERE)
        {
            found.add(unit, id, Role::Elsewhere);
        }
    }
}

/// Words with blanks between them; scripts without blanks are longer in bytes than in signs.
fn is_sentence(text: &str, shortest: usize) -> bool {
    text.len() >= shortest && (text.bytes().filter(u8::is_ascii_whitespace).take(3).count() == 3 || !text.is_ascii())
}
