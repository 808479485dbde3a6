//! How one name can be mistaken for another.

use std::collections::BTreeSet;

use super::typing::{Slip, is_doubled, slip};

/// The likeliest to deceive first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Other characters that look the same.
    Confusable,
    /// The owner's name is misspelt, or looks the same.
    Scope,
    /// A slip in a word that nobody spells otherwise, or in a long one.
    Misspelt,
    /// A slip in a short word, which may be another word.
    MisspeltShort,
    /// Scope and name run together, or the scope left out.
    Unscoped,
    /// Only what stands between the words differs.
    Separators,
    /// The same words in another order.
    Order,
    /// The vendor's name, and nothing of its own.
    Vendor,
}

impl Likeness {
    /// A mistake of spelling, rather than another arrangement of the words.
    pub fn is_misspelt(self) -> bool {
        match self {
            Self::Confusable | Self::Misspelt | Self::MisspeltShort => true,
            Self::Scope | Self::Unscoped | Self::Separators | Self::Order | Self::Vendor => false,
        }
    }
}

/// A name in its parts.
pub(super) struct Name<'n> {
    /// Without the `@`.
    pub scope: Option<&'n str>,
    pub base: &'n str,
}

/// Words that say nothing of what a server does.
const GENERIC: [&str; 27] = [
    "mcp",
    "server",
    "servers",
    "client",
    "cli",
    "sdk",
    "tool",
    "tools",
    "model",
    "context",
    "protocol",
    "modelcontextprotocol",
    "remote",
    "proxy",
    "inspector",
    "js",
    "ts",
    "py",
    "node",
    "python",
    "typescript",
    "official",
    "ai",
    "agent",
    "api",
    "core",
    "app",
];
/// Shorter names are too near to too many others.
const SHORT: usize = 6;
/// A slip in a shorter word may well be another word.
const LONG: usize = 8;
/// A scope that is shorter is anybody's.
const SCOPE: usize = 6;
/// Bytes of names that are compared; npm allows 214.
const NAME_MAX: usize = 214;

impl<'n> Name<'n> {
    pub fn of(name: &'n str) -> Self {
        match name.strip_prefix('@').and_then(|rest| rest.split_once('/')) {
            Some((scope, base)) => Self { scope: Some(scope), base },
            None => Self { scope: None, base: name },
        }
    }

    fn words(&self) -> Vec<&'n str> {
        words(self.base)
    }

    /// Says something of what it is.
    fn is_telling(&self) -> bool {
        self.words().len() > 1 && self.words().iter().any(|word| !is_generic(word) && word.len() > 3)
    }

    /// Says so much that nobody else comes to the same name by himself, as with `mcp-fetch`.
    fn is_peculiar(&self) -> bool {
        self.words().len() > 1 && self.words().iter().filter(|word| !is_generic(word)).map(|word| word.len()).sum::<usize>() >= LONG
    }
}

pub(super) fn between(own: &Name<'_>, known: &Name<'_>) -> Option<Likeness> {
    if own.base.len() + own.scope.map_or(0, str::len) > NAME_MAX {
        return None;
    }
    match (own.scope, known.scope) {
        (Some(scope), Some(theirs)) => scopes(scope, theirs, own.base == known.base),
        (None, Some(scope)) => without_scope(own, scope, known),
        (Some(scope), None) => {
            let joined = format!("{scope}{}", own.base);
            (joined.len() > 9 && squeezed(&joined) == squeezed(known.base)).then_some(Likeness::Unscoped)
        }
        (None, None) => bases(own, known),
    }
}

/// `@modelcontextprotocoI/…`, `@modelcontextprotocol-servers/server-git`.
fn scopes(own: &str, theirs: &str, same_base: bool) -> Option<Likeness> {
    if theirs.len() < SCOPE || own == theirs {
        return None;
    }
    let is_slip = match slip(own, theirs) {
        Some(Slip::Plural) => same_base,
        Some(Slip::Neighbour | Slip::Swapped | Slip::Left | Slip::Doubled) => theirs.len() >= LONG || same_base,
        None => false,
    };
    let is_same = skeleton(own) == skeleton(theirs) || squeezed(own) == squeezed(theirs);
    let is_longer = same_base && theirs.len() >= LONG && words(own).contains(&theirs);
    (is_same || is_slip || is_longer).then_some(Likeness::Scope)
}

