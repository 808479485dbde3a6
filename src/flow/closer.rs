//! A closer look at the few values that run as code: more steps, variables that are made step by step or turn by turn of a loop,
//! and files of the package that the code reads.

use std::collections::HashMap;

use crate::model::{File, RelPath, Tree};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, Name, ScopeId, Span};
use crate::syntax::{Module, each_part};

use super::call::Arguments;
use super::value::{At, MAX_TEXT, UnitId, Value};
use super::{Flow, Known, fold};

/// Steps of one question, and of all of them together.
const FUEL: u32 = 1_000_000;
const ALL_FUEL: u32 = 4_000_000;
/// Parts of an expression that are looked through for a name.
const MAX_PARTS: usize = 400;
/// A loop is followed for so many turns.
const MAX_TURNS: usize = 1 << 16;
/// Callers of callers that are asked at once.
const MAX_ASKING: usize = 6;
/// A file that is read is not larger.
const MAX_FILE: usize = 1 << 20;

/// What a closer look may use.
pub(super) struct Closer<'p> {
    tree: &'p Tree,
    left: u32,
    /// Where the loops of each unit are that was asked about.
    loops: HashMap<UnitId, Vec<Span>>,
    /// Parameters whose callers are being asked.
    asking: Vec<(At<FunctionId>, u32)>,
}

/// A variable that differs from turn to turn of a loop.
enum Turn {
    /// `for x of items`
    Element(Known, Vec<Value>),
    /// `for (let i = 0; i < text.length; i++)`
    Count(Known, usize),
}

impl<'p> Flow<'p> {
    /// From here on; what was answered before is asked anew.
    pub fn look_closer(&mut self, tree: &'p Tree) {
        if self.closer.is_none() {
            self.closer = Some(Closer { tree, left: ALL_FUEL, loops: HashMap::new(), asking: Vec::new() });
            self.answers.clear();
            self.filled.clear();
            self.variables = Default::default();
        }
    }

    /// What a function of a file makes of a text, by the function's name.
    pub fn decoded_by_own(&mut self, unit: UnitId, function: &str, text: &str) -> Option<String> {
        let module = self.program.module(unit);
        let name = module.names.find(function)?;
        let values = module.variables.get(&(ScopeId(0), name))?;
        self.fuel = self.allowance();
        let function = self.eval(unit, *values.first()?, 0);
        self.apply(&function, Value::text(text), 0).as_text().filter(|made| *made != text).map(str::to_owned)
    }

    pub(super) fn closer_fuel(&self) -> Option<u32> {
        self.closer.as_ref().map(|closer| closer.left.clamp(1, FUEL))
    }

    pub(super) fn closer_spent(&mut self, steps: u32) {
        if let Some(closer) = &mut self.closer {
            closer.left = closer.left.saturating_sub(steps);
        }
    }

    /// `s = s[::-1]`, `out += chr(c ^ 7)`: each value of a variable is made of the one before. None for any other variable.
    pub(super) fn made_in_steps(&mut self, key: (UnitId, ScopeId, Name), values: &[ExprId], depth: u32) -> Option<Value> {
        let (unit, _, name) = key;
        let module = self.program.module(unit);
        let (first, rest) = values.split_first()?;
        if rest.is_empty() || !rest.iter().all(|value| mentions(module, *value, name)) {
            return None;
        }
        let mut value = self.eval(unit, *first, depth + 1);
        for next in rest {
            value = match self.in_turns(unit, *next, name, &value, depth) {
                Some(value) => value,
                None => self.with_override(Known::Variable(key), value, |flow| flow.eval(unit, *next, depth + 1)),
            };
        }
        Some(value)
    }

