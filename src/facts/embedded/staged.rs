//! Libraries of machine code that the code writes to a temporary file and loads from there.

use std::collections::{BTreeSet, HashSet};

use super::unpacked::{From, Unpacked, made_of, turns};
use crate::facts::{CallFact, Facts, Ingredient, Place, Sink};
use crate::flow::{At, Flow, Value, file_named};
use crate::model::Tree;
use crate::signatures::Effect;
use crate::syntax::each_part;
use crate::syntax::ir::{Expr, ExprId, List};

/// Loading calls of one package that are looked at.
const MAX_LOADS: usize = 64;
/// Writing calls of one file that are looked at for each of them.
const MAX_WRITES: usize = 128;
/// Expressions that one path is looked through for.
const MAX_PARTS: usize = 300;
/// The entry of functions that load machine code.
const NATIVE: &str = "native-code";

/// What gives a file or a folder that is there for a while.
const MAKERS: [&str; 18] = [
    "tempfile.mkstemp",
    "tempfile.mkdtemp",
    "tempfile.mktemp",
    "tempfile.gettempdir",
    "tempfile.NamedTemporaryFile",
    "tempfile.TemporaryFile",
    "tempfile.TemporaryDirectory",
    "tempfile.SpooledTemporaryFile",
    "os.memfd_create",
    "os.tmpdir",
    "fs.mkdtempSync",
    "fs.mkdtemp",
    "fs.promises.mkdtemp",
    "fs/promises.mkdtemp",
    "tmp.fileSync",
    "tmp.dirSync",
    "tmp.tmpNameSync",
    "temp.openSync",
];
const FOLDERS: [&str; 5] = ["/tmp/", "/var/tmp/", "/dev/shm/", "/proc/self/fd/", "C:\\Windows\\Temp\\"];

/// A library that is loaded from where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// Where it is written.
    pub place: Place,
    /// Where it is loaded, and by what.
    pub load: Place,
    pub callee: String,
    /// What is written, where it comes from the package itself.
    pub unpacked: Option<Unpacked>,
}

/// Something by which a path is told from others.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    Made(At<ExprId>),
    Named(String),
}

pub(super) fn find<'p>(flow: &mut Flow<'p>, facts: &Facts<'_>, tree: &'p Tree) -> Vec<Staged> {
    let mut found: Vec<Staged> = Vec::new();
    for call in facts.calls.iter().filter(|call| is_native(call)).take(MAX_LOADS) {
        if found.iter().any(|staged| staged.load == call.place) {
            continue;
        }
        let roots: BTreeSet<Root> = arguments(flow, call.place).into_iter().flat_map(|id| roots(flow, call.place, id)).collect();
        if roots.is_empty() {
            continue;
        }
        if let Some((place, content)) = writes(flow, call.place, &roots) {
            let mut unpacked = made_of(flow, place.unit, content, tree).or_else(|| read_before(flow, facts, place, tree));
            let module = flow.program.module(place.unit);
            let is_turned = turns(module, module.enclosing_function(place.expr));
            unpacked.iter_mut().for_each(|unpacked| unpacked.turned |= is_turned);
            found.push(Staged { place, load: call.place, callee: call.callee.clone(), unpacked });
        }
    }
    found
}

/// Machine code by the function that loads it, or a module by a name that is put together: only node's own modules of that kind
/// are written to a file first.
fn is_native(call: &CallFact<'_>) -> bool {
    call.effect == Effect::Import
        && (call.signature.id == NATIVE || call.value.alternatives().iter().any(|value| value.pattern().ends_with(".node")))
}

/// A file of data that went into what is written in steps which are no expression: bytes put into a buffer one after the other.
fn read_before(flow: &Flow<'_>, facts: &Facts<'_>, place: Place, tree: &Tree) -> Option<Unpacked> {
    let outflow = facts.outflows.iter().find(|outflow| outflow.sink == Sink::Write && outflow.place == place)?;
    let program = flow.program;
    let path = outflow.ingredients.iter().find_map(|(ingredient, from)| match ingredient {
        Ingredient::File(path) => file_named(tree, &program.unit(from.unit).path, path),
        _ => None,
    })?;
    let from = From::File(path.path.to_string());
    Some(Unpacked { decoder: None, turned: false, from, readable: false })
}

