//! Comments that keep an author's name through a bundler: `/*! marked v18.0.4 */`, `/** @license DOMPurify 3.0.6 | … */`.
//!
//! A banner says where a package's code begins and never where it ends: it stands for the one statement that follows.

use memchr::memmem;

use crate::model::Origin;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, Span};

use super::Part;

/// What a banner has in it, one of these.
const SIGNS: [&str; 4] = ["/*!", "@license", "@preserve", "Copyright"];
/// A licence in full is longer and names nobody at its head.
const MAX_COMMENT: usize = 4000;
/// More signs than these are not looked at; a bundle of 8 MB has some two hundred.
const MAX_SIGNS: usize = 4096;
/// `export default `, `var `: what may stand between a banner and what a statement is lowered to.
const MAX_GAP: u32 = 24;

pub(super) fn parts(text: &str, module: &Module) -> Vec<Part> {
    let banners = banners(text);
    if banners.is_empty() {
        return Vec::new();
    }
    let mut spans: Vec<Option<Span>> = vec![None; banners.len()];
    for (_, expr) in module.iter() {
        let Expr::Block(statements) = expr else { continue };
        for statement in module.list(statements) {
            let span = module.span(*statement);
            let Some(at) = banners.partition_point(|(end, _)| *end <= span.start).checked_sub(1) else { continue };
            let is_next = span.start - banners[at].0 <= MAX_GAP;
            let known = spans[at].is_some_and(|known| (known.start, u32::MAX - known.end) <= (span.start, u32::MAX - span.end));
            if is_next && !known {
                spans[at] = Some(span);
            }
        }
    }
    let parts = banners.into_iter().zip(spans);
    parts.filter_map(|((end, name), span)| Some(Part { span: Span { start: end, ..span? }, origin: Origin::Bundled(name) })).collect()
}

/// Where the code after each banner begins, and the package that the banner names; sorted.
fn banners(text: &str) -> Vec<(u32, String)> {
    let bytes = text.as_bytes();
    let mut signs: Vec<usize> = SIGNS.iter().flat_map(|sign| memmem::find_iter(bytes, sign.as_bytes()).take(MAX_SIGNS)).collect();
    signs.sort_unstable();
    let mut banners: Vec<(u32, String)> = Vec::new();
    let mut done = 0;
    for sign in signs.into_iter().take(MAX_SIGNS) {
        let Some((start, end)) = comment_around(bytes, sign).filter(|(start, _)| *start >= done) else { continue };
        done = end;
        if let Some(name) = text.get(start..end).and_then(package) {
            let blank = bytes[end..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b';').count();
            banners.push(((end + blank) as u32, name));
        }
    }
    banners
}

fn comment_around(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let from = at.saturating_sub(MAX_COMMENT);
    let start = from + memmem::rfind(&bytes[from..(at + 3).min(bytes.len())], b"/*")?;
    let to = (start + MAX_COMMENT).min(bytes.len());
    let end = start + 2 + memmem::find(bytes.get(start + 2..to)?, b"*/")? + 2;
    (at < end).then_some((start, end))
}

/// The name at the head of a banner: before a version, or alone on its line above the copyright.
fn package(comment: &str) -> Option<String> {
    let mut lines =
        comment.lines().map(|line| line.trim_matches(|c: char| c.is_whitespace() || "/*!".contains(c))).filter(|line| !line.is_empty());
    let first = lines.next()?;
    let first = first.trim_start_matches("@license").trim_start_matches("@preserve").trim_start();
    let first = if first.is_empty() { lines.next()? } else { first };
    let mut words = first.split_whitespace();
    let name = words.next()?;
    let is_named = match words.next() {
        Some(word) => is_version(word),
        None => lines.next().is_some_and(|line| line.starts_with("Copyright")),
    };
    (is_named && is_name(name)).then(|| name.to_ascii_lowercase())
}

/// `v1.2`, `3.0.6,`
fn is_version(word: &str) -> bool {
    let (number, dots) = word.strip_prefix('v').map_or((word, 2), |number| (number, 1));
    number.starts_with(|c: char| c.is_ascii_digit()) && number.matches('.').count() >= dots && number.len() <= 40
}

fn is_name(name: &str) -> bool {
    let plain = name.strip_prefix('@').unwrap_or(name);
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    plain.len() > 1
        && plain.len() <= 100
        && plain.starts_with(|c: char| c.is_ascii_alphabetic())
        && plain.chars().all(fits)
        && plain.matches('/').count() == usize::from(name.starts_with('@'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, ParseBudget, parse};

    fn shown(text: &str) -> Vec<String> {
        let module = parse(text, Language::JavaScript, &ParseBudget::default()).unwrap();
        let code = |part: &Part| text[part.span.start as usize..part.span.end as usize].to_owned();
        parts(text, &module).iter().map(|part| format!("{} {}", part.origin, code(part))).collect()
    }

    #[test]
    fn a_banner_stands_for_the_statement_that_follows() {
        let text = "own();\n/*! zod v3.22.4 | MIT */\n!function (e) { f() }(this);\nown();\n";
        assert_eq!(shown(text), ["bundled:zod !function (e) { f() }(this)"]);
        let text = "/**\n * @license\n * DOMPurify 3.0.6 | (c) Cure53\n */\nvar p = function () {};\nown();\n";
        assert_eq!(shown(text), ["bundled:dompurify var p = function () {}"]);
        let text = "function a() {\n  /*!\n   * content-type\n   * Copyright(c) 2015 Somebody\n   */\n  b();\n  own();\n}\n";
        assert_eq!(shown(text), ["bundled:content-type b()"]);
        let text = "/**\n * marked v18.0.4 - a parser\n * Copyright (c) 2026, Somebody\n */\nclass A { m() {} }\nown();";
        assert_eq!(shown(text), ["bundled:marked class A { m() {} }"]);
    }

    #[test]
    fn a_licence_without_a_package_names_nobody() {
        for banner in [
            "/*! Bundled license information:\n\nzod/index.js:\n*/",
            "/** @license\n * Copyright 2023 Somebody Inc. */",
            "/*! see 1.2 */ other();",
            "/*! ../x v1.2.3 */",
            "/*! v1.2 */",
            "/*!",
            "/*!*/",
        ] {
            assert_eq!(shown(&format!("{banner}\nf();\n")), [] as [&str; 0], "{banner}");
        }
    }

    #[test]
    fn a_hail_of_signs_ends() {
        let text = "/*!@license".repeat(20_000);
        assert!(banners(&text).is_empty());
    }
}
