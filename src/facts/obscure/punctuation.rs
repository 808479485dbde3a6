//! Code of brackets, signs and faces: whole programs without a letter.

use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::{Sign, Trace};

/// Consecutive expressions without a word or a number.
const MIN_RUN: u32 = 200;
/// A name of the encoding whose programs look like faces; it calls its helpers `c` and `o`.
const FACE: &str = "ﾟДﾟ";

pub(super) fn find(module: &Module, found: &mut Vec<Trace>) {
    let has_faces = module.names.find(FACE).is_some();
    let wordless = |name: &str| !name.bytes().any(|byte| byte.is_ascii_alphanumeric()) && (name.is_ascii() || name.contains('ﾟ'));
    let (mut start, mut length, mut operators, mut joins) = (0, 0, 0, 0);
    for (id, expr) in module.iter() {
        let is_operator = matches!(expr, Expr::Unary(..) | Expr::Binary(..));
        let is_sign = match expr {
            Expr::Unary(..) | Expr::Binary(..) | Expr::Array(_) | Expr::Index(..) | Expr::Call(..) => true,
            Expr::Assign(..) | Expr::Object(_) | Expr::Pair(..) | Expr::Sequence(_) => true,
            Expr::Name(name, _) | Expr::Member(_, name) => {
                let name = module.name(name);
                wordless(name) || (has_faces && matches!(name, "c" | "o"))
            }
            Expr::Str(text) => !module.text(text).bytes().any(|byte| byte.is_ascii_alphanumeric()),
            _ => false,
        };
        if !is_sign {
            (length, operators, joins) = (0, 0, 0);
            continue;
        }
        if length == 0 {
            start = id.0;
        }
        length += 1;
        operators += u32::from(is_operator);
        joins += u32::from(matches!(expr, Expr::Binary(..)));
        // What is only joined stands before it: a long sum of names ends in its signs.
        if length >= MIN_RUN && operators * 5 >= length && joins * 4 < length * 3 {
            found.push(Trace { sign: Sign::Punctuation, at: ExprId(start) });
            return;
        }
    }
}