    /// `out = out + piece` in a loop.
    fn in_turns(&mut self, unit: UnitId, step: ExprId, name: Name, before: &Value, depth: u32) -> Option<Value> {
        let module = self.program.module(unit);
        let Expr::Binary(BinaryOp::Add, left, piece) = module.expr(step) else { return None };
        let is_itself = matches!(module.expr(left), Expr::Name(known, _) if known == name);
        if !is_itself || !self.is_in_a_loop(unit, module.span(step)) {
            return None;
        }
        if matches!(before, Value::List(_) | Value::Array(_)) {
            return None;
        }
        let (known, items) = match self.turn(unit, piece, depth)? {
            Turn::Element(known, items) => (known, items),
            Turn::Count(known, length) => (known, (0..length.min(MAX_TURNS)).map(|at| Value::Number(at as f64)).collect()),
        };
        let (mut pieces, mut weight) = (vec![before.clone()], 0);
        for item in items.into_iter().take(MAX_TURNS) {
            let made = self.with_override(known, item, |flow| flow.eval(unit, piece, depth + 1));
            weight += made.length();
            if weight > MAX_TEXT {
                return None;
            }
            pieces.push(made);
        }
        Some(Value::concat(pieces))
    }

    /// The one text that all known calls give for a parameter.
    pub(super) fn given_at_closer_look(&mut self, function: At<FunctionId>, index: u32) -> Option<Value> {
        let is_full = self.is_full_question();
        let closer = self.closer.as_mut().filter(|_| is_full)?;
        if closer.asking.len() >= MAX_ASKING || closer.asking.contains(&(function, index)) {
            return None;
        }
        closer.asking.push((function, index));
        let value = self.given(function, index, 0).finish();
        self.closer.as_mut()?.asking.pop();
        matches!(value, Value::Text(_)).then_some(value)
    }

    fn is_in_a_loop(&mut self, unit: UnitId, step: Span) -> bool {
        let module = self.program.module(unit);
        let Some(closer) = &mut self.closer else { return false };
        let of_unit = || module.iter().filter(|(_, expr)| matches!(expr, Expr::Loop(_))).map(|(id, _)| module.span(id)).collect();
        let loops = closer.loops.entry(unit).or_insert_with(of_unit);
        loops.iter().any(|span| span.start <= step.start && step.end <= span.end)
    }

    /// What differs from turn to turn in an expression of a loop's body.
    fn turn(&mut self, unit: UnitId, piece: ExprId, depth: u32) -> Option<Turn> {
        let module = self.program.module(unit);
        for part in all_parts(module, piece) {
            let Expr::Name(name, scope) = module.expr(part) else { continue };
            let Some(scope) = module.declaring_scope(name, scope) else { continue };
            let values = module.variables.get(&(scope, name)).map_or(&[][..], Vec::as_slice);
            if let Some(bound) = values.first().and_then(|value| element_of(module, *value)) {
                let Expr::Element(source) = module.expr(bound) else { continue };
                let source = self.eval(unit, source, depth + 1);
                return Some(Turn::Element(Known::Element(At { unit, id: bound }), self.elements(&source, depth)?));
            }
            if let [start, step] = values
                && matches!(module.expr(*start), Expr::Number(0.0))
                && matches!(module.expr(*step), Expr::Binary(BinaryOp::Add, _, one) if matches!(module.expr(one), Expr::Number(1.0)))
            {
                let counted = all_parts(module, piece).into_iter().find_map(|part| indexed_by(module, part, name))?;
                let counted = self.eval(unit, counted, depth + 1);
                let length = self.elements(&counted, depth)?.len();
                return Some(Turn::Count(Known::Variable((unit, scope, name)), length));
            }
        }
        None
    }

    /// `open(path).read()`, `fs.readFileSync(path)`, `Path(p).read_bytes()` of a file in the package that is no source.
    pub(super) fn shipped(&mut self, unit: UnitId, callee: ExprId, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        self.closer.as_ref()?;
        let module = self.program.module(unit);
        let Expr::Member(object, name) = module.expr(callee) else { return None };
        let (path, rest) = match module.name(name) {
            "readFileSync" | "readFile" => (self.positional(arguments, 0, depth), true),
            "read" if arguments.list.is_empty() => (self.opened(unit, object, depth)?, false),
            "read_text" | "read_bytes" if arguments.list.is_empty() => (self.eval(unit, object, depth + 1), false),
            _ => return None,
        };
        let tree = self.closer.as_ref()?.tree;
        let file = file_named(tree, &self.program.unit(unit).path, &path.pattern())?;
        if self.program.graph.unit(file.path.as_str()).is_some() || file.bytes.len() > MAX_FILE {
            return None;
        }
        let bytes = fold::text::latin1(&file.bytes);
        let encoding = if rest { self.positional(arguments, 1, depth) } else { Value::Unknown };
        Some(match encoding.as_text() {
            Some(encoding) => fold::decoded_as(&bytes, encoding),
            None => Value::text(&bytes),
        })
    }

