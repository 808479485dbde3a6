//! Names that nobody could tell apart, however short or long they are.

use std::collections::HashSet;

use crate::syntax::Module;
use crate::syntax::ir::{Expr, Name};

use super::{Sign, Trace};

/// So many names of one kind, where they are a third of all.
const MIN_NAMES: usize = 4;
/// So many are enough in a file that holds other code as well.
const MANY_NAMES: usize = 24;
/// Letters that look alike in most typefaces.
const ALIKE: [&str; 3] = ["Il1|i", "O0oQ", "S5"];

pub(super) fn find(module: &Module, found: &mut Vec<Trace>) {
    let names: HashSet<Name> = module.variables.keys().map(|(_, name)| *name).collect();
    let odd: HashSet<Name> = names.iter().copied().filter(|name| is_odd(module.name(*name))).collect();
    let is_share = odd.len() >= MIN_NAMES && odd.len() * 3 >= names.len();
    if !is_share && odd.len() < MANY_NAMES {
        return;
    }
    let first = module.iter().find(|(_, expr)| matches!(expr, Expr::Name(name, _) if odd.contains(name)));
    found.extend(first.map(|(at, _)| Trace { sign: Sign::Names, at }));
}

fn is_odd(name: &str) -> bool {
    is_numbered(name) || is_underscores(name) || is_alike(name)
}

/// `_0x4f2a`, `a0_0x4f2a`: an address for a name.
fn is_numbered(name: &str) -> bool {
    let Some((head, digits)) = name.split_once("_0x") else { return false };
    head.len() <= 3 && (2..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `____` beside `_____`.
fn is_underscores(name: &str) -> bool {
    name.len() >= 3 && name.bytes().all(|byte| byte == b'_')
}

/// `IlIIl1`, `O0OoO`: both or all of some letters that look alike, and none beside them.
fn is_alike(name: &str) -> bool {
    let body = name.trim_matches('_');
    let is_of = |alike: &&str| body.chars().all(|letter| alike.contains(letter));
    let is_one = || body.chars().all(|letter| body.starts_with(letter));
    body.len() >= 5 && ALIKE.iter().any(is_of) && !is_one()
}
