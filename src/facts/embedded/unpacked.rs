//! Code that is made of what nobody can read where it stands: constants that something unpacks or decrypts, files of data.

use std::collections::HashSet;

use crate::flow::{At, Flow, UnitId, Value, is_decoder};
use crate::model::Tree;
use crate::signatures::{Argument, CallSignature, Effect};
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId};

use crate::facts::{CallFact, Facts, Ingredient, Place, Sink};

/// Calls of one package that are looked at closer.
const MAX_CALLS: usize = 64;
/// Expressions that one value is looked through for.
const MAX_PARTS: usize = 2_000;
/// Characters; a shorter constant holds no program.
const MIN_CONSTANT: usize = 40;
/// Numbers of a list that may be a program.
const MIN_NUMBERS: usize = 24;

/// Where code comes from that somebody unpacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// A constant of the code.
    Constant,
    /// A file of the package that is no source.
    File(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// `zlib.decompress`; none where the code does it by itself, or nothing is done.
    pub decoder: Option<String>,
    /// The code turns its bytes one by one: `byte ^ key`.
    pub turned: bool,
    pub from: From,
    /// It is text as it stands.
    pub readable: bool,
}

/// What a value is made of that the package itself brings.
pub(super) fn made_of(flow: &mut Flow<'_>, unit: UnitId, expr: ExprId, tree: &Tree) -> Option<Unpacked> {
    Sources::of(flow, unit, expr, tree).unpacked()
}

/// Looks closer at what is evaluated and not yet known: where it can be worked out, the call gets the text.
pub(super) fn find<'p>(flow: &mut Flow<'p>, facts: &mut Facts<'_>, tree: &'p Tree) {
    let is_blank = |value: &Value| value.as_text().is_some_and(|text| text.trim().is_empty());
    let open = |call: &CallFact<'_>| {
        let alternatives = call.value.alternatives();
        let is_code = (call.effect == Effect::Evaluate || is_fed(call)) && !call.signature.is_template();
        is_code && alternatives.iter().any(is_open) && alternatives.iter().all(|value| is_open(value) || is_blank(value))
    };
    let unknown: Vec<usize> = (0..facts.calls.len()).filter(|at| open(&facts.calls[*at])).take(MAX_CALLS).collect();
    for at in unknown {
        let (place, signature) = (facts.calls[at].place, facts.calls[at].signature);
        let Some(argument) = argument(flow.program.module(place.unit), place.expr, signature) else { continue };
        let mut sources = Sources::of(flow, place.unit, argument, tree);
        // A program that stands around what is read is one that the code writes.
        if sources.file.is_none() && !facts.calls[at].value.alternatives().iter().any(Value::has_text) {
            sources.followed(flow, facts, place, tree);
        }
        if !sources.are_worth_it() {
            continue;
        }
        flow.look_closer(tree);
        let value = flow.expanded(place.unit, argument);
        if value.as_text().is_some_and(|text| !text.trim().is_empty()) {
            facts.calls[at].value = value;
        }
        let unpacked = sources.unpacked();
        // A shell that reads what nobody can read runs no command of anybody's.
        if unpacked.as_ref().is_some_and(|unpacked| !unpacked.readable) {
            facts.calls[at].effect = Effect::Evaluate;
        }
        facts.unpacked.extend(unpacked.map(|unpacked| (place, unpacked)));
    }
}