    /// The path that a file was opened with: `open(path)`, or a variable that is that.
    fn opened(&mut self, unit: UnitId, object: ExprId, depth: u32) -> Option<Value> {
        let module = self.program.module(unit);
        let mut at = object;
        for _ in 0..4 {
            match module.expr(at) {
                Expr::Name(name, scope) => {
                    let scope = module.declaring_scope(name, scope)?;
                    let [one] = module.variables.get(&(scope, name))?.as_slice() else { return None };
                    at = *one;
                }
                Expr::Call(callee, list) => {
                    let arguments = Arguments { unit, list: module.list(list) };
                    let Value::Symbol(opener) = self.eval(unit, callee, depth + 1) else {
                        let Expr::Member(path, name) = module.expr(callee) else { return None };
                        return (module.name(name) == "open").then(|| self.eval(unit, path, depth + 1));
                    };
                    let is_open = matches!(self.symbols.name(opener), "open" | "io.open" | "codecs.open" | "gzip.open");
                    return is_open.then(|| self.positional(arguments, 0, depth));
                }
                _ => return None,
            }
        }
        None
    }
}

/// The file of the package that a path means, where `*` stands for a folder that is only known at run time.
pub fn file_named<'t>(tree: &'t Tree, from: &RelPath, pattern: &str) -> Option<&'t File> {
    let tail = pattern.rsplit('*').next()?.trim_start_matches(['/', '\\']).replace('\\', "/");
    if tail.is_empty() || tail.starts_with('~') {
        return None;
    }
    let beside = from.resolve(&tail).and_then(|path| tree.get(path.as_str()));
    let at_root = || RelPath::from_root(&tail).and_then(|path| tree.get(path.as_str()));
    beside.or_else(at_root).or_else(|| {
        let end = format!("/{}", tail.trim_start_matches("./").trim_start_matches("../"));
        let mut named = tree.files().iter().filter(|file| file.path.as_str().ends_with(&end));
        named.next().filter(|_| named.next().is_none())
    })
}

/// The element of a loop that a variable is, or is a part of: `for at, c in enumerate(text)`.
pub(super) fn element_of(module: &Module, value: ExprId) -> Option<ExprId> {
    let mut at = value;
    for _ in 0..4 {
        match module.expr(at) {
            Expr::Element(_) => return Some(at),
            Expr::Index(inner, _) | Expr::Member(inner, _) => at = inner,
            _ => return None,
        }
    }
    None
}

/// `text[i]`, `text.charCodeAt(i)`: the text.
fn indexed_by(module: &Module, part: ExprId, name: Name) -> Option<ExprId> {
    let is_it = |expr: ExprId| matches!(module.expr(expr), Expr::Name(known, _) if known == name);
    match module.expr(part) {
        Expr::Index(object, key) if is_it(key) => Some(object),
        Expr::Call(callee, list) => match (module.expr(callee), module.list(list)) {
            (Expr::Member(object, method), [only]) if is_it(*only) && module.name(method).starts_with("char") => Some(object),
            _ => None,
        },
        _ => None,
    }
}

/// An expression and what it is made of, the whole first.
fn all_parts(module: &Module, whole: ExprId) -> Vec<ExprId> {
    let mut all = vec![whole];
    let mut at = 0;
    while at < all.len() && all.len() < MAX_PARTS {
        each_part(module, module.expr(all[at]), &mut |part| all.push(part));
        at += 1;
    }
    all
}

fn mentions(module: &Module, whole: ExprId, name: Name) -> bool {
    all_parts(module, whole).into_iter().any(|part| matches!(module.expr(part), Expr::Name(known, _) if known == name))
}
