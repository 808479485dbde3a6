//! Files of the package that a command starts although their names are those of no source that is read: batch files, scripts of
//! PowerShell, and whatever else an interpreter is given.

use std::collections::BTreeSet;

use crate::flow::{Flow, Value};
use crate::model::{File, Location, Tree};
use crate::signatures::{Command, Signatures};
use crate::syntax::Language;

use super::started::interpreted;
use super::{Embedded, run_at, windows};
use crate::facts::shipped::Names;
use crate::facts::{CallFact, Facts, started};

/// Bytes of one file, and files of one package.
const MAX_FILE: usize = 1 << 20;
const MAX_FILES: usize = 64;

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, tree: &Tree, signatures: &Signatures, found: &mut BTreeSet<Embedded>) {
    let program = flow.program;
    let is_unread = |file: &&File| program.graph.unit(file.path.as_str()).is_none() && file.bytes.len() <= MAX_FILE && is_text(&file.bytes);
    let names = Names::of(tree.files().iter().filter(is_unread).map(|file| &file.path));
    if names.is_empty() {
        return;
    }
    let of_scripts: Vec<Embedded> = found.iter().filter(|text| text.language == Language::Bash).cloned().collect();
    for script in of_scripts {
        for path in names.in_text(&script.text).into_iter().take(MAX_FILES) {
            let Some(file) = tree.get(path.as_str()) else { continue };
            let text = String::from_utf8_lossy(&file.bytes);
            if let Some((language, text)) = code_of(&signatures.commands(&script.text), file, &text) {
                let (host, how) = (Location::line(path.clone(), 1), format!("in `{path}`, {}", script.how));
                found.insert(Embedded { host, language, text, how, veiled: false, ..script.clone() });
            }
        }
    }
    let mut count = 0;
    for call in facts.calls.iter().filter(|call| started::starts(call)) {
        for path in started::named(call, &names) {
            let Some(file) = tree.get(path.as_str()) else { continue };
            let text = String::from_utf8_lossy(&file.bytes);
            let Some((language, code)) = code_of(&commands(call, signatures), file, &text) else { continue };
            count += 1;
            if count > MAX_FILES {
                return;
            }
            let host = Location::line(path.clone(), 1);
            let how = format!("in `{path}`, which `{}` starts", call.callee);
            found.insert(Embedded { host, veiled: false, ..run_at(flow, facts, call.place, language, &code, how) });
        }
    }
}

/// What the file says, in a language that is read.
fn code_of(commands: &[Command], file: &File, text: &str) -> Option<(Language, String)> {
    match file.path.extension().map(str::to_ascii_lowercase).as_deref() {
        Some("bat" | "cmd") => Some((Language::Bash, windows::of_batch(text))),
        Some("ps1" | "psm1") => Some((Language::Bash, windows::of_powershell(text))),
        _ => Some((given_to(commands, file.path.file_name())?, text.to_owned())),
    }
}

/// The programs that a call starts, each with its words.
fn commands(call: &CallFact<'_>, signatures: &Signatures) -> Vec<Command> {
    let words: Vec<String> = call.arguments.iter().flatten().map(Value::pattern).collect();
    let of = |value: String| match call.arguments {
        Some(_) => signatures.commands_of(&std::iter::once(value.as_str()).chain(words.iter().map(String::as_str)).collect::<Vec<_>>()),
        None => signatures.commands(&value),
    };
    call.value.alternatives().iter().map(Value::pattern).flat_map(of).collect()
}

/// The language of the interpreter that is given a file of this name as its program.
fn given_to(commands: &[Command], name: &str) -> Option<Language> {
    commands.iter().find_map(|command| {
        let script = command.arguments.iter().find(|word| !word.starts_with('-'))?;
        let is_it = script.rsplit(['/', '\\', '*']).next() == Some(name);
        interpreted(&command.program).filter(|_| is_it)
    })
}

fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    !head.contains(&0) && std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}
