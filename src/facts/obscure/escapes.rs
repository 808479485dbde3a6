//! Words in escapes: `"\x65\x76\x61\x6c"` instead of `"eval"`.

use memchr::memchr_iter;

use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::{Sign, Trace};

/// Words of at least [`MIN_LETTERS`] letters each.
const MIN_WORDS: usize = 3;
const MIN_LETTERS: usize = 4;

pub(super) fn find(module: &Module, text: &str, found: &mut Vec<Trace>) {
    let words = words(text);
    if words.len() < MIN_WORDS {
        return;
    }
    let first = u32::try_from(words[0]).unwrap_or(u32::MAX);
    let holds = |id: &ExprId| {
        let span = module.span(*id);
        span.start <= first && first < span.end
    };
    // The first one that holds the place is the innermost: parts come before wholes.
    let around = module.iter().map(|(id, _)| id).find(holds);
    let is_text =
        |id: &ExprId| matches!(module.expr(*id), Expr::Str(_) | Expr::Name(..) | Expr::Member(..) | Expr::Index(..) | Expr::Pair(..));
    found.extend(around.filter(is_text).map(|at| Trace { sign: Sign::Escapes, at }));
}

/// Where words begin of which every letter is an escape; what stands for bytes (tables, keys) is hardly ever all letters.
fn words(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut behind = 0;
    for at in memchr_iter(b'\\', bytes) {
        if at < behind {
            continue;
        }
        let (mut letters, mut others, mut end) = (0, 0, at);
        while let Some((code, length)) = escape(&bytes[end..]) {
            match code {
                0x30..=0x39 | 0x41..=0x5a | 0x61..=0x7a => letters += 1,
                0x09 | 0x0a | 0x0d | 0x20..=0x7e => others += 1,
                // Not a word, however many letters stand around it.
                _ => others += 1 << 16,
            }
            end += length;
        }
        behind = end.max(at + 2);
        if letters >= MIN_LETTERS && others * 2 <= letters {
            found.push(at);
        }
    }
    found
}

/// `\x65`, `\u0065`, `\u{65}`, `\145`: the code and the length in bytes.
fn escape(bytes: &[u8]) -> Option<(u32, usize)> {
    let number = |digits: &[u8], radix| u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok();
    match bytes {
        [b'\\', b'x', a, b, ..] => Some((number(&[*a, *b], 16)?, 4)),
        [b'\\', b'u', b'{', rest @ ..] => {
            let length = rest.iter().take(7).position(|byte| *byte == b'}')?;
            Some((number(&rest[..length], 16)?, length + 4))
        }
        [b'\\', b'u', a, b, c, d, ..] => Some((number(&[*a, *b, *c, *d], 16)?, 6)),
        [b'\\', a @ b'0'..=b'7', b, c, ..] => Some((number(&[*a, *b, *c], 8)?, 4)),
        _ => None,
    }
}
