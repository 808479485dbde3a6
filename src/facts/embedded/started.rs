//! Programs that stand on the command line of an interpreter: `python -c`, `node -e`, `sh -c`, and scripts of the shell.

use std::collections::BTreeSet;

use crate::flow::{Flow, Value};
use crate::signatures::{Signatures, Start};
use crate::syntax::Language;

use super::{Embedded, SHORTEST, codes, run_at};
use crate::facts::{CallFact, Facts};

/// An interpreter, its language, and the options behind which its program stands.
const INTERPRETERS: [(&[&str], Language, &[&str]); 2] = [
    (&["python", "py", "pypy"], Language::Python, &["-c"]),
    (&["node", "nodejs", "bun", "deno", "tsx", "ts-node"], Language::JavaScript, &["-e", "--eval", "-p", "--print", "-pe", "eval"]),
];
const SHELLS: [&str; 6] = ["sh", "bash", "zsh", "dash", "ash", "ksh"];

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, signatures: &Signatures, found: &mut BTreeSet<Embedded>) {
    for call in &facts.calls {
        let language = flow.program.module(call.place.unit).language;
        let programs = match call.effect.start() {
            Some(Start::Program) => of_words(flow, call),
            Some(Start::Shell) => of_commands(call, signatures, language),
            None => continue,
        };
        // Such a line holds nothing that is not told of it as a whole, where it is known who asks for it.
        for (language, program, text) in programs.into_iter().filter(|(.., text)| signatures.install_script(text).is_none()) {
            found.insert(run_at(flow, facts, call.place, language, &text, format!("in what `{program}` is given to run")));
        }
    }
}

type Program = (Language, String, String);

/// A program that is started with its arguments apart.
fn of_words(flow: &Flow<'_>, call: &CallFact<'_>) -> Vec<Program> {
    let Some(arguments) = &call.arguments else { return Vec::new() };
    let names = call.value.alternatives().iter().filter_map(|value| name_of(flow, value));
    names.filter_map(|name| inline(&name, arguments)).flatten().collect()
}

/// The program, where it is known; an interpreter may start itself by the path under which it runs.
pub(in crate::facts) fn name_of(flow: &Flow<'_>, value: &Value) -> Option<String> {
    let name = match value {
        Value::Symbol(symbol) => match flow.symbols.name(*symbol) {
            "process.execPath" | "process.argv0" => "node",
            "sys.executable" => "python",
            _ => return None,
        },
        value => value.as_text()?,
    };
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
    Some(name.trim_end_matches(".exe").trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end_matches('w').to_owned())
}

fn inline(name: &str, arguments: &[Value]) -> Option<Vec<Program>> {
    let behind = |is_option: &dyn Fn(&str) -> bool| {
        let at = arguments.iter().position(|argument| argument.as_text().is_some_and(is_option))?;
        Some(codes(arguments.get(at + 1)?))
    };
    let (language, texts) = match INTERPRETERS.iter().find(|(names, ..)| names.contains(&name)) {
        Some((_, language, options)) => (*language, behind(&|word| options.contains(&word))?),
        None if SHELLS.contains(&name) => {
            (Language::Bash, behind(&|word| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c'))?)
        }
        None => return None,
    };
    Some(
        texts
            .into_iter()
            .filter(|text| language != Language::Bash || is_script(text))
            .map(|text| (language, name.to_owned(), text))
            .collect(),
    )
}

/// The language that a program runs files of.
pub(in crate::facts) fn interpreted(program: &str) -> Option<Language> {
    let name = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end_matches('w');
    let known = INTERPRETERS.iter().find(|(names, ..)| names.contains(&name)).map(|(_, language, _)| *language);
    known.or_else(|| SHELLS.contains(&name).then_some(Language::Bash))
}

/// A command line: what it starts, and itself where it is more than one command.
fn of_commands(call: &CallFact<'_>, signatures: &Signatures, language: Language) -> Vec<Program> {
    let mut found = Vec::new();
    for text in codes(&call.value) {
        for command in signatures.commands(&text) {
            let words: Vec<Value> = command.arguments.iter().map(|word| Value::text(word)).collect();
            let name = command.program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            found.extend(inline(name, &words).into_iter().flatten().filter(|(language, ..)| *language != Language::Bash));
        }
        if language != Language::Bash && is_script(&text) {
            found.push((Language::Bash, call.callee.clone(), text));
        }
    }
    found
}

/// More than one program with its words, which is known as that.
fn is_script(text: &str) -> bool {
    text.len() >= SHORTEST && (text.contains(['|', '>', '<', '`', '\n', ';']) || text.contains("$(") || text.contains("&&"))
}