fn arguments(flow: &Flow<'_>, place: Place) -> Vec<ExprId> {
    let module = flow.program.module(place.unit);
    match module.expr(place.expr) {
        Expr::Call(_, list) | Expr::New(_, list) => module.list(list).to_vec(),
        Expr::Import(specifier) => vec![specifier],
        _ => Vec::new(),
    }
}

/// The first place that writes to the same file, with what is written.
fn writes(flow: &mut Flow<'_>, load: Place, wanted: &BTreeSet<Root>) -> Option<(Place, ExprId)> {
    let unit = load.unit;
    let module = flow.program.module(unit);
    let mut looked = 0;
    for (expr, kind) in module.iter() {
        let Expr::Call(callee, list) = kind else { continue };
        let Some((target, content)) = written(flow, Place { unit, expr: callee }, list) else { continue };
        looked += 1;
        if looked > MAX_WRITES {
            break;
        }
        let place = Place { unit, expr };
        if roots(flow, place, target).iter().any(|root| wanted.contains(root)) {
            return Some((place, content));
        }
    }
    None
}

/// What a call writes to, and what it writes.
fn written(flow: &Flow<'_>, callee: Place, list: List) -> Option<(ExprId, ExprId)> {
    let module = flow.program.module(callee.unit);
    let given = module.list(list);
    let (object, method) = match module.expr(callee.expr) {
        Expr::Member(object, name) => (Some(object), module.name(name)),
        Expr::Name(name, _) => (None, module.name(name)),
        _ => return None,
    };
    match (method, given) {
        (
            "write" | "writeFileSync" | "writeFile" | "outputFileSync" | "outputFile" | "writeSync" | "appendFileSync",
            [target, content, ..],
        ) => Some((*target, *content)),
        ("write" | "writelines" | "write_bytes" | "end", [content]) => Some((object?, *content)),
        _ => None,
    }
}

/// The calls that have made the path, as far as names and the calls around them lead.
fn roots(flow: &mut Flow<'_>, place: Place, expr: ExprId) -> BTreeSet<Root> {
    let mut found = BTreeSet::new();
    let mut seen = HashSet::new();
    let mut queue = vec![At { unit: place.unit, id: expr }];
    while let Some(at) = queue.pop() {
        if seen.len() >= MAX_PARTS || !seen.insert(at) {
            continue;
        }
        let module = flow.program.module(at.unit);
        let mut next = |id: ExprId| queue.push(At { unit: at.unit, id });
        match module.expr(at.id) {
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope);
                let values = scope.and_then(|scope| module.variables.get(&(scope, name)));
                values.into_iter().flatten().take(8).for_each(|value| next(*value));
            }
            Expr::Member(object, _) | Expr::Index(object, _) => next(object),
            Expr::Str(text) => {
                let text = module.text(text);
                found.extend(FOLDERS.iter().any(|folder| text.starts_with(folder)).then(|| Root::Named(text.to_owned())));
            }
            Expr::Call(callee, list) | Expr::New(callee, list) => {
                if let Value::Symbol(symbol) = flow.glance_called(at.unit, callee)
                    && MAKERS.contains(&flow.symbols.name(symbol))
                {
                    found.insert(Root::Made(at));
                    continue;
                }
                module.list(list).iter().for_each(|argument| next(*argument));
                if let Expr::Member(object, _) = module.expr(callee) {
                    next(object);
                }
            }
            Expr::Parameter(function, index) => {
                let function = At { unit: at.unit, id: function };
                for call in flow.callers(function).iter().take(8).copied().collect::<Vec<_>>() {
                    queue.extend(flow.argument(function, index, call).map(|id| At { unit: call.unit, id }));
                }
            }
            Expr::Function(_) | Expr::Class(_) => {}
            expr => each_part(module, expr, &mut next),
        }
    }
    found
}