fn is_open(value: &Value) -> bool {
    match value {
        Value::Text(_)
        | Value::Function(_)
        | Value::Class(_)
        | Value::Instance(_)
        | Value::Object(_)
        | Value::Namespace(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Env(_)
        | Value::Path(_)
        | Value::Url(_) => false,
        Value::Unknown
        | Value::Concat(_)
        | Value::Symbol(_)
        | Value::Array(_)
        | Value::List(_)
        | Value::Given(_)
        | Value::Parameter(..)
        | Value::Member(..)
        | Value::Any(_) => true,
    }
}

/// What a shell is given to read.
fn is_fed(call: &CallFact<'_>) -> bool {
    call.effect == Effect::Shell && call.signature.is_feeding()
}

fn argument(module: &Module, call: ExprId, signature: &CallSignature) -> Option<ExprId> {
    let (Expr::Call(_, list) | Expr::New(_, list)) = module.expr(call) else { return None };
    let arguments = module.list(list);
    if let Some(named) = signature.keyword.as_deref().and_then(|keyword| named(module, arguments, keyword)) {
        return Some(named);
    }
    match signature.argument {
        Argument::Position(at) => arguments.get(usize::from(at)).copied(),
        Argument::Last => arguments.last().copied(),
        Argument::Receiver | Argument::Named | Argument::Words | Argument::Addresses => None,
    }
}

/// `exec(source=text)`, `execFileSync('sh', { input: text })`
fn named(module: &Module, arguments: &[ExprId], keyword: &str) -> Option<ExprId> {
    arguments.iter().find_map(|argument| match module.expr(*argument) {
        Expr::Keyword(name, value) if module.name(name) == keyword => Some(value),
        Expr::Object(members) => module.list(members).iter().find_map(|member| match module.expr(*member) {
            Expr::Pair(key, value) if matches!(module.expr(key), Expr::Str(text) if module.text(text) == keyword) => Some(value),
            _ => None,
        }),
        _ => None,
    })
}

/// What a value is made of, as far as names and functions of the package lead.
#[derive(Default)]
struct Sources {
    decoder: Option<String>,
    is_turned: bool,
    /// A constant that nobody can read, or a list of numbers.
    is_opaque: bool,
    has_constant: bool,
    file: Option<String>,
    is_file_opaque: bool,
    /// Something is read as a table of data.
    is_table: bool,
    /// A piece of a program that anybody can read.
    has_code: bool,
}

impl Sources {
    /// There is something that may turn out to be code.
    fn are_worth_it(&self) -> bool {
        self.is_opaque || self.has_constant || self.file.is_some()
    }

    fn of(flow: &mut Flow<'_>, unit: UnitId, expr: ExprId, tree: &Tree) -> Self {
        let mut sources = Self::default();
        let mut seen = HashSet::new();
        let mut queue = vec![At { unit, id: expr }];
        while let Some(at) = queue.pop() {
            if seen.len() < MAX_PARTS && seen.insert(at) {
                sources.look(flow, at, tree, &mut queue);
            }
        }
        sources
    }

    /// Files that the code was made of in steps which are no expression: bytes put into a buffer one after the other.
    fn followed(&mut self, flow: &Flow<'_>, facts: &Facts<'_>, place: Place, tree: &Tree) {
        let outflows = facts.outflows.iter().filter(|outflow| outflow.sink == Sink::Evaluate && outflow.place == place);
        for (ingredient, from) in outflows.flat_map(|outflow| &outflow.ingredients) {
            if let Ingredient::File(path) = ingredient {
                self.read(flow, from.unit, path, tree);
            }
        }
    }

    fn unpacked(self) -> Option<Unpacked> {
        let Self { decoder, is_turned: turned, is_opaque, has_constant, file, is_file_opaque, is_table, has_code } = self;
        // The program is written here, with words of a table in it.
        if is_table && has_code && !is_opaque {
            return None;
        }
        let from = match file {
            Some(path) => From::File(path),
            None if is_opaque || has_constant && decoder.is_some() => From::Constant,
            None => return None,
        };
        let readable = decoder.is_none() && !is_opaque && !is_file_opaque;
        Some(Unpacked { decoder, turned, from, readable })
    }

    fn look(&mut self, flow: &mut Flow<'_>, at: At<ExprId>, tree: &Tree, queue: &mut Vec<At<ExprId>>) {
        let module = flow.program.module(at.unit);
        let mut next = |id: ExprId| queue.push(At { unit: at.unit, id });
        match module.expr(at.id) {
            Expr::Str(text) => self.constant(module.text(text)),
            Expr::Array(list) => {
                let items = module.list(list);
                self.is_opaque |= items.len() >= MIN_NUMBERS && items.iter().all(|item| matches!(module.expr(*item), Expr::Number(_)));
                items.iter().take(MIN_NUMBERS).for_each(|item| next(*item));
            }
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope);
                let values = scope.and_then(|scope| module.variables.get(&(scope, name)));
                values.into_iter().flatten().take(8).for_each(|value| next(*value));
                if let Value::Text(text) = flow.glance(at.unit, at.id) {
                    self.constant(&text);
                }
            }
            Expr::Call(callee, list) | Expr::New(callee, list) => {
                module.list(list).iter().for_each(|argument| next(*argument));
                match module.expr(callee) {
                    Expr::Member(object, _) | Expr::Index(object, _) => next(object),
                    Expr::Call(..) => next(callee),
                    _ => {}
                }
                self.called(flow, at, callee, module.list(list), tree, queue);
            }
            Expr::Parameter(function, index) => {
                let function = At { unit: at.unit, id: function };
                queue.extend(flow.feed(function).filter(|_| index == 0).map(|(_, source)| source));
                for call in flow.callers(function).iter().take(8).copied().collect::<Vec<_>>() {
                    queue.extend(flow.argument(function, index, call).map(|id| At { unit: call.unit, id }));
                }
            }
            Expr::Function(function) => self.is_turned |= turns(module, function),
            Expr::Class(_) => {}
            expr => {
                self.is_turned |= matches!(expr, Expr::Binary(BinaryOp::BitXor, ..));
                crate::syntax::each_part(module, expr, &mut next);
            }
        }
    }

    fn called(&mut self, flow: &mut Flow<'_>, at: At<ExprId>, callee: ExprId, list: &[ExprId], tree: &Tree, queue: &mut Vec<At<ExprId>>) {
        match flow.glance(at.unit, callee) {
            Value::Symbol(symbol) => {
                let name = flow.symbols.name(symbol).to_owned();
                self.is_table |= matches!(name.as_str(), "json.loads" | "json.load" | "JSON.parse" | "tomllib.loads" | "yaml.safe_load");
                if is_decoder(&name) {
                    self.decoder.get_or_insert(name);
                } else if let Some(path) = path_read(&name).and_then(|at| list.get(at)) {
                    let path = flow.expanded(at.unit, *path).pattern();
                    self.read(flow, at.unit, &path, tree);
                } else {
                    self.read_by_method(flow, at.unit, callee, tree);
                }
            }
            Value::Function(function) => {
                let module = flow.program.module(function.unit);
                queue.extend(module.function(function.id).returns.iter().map(|id| At { unit: function.unit, id: *id }));
            }
            _ => self.read_by_method(flow, at.unit, callee, tree),
        }
    }

    /// `path.read_bytes()`, `files(__package__).joinpath("table").open("rb")`
    fn read_by_method(&mut self, flow: &mut Flow<'_>, unit: UnitId, callee: ExprId, tree: &Tree) {
        let module = flow.program.module(unit);
        if let Expr::Member(path, method) = module.expr(callee)
            && matches!(module.name(method), "read_text" | "read_bytes" | "open")
        {
            let path = flow.expanded(unit, path).pattern();
            self.read(flow, unit, &path, tree);
        }
    }

    fn read(&mut self, flow: &Flow<'_>, unit: UnitId, path: &str, tree: &Tree) {
        let Some(file) = crate::flow::file_named(tree, &flow.program.unit(unit).path, path) else { return };
        if flow.program.graph.unit(file.path.as_str()).is_none() {
            self.is_file_opaque |= std::str::from_utf8(&file.bytes).map_or(true, is_opaque);
            self.file.get_or_insert(file.path.to_string());
        }
    }

    fn constant(&mut self, text: &str) {
        self.has_constant |= text.len() >= MIN_CONSTANT;
        self.is_opaque |= is_opaque(text);
        self.has_code |= text.contains(['\n', ' ']) && text.contains(['(', ':', '{']) && !is_opaque(text);
    }
}

