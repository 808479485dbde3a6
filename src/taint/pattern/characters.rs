//! Sets of characters, and which of them a pattern speaks of.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// A set of ASCII characters, and what matters of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Characters {
    ascii: u128,
    /// Some that a host's name may have in the place of `.`, `/` and `:`.
    hostlike: bool,
}

/// `。．｡／：`: what becomes ASCII when a host's name is read.
const HOSTLIKE: [char; 5] = ['\u{3002}', '\u{ff0e}', '\u{ff61}', '\u{ff0f}', '\u{ff1a}'];

impl Characters {
    pub const NONE: Self = Self { ascii: 0, hostlike: false };
    pub const ALL: Self = Self { ascii: u128::MAX, hostlike: true };

    pub fn one(character: char) -> Self {
        Self::range(character, character)
    }

    fn range(first: char, last: char) -> Self {
        let (first_bit, last_bit) = (u32::from(first), u32::from(last).min(127));
        let up_to = |bit: u32| u128::MAX >> (127 - bit);
        let ascii = if first_bit > 127 { 0 } else { up_to(last_bit) & !(up_to(first_bit) >> 1) };
        Self { ascii, hostlike: HOSTLIKE.iter().any(|odd| (first..=last).contains(odd)) }
    }

    fn all_of(text: &str) -> Self {
        text.chars().map(Self::one).fold(Self::NONE, Self::with)
    }

    pub fn with(self, other: Self) -> Self {
        Self { ascii: self.ascii | other.ascii, hostlike: self.hostlike || other.hostlike }
    }

    pub fn without(self, other: Self) -> Self {
        Self { ascii: self.ascii & !other.ascii, hostlike: self.hostlike && !other.hostlike }
    }

    pub fn has_any(self, characters: &str) -> bool {
        self.ascii & Self::all_of(characters).ascii != 0
    }

    pub fn writes_hosts_beyond_ascii(self) -> bool {
        self.hostlike
    }

    fn word() -> Self {
        Self::range('0', '9').with(Self::range('A', 'Z')).with(Self::range('a', 'z')).with(Self::one('_'))
    }

    /// Letters, digits and `_`; of the characters beyond ASCII only what a word may have.
    pub fn is_word(self) -> bool {
        !self.hostlike && self.ascii & !Self::word().ascii == 0
    }

    /// Numbers and what calculates with them: no name can be written.
    pub fn is_arithmetic(self) -> bool {
        let arithmetic = Self::range('0', '9').with(Self::all_of(" \t\n\r\u{b}\u{c}+-*/%().,<>=^&|~"));
        !self.hostlike && self.ascii & !arithmetic.ascii == 0
    }

    /// What stands between the dots of a host's name, and the dots.
    pub fn is_label(self) -> bool {
        !self.hostlike && self.ascii & !Self::word().with(Self::all_of(".-")).ascii == 0
    }
}

fn of_class(class: &Class) -> Characters {
    match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| Characters::range(range.start(), range.end())).fold(Characters::NONE, Characters::with)
        }
        Class::Bytes(_) => Characters::ALL,
    }
}

fn of_literal(bytes: &[u8]) -> Characters {
    std::str::from_utf8(bytes).map_or(Characters::ALL, Characters::all_of)
}

/// Everything that a match can contain.
pub(super) fn of(hir: &Hir) -> Characters {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Characters::NONE,
        HirKind::Literal(literal) => of_literal(&literal.0),
        HirKind::Class(class) => of_class(class),
        HirKind::Repetition(Repetition { sub, .. }) => of(sub),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(of).fold(Characters::NONE, Characters::with),
    }
}

fn can_be_empty(hir: &Hir) -> bool {
    hir.properties().minimum_len() == Some(0)
}

/// What a text can begin with whose beginning matches; where the match may be empty and the text go on, anything.
pub(super) fn first(hir: &Hir, to_the_end: bool) -> Characters {
    if can_be_empty(hir) && !to_the_end { Characters::ALL } else { first_of_match(hir) }
}

fn first_of_match(hir: &Hir) -> Characters {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Characters::NONE,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok().and_then(|text| text.chars().next());
            text.map_or(Characters::ALL, Characters::one)
        }
        HirKind::Class(class) => of_class(class),
        HirKind::Repetition(Repetition { sub, .. }) => first_of_match(sub),
        HirKind::Capture(capture) => first_of_match(&capture.sub),
        HirKind::Alternation(parts) => parts.iter().map(first_of_match).fold(Characters::NONE, Characters::with),
        HirKind::Concat(parts) => {
            let leading = parts.iter().position(|part| !can_be_empty(part)).map_or(parts.len(), |at| at + 1);
            parts[..leading].iter().map(first_of_match).fold(Characters::NONE, Characters::with)
        }
    }
}

/// The characters each of which is a match by itself, wherever it stands: `[;&]`, `;+`, `\s*;|&`.
pub(super) fn alone(hir: &Hir) -> Characters {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Characters::NONE,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            let mut characters = text.chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => Characters::one(only),
                _ => Characters::NONE,
            }
        }
        HirKind::Class(class) => of_class(class),
        HirKind::Repetition(Repetition { sub, min, max, .. }) => {
            let once = *min <= 1 && max.is_none_or(|max| max >= 1);
            if once { alone(sub) } else { Characters::NONE }
        }
        HirKind::Capture(capture) => alone(&capture.sub),
        HirKind::Alternation(parts) => parts.iter().map(alone).fold(Characters::NONE, Characters::with),
        HirKind::Concat(parts) => alone_among(parts),
    }
}

/// The others may then be empty, and none of them looks at what stands around.
fn alone_among(parts: &[Hir]) -> Characters {
    let mut needed = parts.iter().filter(|part| !can_be_empty(part) || !part.properties().look_set().is_empty());
    match (needed.next(), needed.next()) {
        (Some(only), None) => alone(only),
        (None, _) => parts.iter().map(alone).fold(Characters::NONE, Characters::with),
        (Some(_), Some(_)) => Characters::NONE,
    }
}

/// The same for a match that stands at the very beginning: `^-`, `^(-|\/)`.
pub(super) fn alone_at_start(hir: &Hir) -> Characters {
    match hir.kind() {
        HirKind::Alternation(parts) => parts.iter().map(alone_at_start).fold(Characters::NONE, Characters::with),
        HirKind::Capture(capture) => alone_at_start(&capture.sub),
        HirKind::Concat(parts) => match parts.split_first() {
            Some((start, rest)) if *start.kind() == HirKind::Look(Look::Start) => alone_among(rest),
            _ => Characters::NONE,
        },
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => Characters::NONE,
    }
}

/// The characters of which none is left once every match is taken out. A pattern that prefers to match nothing takes nothing.
pub(super) fn removed(hir: &Hir) -> Characters {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.greedy => alone(hir),
        HirKind::Capture(capture) => removed(&capture.sub),
        _ if can_be_empty(hir) => Characters::NONE,
        _ => alone(hir),
    }
}

/// The characters that no longer begin the text once `^-+` is taken out.
pub(super) fn removed_at_start(hir: &Hir) -> Characters {
    let HirKind::Concat(parts) = hir.kind() else { return Characters::NONE };
    match parts.as_slice() {
        [start, rest] if *start.kind() == HirKind::Look(Look::Start) => match rest.kind() {
            HirKind::Repetition(repetition) if repetition.greedy && repetition.max.is_none() => alone(rest),
            _ => Characters::NONE,
        },
        _ => Characters::NONE,
    }
}
