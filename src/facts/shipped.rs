//! What code does with files of its own package that are no source.

use std::collections::HashMap;

use crate::flow::Program;
use crate::model::RelPath;
use crate::signatures::Effect;
use crate::syntax::ir::Expr;

use super::{Facts, PathAccess, Place};

/// Longer texts are no names of files, nor commands that name one.
const MAX_TEXT: usize = 4096;

/// What becomes of a file, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Handling {
    /// Its name stands in the code.
    Named,
    Read,
    /// Its mode is changed, which only makes sense for programs.
    Unlocked,
    /// It is brought in as code.
    Loaded,
    /// It is started, or given to a program that is.
    Started,
}

/// Files by their last name, which is all that code often says of them.
#[derive(Debug, Default)]
pub struct Names<'f> {
    by_name: HashMap<&'f str, Vec<&'f RelPath>>,
    /// Some name has no dot.
    is_dotless: bool,
}

impl<'f> Names<'f> {
    pub fn of(paths: impl Iterator<Item = &'f RelPath>) -> Self {
        let mut names: HashMap<&str, Vec<&RelPath>> = HashMap::new();
        for path in paths {
            names.entry(path.file_name()).or_default().push(path);
        }
        let is_dotless = names.keys().any(|name| !name.contains('.'));
        Self { by_name: names, is_dotless }
    }

    /// The files that a text names as a whole, as the end of a path, or as a word of a command.
    fn in_text(&self, text: &str) -> Vec<&'f RelPath> {
        // Nearly every name has a dot in it.
        if text.len() > MAX_TEXT || (!self.is_dotless && !text.contains('.')) {
            return Vec::new();
        }
        let ends = |character: char| matches!(character, '/' | '\\' | '"' | '\'' | '=' | ';' | '*') || character.is_whitespace();
        text.split(ends).filter_map(|word| self.by_name.get(word)).flatten().copied().collect()
    }
}

/// For each file that code speaks of, the gravest thing that is done with it, and where.
pub fn handled<'f>(program: &Program, facts: &Facts<'_>, names: &Names<'f>) -> HashMap<&'f RelPath, (Handling, Place)> {
    let mut found: HashMap<&RelPath, (Handling, Place)> = HashMap::new();
    if names.by_name.is_empty() {
        return found;
    }
    let mut note = |files: Vec<&'f RelPath>, handling: Handling, place: Place| {
        for file in files {
            let known = found.entry(file).or_insert((handling, place));
            if known.0 < handling {
                *known = (handling, place);
            }
        }
    };
    for unit in program.ids() {
        let module = program.module(unit);
        for (expr, kind) in module.iter() {
            let (text, handling) = match kind {
                Expr::Str(text) => (text, Handling::Named),
                Expr::Import(name) => match module.expr(name) {
                    Expr::Str(text) => (text, Handling::Loaded),
                    _ => continue,
                },
                _ => continue,
            };
            note(names.in_text(module.text(text)), handling, Place { unit, expr });
        }
    }
    for call in &facts.calls {
        let handling = if call.callee.contains("chmod") { Some(Handling::Unlocked) } else { of_effect(call.effect) };
        let Some(handling) = handling else { continue };
        let values = call.value.alternatives().iter().chain(call.arguments.iter().flatten());
        for value in values.filter(|value| value.has_text()) {
            note(names.in_text(&value.pattern()), handling, call.place);
        }
    }
    for path in facts.paths.iter().filter(|path| path.access == PathAccess::Read) {
        note(names.in_text(&path.path), Handling::Read, path.place);
    }
    found
}

fn of_effect(effect: Effect) -> Option<Handling> {
    match effect {
        Effect::Shell | Effect::Program | Effect::Launch => Some(Handling::Started),
        Effect::Import | Effect::Evaluate | Effect::Deserialize => Some(Handling::Loaded),
        Effect::Read => Some(Handling::Read),
        Effect::Sql | Effect::Write | Effect::Delete | Effect::Url | Effect::Host => None,
        Effect::Listen | Effect::Mail | Effect::Dns | Effect::Log | Effect::Copy => None,
    }
}