/// `(byte, at) => byte ^ key[at]`
pub(super) fn turns(module: &Module, function: FunctionId) -> bool {
    let (start, end) = module.function(function).exprs;
    (start..end).take(MAX_PARTS).any(|id| matches!(module.expr(ExprId(id)), Expr::Binary(BinaryOp::BitXor, ..)))
}

/// Which argument of a function that reads a file is the path.
fn path_read(name: &str) -> Option<usize> {
    match name {
        "open"
        | "io.open"
        | "codecs.open"
        | "gzip.open"
        | "fs.readFileSync"
        | "fs.readFile"
        | "fs.promises.readFile"
        | "fs/promises.readFile" => Some(0),
        "pkgutil.get_data"
        | "pkg_resources.resource_string"
        | "importlib.resources.read_binary"
        | "importlib.resources.read_text"
        | "importlib.resources.open_binary" => Some(1),
        _ => None,
    }
}

/// A long text without words: base64, hexadecimal, bytes.
fn is_opaque(text: &str) -> bool {
    if text.len() < MIN_CONSTANT * 2 {
        return false;
    }
    let beginning: Vec<char> = text.chars().take(4_000).collect();
    let odd = beginning.iter().filter(|c| !c.is_ascii() || c.is_ascii_control() && !c.is_ascii_whitespace()).count();
    let spaces = beginning.iter().filter(|c| c.is_ascii_whitespace()).count();
    let longest = beginning.split(|c| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_'))).map(<[char]>::len).max();
    odd * 4 > beginning.len() || longest.unwrap_or_default() >= MIN_CONSTANT * 2 && spaces * 40 < beginning.len()
}
