//! A changed text, word by word: each run that came or went on lines of its own, so that no text can pass for a mark.

use crate::diff::{Piece, PieceKind};
use crate::report::escape;
use crate::report::terminal::sheet::{PLAIN, Sheet, WARNING};
use crate::report::terminal::text::short;

/// Words that stayed are no landmark if they are fewer.
const LANDMARK: usize = 3;
/// Words shown of those that stayed.
const CONTEXT: usize = 6;

/// Characters shown of what is said no more.
const GONE: usize = 400;

/// Words that stayed, then what went and came behind them.
#[derive(Default)]
struct Hunk<'p> {
    kept: Vec<&'p str>,
    gone: Vec<&'p str>,
    new: Vec<&'p str>,
}

pub(super) fn write(sheet: &mut Sheet, pieces: &[Piece]) {
    for hunk in hunks(pieces) {
        if hunk.gone.is_empty() && hunk.new.is_empty() {
            continue;
        }
        let from = hunk.kept.len().saturating_sub(CONTEXT);
        if !hunk.kept.is_empty() {
            let dots = if from > 0 { "… " } else { "" };
            sheet.labelled("      ", PLAIN, &format!("{dots}{}", joined(&hunk.kept[from..])));
        }
        if !hunk.gone.is_empty() {
            let gone = joined(&hunk.gone);
            let limit = if sheet.options.verbose { usize::MAX } else { GONE };
            sheet.labelled("    - ", PLAIN, &short(&gone, limit));
        }
        if !hunk.new.is_empty() {
            sheet.labelled("    + ", WARNING, &joined(&hunk.new));
        }
    }
}

fn hunks(pieces: &[Piece]) -> Vec<Hunk<'_>> {
    let mut hunks: Vec<Hunk<'_>> = vec![Hunk::default()];
    for (at, piece) in pieces.iter().enumerate() {
        let words: Vec<&str> = piece.text.split(' ').collect();
        let hunk = hunks.last_mut().expect("there is a first one");
        match piece.kind {
            PieceKind::Gone => hunk.gone.extend(words),
            PieceKind::New => hunk.new.extend(words),
            PieceKind::Kept if at > 0 && at + 1 < pieces.len() && words.len() < LANDMARK => {
                hunk.gone.extend(&words);
                hunk.new.extend(words);
            }
            PieceKind::Kept => hunks.push(Hunk { kept: words, ..Hunk::default() }),
        }
    }
    hunks
}

fn joined(words: &[&str]) -> String {
    escape(&words.join(" ")).into_owned()
}
