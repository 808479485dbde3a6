//! Whether a file writes a word at all, or only puts it together when it runs.

use memchr::memmem;

use crate::flow::{Program, UnitId};
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId};

/// Whether any name or literal of the file contains the word.
pub fn spells(module: &Module, word: &str) -> bool {
    module.names.find(word).is_some() || module.texts.contain(word)
}

/// Shorter literals are pieces of anything.
const WORTH: usize = 8;

/// Bytes of a text whose words are looked for one by one.
const SHORT: usize = 200;

/// Whether a text stands in the file for anyone to read: as one literal, or mostly made of whole ones.
pub fn spells_text(module: &Module, text: &str) -> bool {
    let mut covered = vec![false; text.len()];
    for literal in module.texts.iter() {
        if literal == text {
            return true;
        }
        if literal.len() < WORTH {
            continue;
        }
        for piece in stretches(literal).filter(|piece| (WORTH..=text.len()).contains(&piece.len())) {
            if let Some(at) = memmem::find(text.as_bytes(), piece.as_bytes()) {
                covered[at..at + piece.len()].fill(true);
            }
        }
    }
    let share = covered.iter().filter(|covered| **covered).count();
    share * 5 >= text.len() * 3 || spells_words(module, text)
}

/// What a template writes between the places that it fills: `"def %s(): return %s"`.
fn stretches(literal: &str) -> impl Iterator<Item = &str> {
    let is_template = memchr::memchr2(b'%', b'{', literal.as_bytes()).is_some();
    let parts = is_template.then(|| literal.split("%s").flat_map(|part| part.split("{}")));
    parts.into_iter().flatten().chain((!is_template).then_some(literal))
}

/// Whether a short text is put together from words that stand there whole: `"function " + name + "(){}"`.
fn spells_words(module: &Module, text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').filter(|word| word.len() > 2).peekable();
    let is_written = |word: &str| module.texts.contain(word);
    text.len() <= SHORT && words.peek().is_some() && words.all(is_written)
}

/// Whether all that is letters in a text stands in literals of the file: names may be put together from words and numbers.
pub fn spells_parts(module: &Module, text: &str) -> bool {
    let mut parts = text.split(|c: char| !c.is_alphabetic()).filter(|part| part.len() > 2);
    parts.all(|part| module.texts.contain(part))
}

/// Whether each word of a short text stands whole in a piece of it that some file of the package writes: a caller gives the name.
pub fn spells_pieces(program: &Program, text: &str) -> bool {
    if text.len() > SHORT {
        return false;
    }
    let mut missing: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').filter(|word| word.len() > 2).collect();
    if missing.is_empty() {
        return false;
    }
    for unit in program.ids() {
        let literals = program.module(unit).texts.iter().filter(|literal| literal.len() > 2 && text.contains(literal));
        literals.for_each(|literal| missing.retain(|word| !literal.contains(word)));
        if missing.is_empty() {
            return true;
        }
    }
    false
}

/// Whether some part of a canonical name (`child_process.exec`) is never written where it is used.
///
/// A file that takes functions from another file of the package under a new name is no hiding place: then nothing is said.
pub(super) fn hides(program: &Program, unit: UnitId, canonical: &str) -> bool {
    let module = program.module(unit);
    let missing = |part: &&str| !spells(module, part);
    let parts = canonical.split('.').map(|part| part.trim_end_matches("()")).filter(|part| part.len() > 1 && !is_stand_in(part));
    let hidden = parts.clone().any(|part| missing(&part));
    hidden && !takes_from_others(program, unit)
}

/// Links of a chain of names that are followed to where something is put together.
const MAX_LINKS: u32 = 8;
/// Functions that reach a module or a member by its name.
const BY_NAME: [&str; 10] =
    ["require", "getattr", "__import__", "import_module", "getBuiltinModule", "_load", "binding", "get", "attrgetter", "__getattribute__"];

/// Whether a function is reached by a name that is computed: `cp['ex' + 'ec']`, `getattr(os, 'sys' + 'tem')`, `require(word(3)).run`.
pub(super) fn is_put_together(module: &Module, callee: ExprId) -> bool {
    reaches_computed(module, callee, 0)
}

