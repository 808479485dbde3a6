//! Whether a person has asked for it: a word on the command line, a subcommand, an answer to a question.

use super::parts;
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId};

/// What holds the words of a command line, by the names that it has everywhere.
const WORDS: [&str; 16] = [
    "argv",
    "args",
    "parse_args",
    "parse_known_args",
    "opts",
    "options",
    "flags",
    "minimist",
    "yargs",
    "parseArgs",
    "answers",
    "subcommand",
    "commander",
    "meow",
    "mri",
    "cac",
];
/// Functions that wait for a person's answer.
const QUESTIONS: [&str; 14] = [
    "confirm",
    "prompt",
    "prompts",
    "question",
    "ask",
    "askYesNo",
    "select",
    "input",
    "inquirer",
    "enquirer",
    "readline",
    "isCancel",
    "Confirm",
    "questionary",
];
/// Methods that ask whether something is among others.
const AMONG: [&str; 6] = ["includes", "has", "startsWith", "indexOf", "some", "get"];
/// Tests are taken apart this deep.
const MAX_DEPTH: u32 = 12;

/// The test, where it has this outcome, says that somebody asked.
pub(super) fn is_asked(module: &Module, test: ExprId, holds: bool) -> bool {
    asked(module, test, holds, 0)
}

fn asked(module: &Module, test: ExprId, holds: bool, depth: u32) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    let next = |part, holds| asked(module, part, holds, depth + 1);
    match module.expr(test) {
        Expr::Unary(crate::syntax::ir::UnaryOp::Not, inner) => next(inner, !holds),
        Expr::Binary(BinaryOp::And, a, b) => holds && (next(a, true) || next(b, true)),
        Expr::Either(a, b) if holds => next(a, true) && next(b, true),
        Expr::Either(a, b) => next(a, false) || next(b, false),
        Expr::Binary(BinaryOp::Equal | BinaryOp::In, ..) => holds && names_a_word(module, test) && speaks_of(module, test, &WORDS),
        Expr::Binary(BinaryOp::NotEqual, ..) => !holds && names_a_word(module, test) && speaks_of(module, test, &WORDS),
        Expr::Await(inner) => next(inner, holds),
        Expr::Call(callee, _) if is_method(module, callee, &AMONG) => {
            holds && names_a_word(module, test) && speaks_of(module, test, &WORDS)
        }
        Expr::Call(..) => holds && speaks_of(module, test, &QUESTIONS),
        // `args.install`: a switch that somebody has set, or what a question was answered with.
        Expr::Member(..) | Expr::Index(..) | Expr::Name(..) => holds && (is_switch(module, test) || speaks_of(module, test, &QUESTIONS)),
        _ => false,
    }
}

/// The file is the one that was started, and not loaded by another.
pub(super) fn is_started_itself(module: &Module, test: ExprId) -> bool {
    let says = |words: &[&str]| {
        parts(module, test).any(|part| match module.expr(part) {
            Expr::Name(name, _) | Expr::Member(_, name) => words.contains(&module.name(name)),
            Expr::Str(text) => words.contains(&module.text(text)),
            _ => false,
        })
    };
    let of_node = says(&["main"]) && says(&["module"]) || says(&["argv"]) && says(&["url", "__filename", "endsWith", "filename"]);
    of_node || says(&["__name__"]) && says(&["__main__"])
}

fn is_method(module: &Module, callee: ExprId, names: &[&str]) -> bool {
    matches!(module.expr(callee), Expr::Member(_, name) if names.contains(&module.name(name)))
}

/// Some constant word is compared with.
fn names_a_word(module: &Module, test: ExprId) -> bool {
    parts(module, test).any(|part| matches!(module.expr(part), Expr::Str(text) if module.text(text).chars().any(char::is_alphabetic)))
}

