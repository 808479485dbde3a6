//! Whether a pattern leaves no choice of the host: `^https://api\.acme\.example/`.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, HirKind, Look};

use super::characters;

/// Ways in which the beginning of an address may be written (`https?`, `(www\.)?`).
const MAX_WAYS: usize = 16;
/// Stands for any characters of a host's name.
const ANY: char = '*';

/// Whether every text whose beginning matches is an address of one host, or of the hosts below one domain.
pub(super) fn is_fixed(hir: &Hir, to_the_end: bool) -> bool {
    match hir.kind() {
        HirKind::Alternation(parts) => parts.iter().all(|part| is_fixed(part, to_the_end)),
        HirKind::Capture(capture) => is_fixed(&capture.sub, to_the_end),
        _ => {
            let (ways, whole) = beginnings(hir);
            !ways.is_empty() && ways.iter().all(|way| fixes(way, whole && to_the_end))
        }
    }
}

/// How a match can begin, and whether that is all of it.
fn beginnings(hir: &Hir) -> (Vec<String>, bool) {
    let mut ways = vec![String::new()];
    let mut parts = Vec::new();
    flatten(hir, &mut parts);
    for part in parts {
        if matches!(part.kind(), HirKind::Look(Look::Start | Look::End)) {
            continue;
        }
        let Some(pieces) = pieces(part).filter(|pieces| ways.len() * pieces.len() <= MAX_WAYS) else { return (ways, false) };
        ways = ways.iter().flat_map(|way| pieces.iter().map(move |piece| format!("{way}{piece}"))).collect();
    }
    (ways, true)
}

fn flatten<'h>(hir: &'h Hir, parts: &mut Vec<&'h Hir>) {
    match hir.kind() {
        HirKind::Concat(inner) => inner.iter().for_each(|part| flatten(part, parts)),
        HirKind::Capture(capture) => flatten(&capture.sub, parts),
        _ => parts.push(hir),
    }
}

/// The few texts that a part can be, or [`ANY`] where it stays inside a host's name.
fn pieces(part: &Hir) -> Option<Vec<String>> {
    if part.properties().look_set().is_empty() {
        let mut extractor = Extractor::new();
        let found = extractor.kind(ExtractKind::Prefix).limit_total(MAX_WAYS).extract(part);
        if found.is_exact()
            && let Some(literals) = found.literals()
        {
            return literals.iter().map(|literal| String::from_utf8(literal.as_bytes().to_vec()).ok()).collect();
        }
    }
    characters::of(part).is_label().then(|| vec![ANY.to_string()])
}

fn fixes(way: &str, whole: bool) -> bool {
    let rest = match way.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) && !scheme.is_empty() => rest,
        Some(_) => return false,
        // A host's name alone, compared as a whole.
        None if whole => way,
        None => return false,
    };
    let authority = match rest.find(['/', '?', '#']) {
        Some(end) => &rest[..end],
        None if whole => rest,
        None => return false,
    };
    let name = authority.split(':').next().unwrap_or_default();
    if name.is_empty() || authority.contains(['@', '\\', '%']) {
        return false;
    }
    match name.rsplit_once(ANY) {
        None => name.contains('.') || name.len() > 1,
        // What follows the free part is a domain of its own.
        Some((_, domain)) => domain.strip_prefix('.').is_some_and(|domain| domain.contains('.')) || domain.matches('.').count() > 1,
    }
}
