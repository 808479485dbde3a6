//! Whether a file writes a word at all, or only puts it together when it runs.

use crate::flow::{Program, UnitId};
use crate::syntax::Module;
use crate::syntax::ir::Expr;

/// Whether any name or literal of the file contains the word.
pub(super) fn spells(module: &Module, word: &str) -> bool {
    module.names.find(word).is_some() || module.texts.iter().any(|text| text.contains(word))
}

/// Shorter literals are pieces of anything.
const WORTH: usize = 8;

/// Whether a text stands in the file for anyone to read: as one literal, or mostly made of whole ones.
pub fn spells_text(module: &Module, text: &str) -> bool {
    let mut covered = vec![false; text.len()];
    for literal in module.texts.iter() {
        if literal == text {
            return true;
        }
        if literal.len() >= WORTH
            && let Some(at) = text.find(literal)
        {
            covered[at..at + literal.len()].fill(true);
        }
    }
    let share = covered.iter().filter(|covered| **covered).count();
    share * 5 >= text.len() * 3
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

/// Parts of canonical names that are ours and not the code's.
fn is_stand_in(part: &str) -> bool {
    matches!(part, "promises" | "path" | "default" | "Path" | "pathlib" | "Function" | "environ" | "os")
}

fn takes_from_others(program: &Program, unit: UnitId) -> bool {
    let module = program.module(unit);
    let path = &program.unit(unit).path;
    module.iter().any(|(_, expr)| match expr {
        Expr::Import(specifier) => match module.expr(specifier) {
            Expr::Str(text) => program.graph.resolve(path, module.language, module.text(text)).is_some(),
            _ => false,
        },
        _ => false,
    })
}
