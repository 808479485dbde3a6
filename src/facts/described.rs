//! Variables and hosts that the code itself tells people of: help texts, errors that ask for a setting, descriptions of tools.

use std::collections::BTreeSet;

use crate::flow::Program;
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId};

/// What the texts name that are written for whoever starts the program, or asks what it is.
#[derive(Debug, Default)]
pub struct Described {
    variables: BTreeSet<String>,
    hosts: BTreeSet<String>,
}

/// Named arguments and members that hold a text of help.
const FIELDS: [&str; 8] = ["help", "describe", "description", "desc", "usage", "epilog", "epilogue", "short_help"];
/// Functions whose texts are help.
const FUNCTIONS: [&str; 12] = [
    "option",
    "requiredOption",
    "Option",
    "add_argument",
    "addHelpText",
    "description",
    "describe",
    "usage",
    "epilog",
    "epilogue",
    "summary",
    "helpOption",
];
/// Words of a text that is printed as help, or that asks for a setting.
const PHRASES: [&str; 16] = [
    "usage:",
    "--help",
    "options:",
    "environment variable",
    "env var",
    "environment:",
    "set the ",
    "please set ",
    "must be set",
    "is not set",
    "not set",
    "is required",
    "is missing",
    "missing ",
    "please provide",
    "export ",
];
/// Longer texts are data.
const LONGEST: usize = 64 << 10;
/// A text of help is put together of this many levels of parts.
const MAX_DEPTH: u32 = 8;

impl Described {
    pub fn has_variable(&self, name: &str) -> bool {
        self.variables.contains(name)
    }

    pub fn has_host(&self, name: &str) -> bool {
        self.hosts.contains(name)
    }

    fn add(&mut self, text: &str) {
        if text.len() > LONGEST || !text.trim().contains(char::is_whitespace) {
            return;
        }
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        self.variables.extend(words.filter(|word| is_variable(word)).map(str::to_owned));
        for address in text.split("://").skip(1) {
            let end = address.find(|c: char| !c.is_ascii_alphanumeric() && !".-".contains(c)).unwrap_or(address.len());
            let host = address[..end].trim_end_matches('.').to_ascii_lowercase();
            if host.contains('.') {
                self.hosts.insert(host);
            }
        }
    }

    /// The constant parts of a text that stands where help stands.
    fn add_parts(&mut self, module: &Module, expr: ExprId, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match module.expr(expr) {
            Expr::Str(text) => self.add(module.text(text)),
            Expr::Concat(parts) | Expr::Array(parts) => module.list(parts).iter().for_each(|part| self.add_parts(module, *part, depth)),
            Expr::Binary(BinaryOp::Add, left, right) | Expr::Either(left, right) => {
                self.add_parts(module, left, depth);
                self.add_parts(module, right, depth);
            }
            _ => {}
        }
    }
}

pub(super) fn find(program: &Program) -> Described {
    let mut found = Described::default();
    for unit in program.ids() {
        let module = program.module(unit);
        for (_, expr) in module.iter() {
            match expr {
                Expr::Keyword(name, value) if FIELDS.contains(&module.name(name)) => found.add_parts(module, value, MAX_DEPTH),
                Expr::Pair(key, value) if matches!(module.expr(key), Expr::Str(key) if FIELDS.contains(&module.text(key))) => {
                    found.add_parts(module, value, MAX_DEPTH);
                }
                Expr::Call(callee, arguments) | Expr::New(callee, arguments) if is_of_help(module, callee) => {
                    module.list(arguments).iter().for_each(|argument| found.add_parts(module, *argument, MAX_DEPTH));
                }
                Expr::Str(text) if speaks_to_people(module.text(text)) => found.add(module.text(text)),
                _ => {}
            }
        }
    }
    found
}

fn is_of_help(module: &Module, callee: ExprId) -> bool {
    matches!(module.expr(callee), Expr::Name(name, _) | Expr::Member(_, name) if FUNCTIONS.contains(&module.name(name)))
}

fn speaks_to_people(text: &str) -> bool {
    // Most texts have no blank, and most that have one are no sentences with a name in capitals.
    if text.len() > LONGEST || !text.contains(' ') || !text.bytes().any(|b| b == b'_') {
        return false;
    }
    let text = text.to_ascii_lowercase();
    PHRASES.iter().any(|phrase| text.contains(phrase)) || text.starts_with("set ")
}

/// `ACME_TOKEN`: capitals with an underscore inside, so that no word of a sentence is meant.
fn is_variable(word: &str) -> bool {
    word.trim_matches('_').contains('_')
        && word.as_bytes()[0].is_ascii_uppercase()
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_are_taken_from_sentences_only() {
        let mut found = Described::default();
        found.add("the key (or ACME_TOKEN) for https://api.acme.example/v1, see ACME");
        found.add("OTHER_TOKEN");
        assert!(found.has_variable("ACME_TOKEN") && found.has_host("api.acme.example"));
        assert!(!found.has_variable("ACME") && !found.has_variable("OTHER_TOKEN"));
    }

    #[test]
    fn errors_and_usages_speak_to_people_and_queries_do_not() {
        assert!(speaks_to_people("ACME_TOKEN is required"));
        assert!(speaks_to_people("Set ACME_TOKEN first"));
        assert!(!speaks_to_people("SELECT a FROM SOME_TABLE"));
    }
}