fn reaches_computed(module: &Module, expr: ExprId, links: u32) -> bool {
    if links > MAX_LINKS {
        return false;
    }
    let next = |expr| reaches_computed(module, expr, links + 1);
    match module.expr(expr) {
        // `[].constructor.constructor`, `''.constructor.constructor`: nobody else asks a literal for its class.
        Expr::Member(object, name) if module.name(name) == "constructor" => is_of_literal(module, object) || next(object),
        Expr::Member(object, _) => next(object),
        Expr::Index(object, key) => is_computed(module, key, links) || next(object),
        Expr::Call(callee, arguments) => {
            let by_name = match module.expr(callee) {
                Expr::Name(name, _) | Expr::Member(_, name) => BY_NAME.contains(&module.name(name)),
                Expr::Index(_, key) => matches!(module.expr(key), Expr::Str(key) if BY_NAME.contains(&module.text(key))),
                Expr::Call(..) => true,
                _ => false,
            };
            by_name && module.list(arguments).iter().any(|argument| is_computed(module, *argument, links)) || next(callee)
        }
        Expr::Name(..) => assigned(module, expr).is_some_and(next),
        Expr::Import(specifier) => is_computed(module, specifier, links),
        Expr::Await(inner) => next(inner),
        _ => false,
    }
}

/// `[].filter`, `''.constructor`: a function taken from a literal.
fn is_of_literal(module: &Module, expr: ExprId) -> bool {
    let Expr::Member(literal, _) = module.expr(expr) else { return false };
    matches!(module.expr(literal), Expr::Array(_) | Expr::Str(_) | Expr::Number(_) | Expr::Object(_))
}

fn is_computed(module: &Module, key: ExprId, links: u32) -> bool {
    match module.expr(key) {
        Expr::Binary(BinaryOp::Add | BinaryOp::Mod, ..) | Expr::Concat(_) | Expr::Call(..) => true,
        Expr::Name(..) if links < MAX_LINKS => assigned(module, key).is_some_and(|value| is_computed(module, value, links + 1)),
        _ => false,
    }
}

/// Whether a function gives back what it reaches by a name that it is given: `getattr(__import__(a), b)`, `require(a)[b]`.
pub(super) fn gives_by_name(module: &Module, function: FunctionId) -> bool {
    let returns = &module.function(function).returns;
    returns.iter().take(8).any(|returned| is_by_name(module, *returned, 0))
}

fn is_by_name(module: &Module, expr: ExprId, links: u32) -> bool {
    if links > MAX_LINKS {
        return false;
    }
    let next = |expr| is_by_name(module, expr, links + 1);
    let is_open = |expr: &ExprId| !matches!(module.expr(*expr), Expr::Str(_) | Expr::Number(_));
    match module.expr(expr) {
        Expr::Member(object, _) | Expr::Await(object) => next(object),
        Expr::Index(object, key) => is_open(&key) || next(object),
        Expr::Import(specifier) => is_open(&specifier),
        Expr::Call(callee, arguments) => match module.expr(callee) {
            Expr::Name(name, _) | Expr::Member(_, name) if BY_NAME.contains(&module.name(name)) => {
                module.list(arguments).iter().any(|argument| is_open(argument) || next(*argument))
            }
            _ => next(callee),
        },
        Expr::Either(one, other) | Expr::If(_, one, other) => next(one) || next(other),
        Expr::Name(..) => assigned(module, expr).is_some_and(next),
        _ => false,
    }
}

/// The one value that a name has.
pub(super) fn assigned(module: &Module, expr: ExprId) -> Option<ExprId> {
    let Expr::Name(name, scope) = module.expr(expr) else { return None };
    let scope = module.declaring_scope(name, scope)?;
    match module.variables.get(&(scope, name))?.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Parts of canonical names that are ours and not the code's.
fn is_stand_in(part: &str) -> bool {
    matches!(part, "promises" | "path" | "default" | "Path" | "pathlib" | "Function" | "environ" | "os")
}

fn takes_from_others(program: &Program, unit: UnitId) -> bool {
    let module = program.module(unit);
    let path = &program.unit(unit).path;
    module.imports().any(|(_, specifier)| match module.expr(specifier) {
        Expr::Str(text) => program.graph.resolve(path, module.language, module.text(text)).is_some(),
        _ => false,
    })
}
