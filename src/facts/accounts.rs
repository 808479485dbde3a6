//! Addresses of accounts on chains: where constant ones stand, and patterns that are made to find anybody's.

use std::collections::HashSet;

use regex::RegexBuilder;

use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::is_wallet;

/// Expressions that one question looks at.
const MAX_STEPS: usize = 20_000;
/// Bytes of a pattern that is worth reading.
const LONGEST: usize = 400;
/// Made up, in the shapes that addresses have.
const SHAPES: [&str; 6] = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "1Acme3NotesH8j5kTq2VwXyZ9bRmDfGcE7",
    "3Acme1NotesH8j5kTq2VwXyZ9bRmDfGcE7",
    "bc1qacme3notes8j5ktq2vwxyz9brmdfgce7h4s6pn",
    "TAcme3NotesH8j5kTq2VwXyZ9bRmDfGcE7",
    "9Acme3NotesH8j5kTq2VwXyZ9bRmDfGcE7Kp4LsJuNaW",
];
/// What a pattern for anything else finds as well.
const OTHERS: [&str; 12] = [
    "",
    "a",
    "12",
    "31",
    "0x1f",
    "Text",
    "hello world",
    "https://docs.acme.example/notes?page=2",
    "0123456789abcdef0123456789abcdef",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "the-quick-brown-fox-jumps-over-it",
    "550e8400-e29b-41d4-a716-446655440000",
];

/// A regular expression that finds addresses, and not just any word or number.
pub fn is_pattern(source: &str) -> bool {
    if source.len() < 3 || source.len() > LONGEST {
        return false;
    }
    let Ok(pattern) = RegexBuilder::new(source).size_limit(1 << 20).build() else { return false };
    SHAPES.iter().any(|shape| pattern.is_match(shape)) && !OTHERS.iter().any(|other| pattern.is_match(other))
}

/// The file writes the address of some account.
pub fn writes_one(module: &Module) -> bool {
    module.texts.iter().any(is_wallet)
}

/// The address that an expression is: a literal, what a variable was given, an entry of a table.
pub fn constant(module: &Module, expr: ExprId) -> Option<&str> {
    let texts = texts_of(module, expr, 3);
    texts.into_iter().find(|text| is_wallet(text))
}

/// The pattern for addresses that an expression is, or is compiled from.
pub fn pattern(module: &Module, expr: ExprId) -> Option<&str> {
    let texts = texts_of(module, expr, 3);
    texts.into_iter().find(|text| is_pattern(text))
}

/// The texts and patterns that an expression stands for.
fn texts_of(module: &Module, expr: ExprId, hops: u32) -> Vec<&str> {
    let next = |expr: ExprId| if hops > 0 { texts_of(module, expr, hops - 1) } else { Vec::new() };
    match module.expr(expr) {
        Expr::Str(text) | Expr::Regex(text) => vec![module.text(text)],
        Expr::Name(..) => given(module, expr).iter().take(4).flat_map(|value| next(*value)).collect(),
        Expr::Member(object, name) => {
            let of_table = |value: &ExprId| entry(module, *value, module.name(name));
            given(module, object).iter().take(4).filter_map(of_table).flat_map(next).collect()
        }
        // `re.compile(…)`, `new RegExp(…)`
        Expr::Call(_, list) | Expr::New(_, list) => module.list(list).first().map(|first| next(*first)).unwrap_or_default(),
        Expr::Index(object, key) => match module.expr(key) {
            Expr::Str(text) => {
                given(module, object).iter().filter_map(|value| entry(module, *value, module.text(text))).flat_map(next).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What a variable was seen to take.
pub fn given(module: &Module, expr: ExprId) -> &[ExprId] {
    let Expr::Name(name, scope) = module.expr(expr) else { return &[] };
    let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
    values.map_or(&[], Vec::as_slice)
}

fn entry(module: &Module, table: ExprId, key: &str) -> Option<ExprId> {
    let Expr::Object(members) = module.expr(table) else { return None };
    module.list(members).iter().find_map(|member| match module.expr(*member) {
        Expr::Pair(name, value) => matches!(module.expr(name), Expr::Str(text) if module.text(text) == key).then_some(value),
        _ => None,
    })
}

/// What an expression speaks of: itself, and over so many names what variables and functions of the file hold.
#[derive(Debug, Default)]
pub struct Spoken<'m> {
    /// An address that stands in the expression itself.
    pub written: Option<&'m str>,
    pub address: Option<&'m str>,
    pub pattern: bool,
}

pub fn spoken(module: &Module, expr: ExprId) -> Spoken<'_> {
    let mut found = Spoken::default();
    // What a name stands for is as good as written there.
    let mut now: Vec<ExprId> = std::iter::once(expr).chain(given(module, expr).iter().copied()).take(4).collect();
    let mut seen: HashSet<ExprId> = now.iter().copied().collect();
    let mut steps = 0;
    for hop in 0..4 {
        let mut next = Vec::new();
        for part in now.iter().flat_map(|whole| parts(module, *whole)) {
            steps += 1;
            if steps > MAX_STEPS {
                return found;
            }
            match module.expr(part) {
                Expr::Str(text) | Expr::Regex(text) => {
                    let text = module.text(text);
                    if is_wallet(text) {
                        found.address = found.address.or(Some(text));
                        found.written = found.written.or(Some(text).filter(|_| hop == 0));
                    } else if !found.pattern {
                        found.pattern = is_pattern(text);
                    }
                }
                Expr::Name(..) => next.extend(given(module, part).iter().take(4).filter(|value| seen.insert(**value))),
                _ => {}
            }
        }
        now = next;
    }
    found
}

/// An expression and what stands in it; a function is known by the range of what it holds.
fn parts(module: &Module, expr: ExprId) -> Box<dyn Iterator<Item = ExprId> + '_> {
    if let Expr::Function(function) = module.expr(expr) {
        let (from, to) = module.function(function).exprs;
        return Box::new((from..to).map(ExprId));
    }
    let whole = module.span(expr);
    let within = move |id: &ExprId| whole.start <= module.span(*id).start && module.span(*id).end <= whole.end;
    Box::new((0..=expr.0).rev().map(ExprId).take_while(within))
}

#[cfg(test)]
mod tests {
    use super::is_pattern;

    #[test]
    fn patterns_for_addresses_are_told_from_patterns_for_other_things() {
        assert!(is_pattern("0x[a-fA-F0-9]{40}") && is_pattern("^0x[a-fA-F0-9]{40}$"));
        assert!(is_pattern("^(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,39}$") && is_pattern("^bc1"));
        assert!(is_pattern("^T[A-Za-z1-9]{33}$") && is_pattern("^[1-9A-HJ-NP-Za-km-z]{32,44}$"));
        assert!(!is_pattern(".*") && !is_pattern("^0x") && !is_pattern("[0-9a-f]{40}") && !is_pattern("\\w+"));
    }
}
