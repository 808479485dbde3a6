//! What the walk makes of source text, as [`print::Printed`] shows it.

mod broken;
mod expressions;
mod functions;
mod grammar;
mod modules;
mod print;
mod variables;

use std::thread;

use crate::syntax::{Language, Module, ParseBudget, parse};
use print::Printed;

/// Lowers on a thread with a stack as large as [`parse`] asks for.
fn lower(text: &str, language: Language) -> Module {
    let text = text.to_owned();
    let work = move || parse(&text, language, &ParseBudget::default()).unwrap();
    thread::Builder::new().stack_size(1 << 30).spawn(work).unwrap().join().unwrap()
}

/// The module's statements.
fn body(text: &str) -> String {
    Printed(&lower(text, Language::JavaScript)).body()
}

/// The same for TypeScript.
fn typed(text: &str) -> String {
    Printed(&lower(text, Language::TypeScript)).body()
}

/// What each variable takes, as `scope.name = value | value`, sorted.
fn variables(text: &str) -> Vec<String> {
    Printed(&lower(text, Language::JavaScript)).variables()
}

fn functions(text: &str, language: Language) -> Vec<String> {
    Printed(&lower(text, language)).functions()
}

fn exports(text: &str, language: Language) -> Vec<String> {
    Printed(&lower(text, language)).exports()
}