/// `args.install`, `program.opts().install`.
fn is_switch(module: &Module, expr: ExprId) -> bool {
    match module.expr(expr) {
        Expr::Member(object, _) => {
            matches!(module.expr(object), Expr::Name(..) | Expr::Call(..) | Expr::Member(..)) && speaks_of(module, object, &WORDS)
        }
        _ => false,
    }
}

/// It speaks of the words of the command line.
pub(super) fn is_of_command_line(module: &Module, expr: ExprId) -> bool {
    speaks_of(module, expr, &WORDS)
}

/// One of the names stands in the expression, or in what a variable of it was given.
fn speaks_of(module: &Module, expr: ExprId, words: &[&str]) -> bool {
    says(module, expr, words, 2)
}

fn says(module: &Module, expr: ExprId, words: &[&str], hops: u32) -> bool {
    // A part of a pattern has the span of the pattern, not of what it is a part of.
    let mut at = expr;
    while let Expr::Index(object, _) | Expr::Member(object, _) | Expr::Element(object) | Expr::Await(object) = module.expr(at) {
        at = object;
        if module.span(at).start > module.span(expr).end {
            return says_here(module, at, words, hops);
        }
    }
    says_here(module, expr, words, hops)
}

fn says_here(module: &Module, expr: ExprId, words: &[&str], hops: u32) -> bool {
    parts(module, expr).any(|part| match module.expr(part) {
        Expr::Member(_, name) => words.contains(&module.name(name)),
        Expr::Name(name, scope) => {
            words.contains(&module.name(name))
                || hops > 0
                    && module.declaring_scope(name, scope).is_some_and(|scope| {
                        let values = module.variables.get(&(scope, name)).map_or(&[][..], Vec::as_slice);
                        // What is assigned again and again is no answer.
                        values.len() <= 2 && values.iter().any(|value| *value < part && says(module, *value, words, hops - 1))
                    })
        }
        _ => false,
    })
}

/// `program.command('install').action(…)`, `yargs.command('install', …)`: what is given runs when the word is.
pub(in crate::facts) fn is_action(module: &Module, call: ExprId) -> bool {
    let Expr::Call(callee, list) = module.expr(call) else { return false };
    let Expr::Member(object, name) = module.expr(callee) else { return false };
    // What runs without a word on the command line is called `$0` or `*`, or marked as the default.
    let is_word = |text: &str| !text.starts_with(['$', '*']);
    let names_command =
        module.list(list).first().is_some_and(|first| matches!(module.expr(*first), Expr::Str(text) if is_word(module.text(text))));
    match module.name(name) {
        "command" => names_command,
        "action" => {
            let says = |part: ExprId, word: &str| match module.expr(part) {
                Expr::Member(_, name) => module.name(name) == word,
                Expr::Str(text) => module.text(text) == word,
                _ => false,
            };
            let made = only_value(module, object).unwrap_or(object);
            parts(module, made).any(|part| says(part, "command")) && !parts(module, made).any(|part| says(part, "isDefault"))
        }
        _ => false,
    }
}

/// What a variable was given, once.
fn only_value(module: &Module, expr: ExprId) -> Option<ExprId> {
    let Expr::Name(name, scope) = module.expr(expr) else { return None };
    match module.variables.get(&(module.declaring_scope(name, scope)?, name))?.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// `@cli.command()` in a file of several commands; where there is one only, it is how the program starts.
pub(super) fn is_command(module: &Module, function: FunctionId) -> bool {
    let is_one = |function: &crate::syntax::ir::Function| {
        function.decorators.iter().any(|decorator| {
            parts(module, *decorator).any(|part| match module.expr(part) {
                Expr::Member(object, name) => {
                    let of_library = matches!(module.expr(object), Expr::Name(name, _) if matches!(module.name(name), "click" | "typer"));
                    module.name(name) == "command" && !of_library
                }
                _ => false,
            })
        })
    };
    is_one(module.function(function)) && module.functions.iter().filter(|function| is_one(function)).count() > 1
}