/// `modelcontextprotocol-server-git`, `server-git`, `stripe-mcp`.
fn without_scope(own: &Name<'_>, scope: &str, known: &Name<'_>) -> Option<Likeness> {
    let joined = squeezed(own.base) == squeezed(&format!("{scope}{}", known.base));
    let vendor = || own.words().contains(&scope) && own.words().iter().all(|word| *word == scope || is_generic(word));
    let is_long = scope.len() > 12;
    match joined {
        true if known.is_telling() || is_long => Some(Likeness::Unscoped),
        false if squeezed(own.base) == squeezed(known.base) && (known.is_peculiar() || is_long && known.is_telling()) => {
            Some(Likeness::Unscoped)
        }
        _ if own.words().len() > 1 && vendor() => Some(Likeness::Vendor),
        _ => None,
    }
}

fn bases(own: &Name<'_>, known: &Name<'_>) -> Option<Likeness> {
    // Only what could be one slip or one rearrangement away is looked at closely.
    if own.base.len().abs_diff(known.base.len()) > 3 || known.base.len() < SHORT {
        return None;
    }
    if skeleton(own.base) == skeleton(known.base) {
        return Some(Likeness::Confusable);
    }
    let (ours, theirs) = (own.words(), known.words());
    if let Some(misspelt) = one_word_differs(&ours, &theirs) {
        return Some(misspelt);
    }
    if squeezed(own.base) == squeezed(known.base) {
        return (known.base.len() >= LONG).then_some(Likeness::Separators);
    }
    let telling = |words: &[&str]| words.iter().filter(|word| !is_generic(word)).map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
    // Where `mcp` and `server` stand is everybody's own choice.
    let is_reordered = ours.len() == theirs.len() && set(&ours) == set(&theirs) && telling(&ours) != telling(&theirs);
    is_reordered.then_some(Likeness::Order)
}

fn one_word_differs(ours: &[&str], theirs: &[&str]) -> Option<Likeness> {
    if ours.len() != theirs.len() {
        return None;
    }
    let mut different = ours.iter().zip(theirs).filter(|(own, known)| own != known);
    let (own, known) = different.next()?;
    if different.next().is_some() {
        return None;
    }
    // `acp` is another protocol than `mcp`, but `mpc` is none.
    if is_generic(known) && theirs.len() > 1 {
        return match slip(own, known)? {
            Slip::Swapped => Some(Likeness::Misspelt),
            Slip::Neighbour | Slip::Left | Slip::Doubled if known.len() > 4 => Some(Likeness::Misspelt),
            Slip::Doubled if is_doubled(own, known) => Some(Likeness::Misspelt),
            Slip::Neighbour | Slip::Left | Slip::Doubled | Slip::Plural => None,
        };
    }
    let least = if theirs.len() > 1 { SHORT - 1 } else { SHORT };
    if known.len() < least || own.len() < least || is_generic(own) {
        return None;
    }
    match slip(own, known)? {
        Slip::Plural => None,
        Slip::Neighbour | Slip::Swapped | Slip::Left | Slip::Doubled if known.len() >= LONG => Some(Likeness::Misspelt),
        Slip::Swapped | Slip::Doubled => Some(Likeness::Misspelt),
        Slip::Neighbour | Slip::Left => Some(Likeness::MisspeltShort),
    }
}

fn words(name: &str) -> Vec<&str> {
    name.split(['-', '_', '.', '~']).filter(|word| !word.is_empty()).collect()
}

fn is_generic(word: &str) -> bool {
    GENERIC.contains(&word)
}

fn squeezed(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | '.' | '~' | '/')).map(|c| c.to_ascii_lowercase()).collect()
}

/// What is left of the differences between characters that look the same.
fn skeleton(name: &str) -> String {
    unicode_security::skeleton(name).flat_map(char::to_lowercase).collect()
}
