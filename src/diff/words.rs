//! Two texts as one: which words stayed, which went, which came.

/// Two texts that differ in more words than this, multiplied, are one block that went and one that came.
const WORK_MAX: usize = 4_000_000;
/// All texts of one pair of versions together.
const WORK_IN_ALL: usize = 64_000_000;

/// How much more may be worked out.
pub(super) struct Work(usize);

impl Default for Work {
    fn default() -> Self {
        Self(WORK_IN_ALL)
    }
}

impl Work {
    fn affords(&mut self, steps: usize) -> bool {
        let affords = steps <= WORK_MAX.min(self.0);
        if affords {
            self.0 -= steps;
        }
        affords
    }
}

/// A run of words, with one space between each two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub kind: PieceKind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    Kept,
    Gone,
    New,
}

pub(super) fn is_same_but_for_space(old: &str, new: &str) -> bool {
    old.split_whitespace().eq(new.split_whitespace())
}

pub(super) fn pieces(old: &str, new: &str, work: &mut Work) -> Vec<Piece> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut pieces = Vec::new();
    push(&mut pieces, PieceKind::Kept, &old[..head]);
    middle(&old[head..old.len() - tail], &new[head..new.len() - tail], work, &mut pieces);
    push(&mut pieces, PieceKind::Kept, &old[old.len() - tail..]);
    pieces
}

/// The longest common row of words stays.
fn middle(old: &[&str], new: &[&str], work: &mut Work, pieces: &mut Vec<Piece>) {
    if !work.affords(old.len().saturating_mul(new.len())) {
        push(pieces, PieceKind::Gone, old);
        push(pieces, PieceKind::New, new);
        return;
    }
    let width = new.len() + 1;
    // How many words two endings of the texts have in common.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            common[at * width + to] = if old[at] == new[to] {
                common[(at + 1) * width + to + 1] + 1
            } else {
                common[(at + 1) * width + to].max(common[at * width + to + 1])
            };
        }
    }
    let (mut at, mut to) = (0, 0);
    while at < old.len() || to < new.len() {
        if at < old.len() && to < new.len() && old[at] == new[to] {
            push(pieces, PieceKind::Kept, &old[at..=at]);
            (at, to) = (at + 1, to + 1);
        } else if to == new.len() || at < old.len() && common[(at + 1) * width + to] >= common[at * width + to + 1] {
            push(pieces, PieceKind::Gone, &old[at..=at]);
            at += 1;
        } else {
            push(pieces, PieceKind::New, &new[to..=to]);
            to += 1;
        }
    }
}

fn push(pieces: &mut Vec<Piece>, kind: PieceKind, words: &[&str]) {
    if words.is_empty() {
        return;
    }
    match pieces.last_mut().filter(|last| last.kind == kind) {
        Some(last) => {
            last.text.push(' ');
            last.text.push_str(&words.join(" "));
        }
        None => pieces.push(Piece { kind, text: words.join(" ") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(old: &str, new: &str) -> String {
        let show = |piece: &Piece| match piece.kind {
            PieceKind::Kept => piece.text.clone(),
            PieceKind::Gone => format!("[-{}-]", piece.text),
            PieceKind::New => format!("{{+{}+}}", piece.text),
        };
        pieces(old, new, &mut Work::default()).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_that_stay_are_told_from_those_that_come_and_go() {
        assert_eq!(marked("sends a mail", "sends a mail to you"), "sends a mail {+to you+}");
        assert_eq!(marked("a b c d e", "a x c e"), "a [-b-] {+x+} c [-d-] e");
        assert_eq!(marked("", "new text"), "{+new text+}");
        assert_eq!(marked("one two", ""), "[-one two-]");
        assert_eq!(marked("the the", "the"), "the [-the-]");
    }

    #[test]
    fn texts_that_are_too_long_to_compare_word_by_word_are_shown_whole() {
        let (old, new) = ("a b ".repeat(3_000), "c d ".repeat(3_000));
        let pieces = pieces(&old, &new, &mut Work::default());
        assert_eq!(pieces.iter().map(|piece| piece.kind).collect::<Vec<_>>(), [PieceKind::Gone, PieceKind::New]);
    }

    #[test]
    fn white_space_is_no_word() {
        assert!(is_same_but_for_space("a  b\n", "a b"));
        assert!(!is_same_but_for_space("a b", "a b\u{200b}"));
    }
}
