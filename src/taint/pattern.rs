//! What a text that passes the test of a regular expression can still do.
//!
//! Answers err on the side of the attacker: what is not understood of a pattern allows everything.

mod characters;
mod host;
mod translate;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, Look};

use crate::signatures::{Kind, Kinds};

use characters::Characters;

/// Patterns of real checks are far shorter.
const MAX_PATTERN: usize = 4096;
/// Groups inside groups; what follows a pattern's structure goes down no further.
const MAX_NESTING: u32 = 64;

/// What a test tells of the text that it was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tested {
    /// For what the text is harmless.
    pub closes: Kinds,
    /// The pattern speaks of addresses that are not for everyone: `127\.`, `localhost`.
    pub private_hosts: bool,
}

/// Of a text that matches. `anchored_start` and `anchored_end`: the call itself demands that the match begins where the text does,
/// and ends where it ends (`re.match`, `re.fullmatch`).
pub(super) fn when_it_matches(pattern: &str, anchored_start: bool, anchored_end: bool) -> Tested {
    let closes = parse(pattern).map_or(Kinds::NONE, |parsed| {
        let looks = parsed.hir.properties();
        let start = anchored_start || looks.look_set_prefix().contains(Look::Start);
        let end = anchored_end || looks.look_set_suffix().contains(Look::End);
        let anything = Characters::ALL;
        let any = if start && end { characters::of(&parsed.hir) } else { anything };
        let first = if start { characters::first(&parsed.hir, end) } else { anything };
        let first = if start && parsed.no_dash_first { first.without(Characters::one('-')) } else { first };
        let fixed = start && host::is_fixed(&parsed.hir, end);
        closed(any, first).with(if fixed { Kinds::of(Kind::Url) } else { Kinds::NONE })
    });
    Tested { closes, private_hosts: speaks_of_private_hosts(pattern) }
}

/// Of a text in which a search finds nothing.
pub(super) fn when_it_does_not_match(pattern: &str) -> Tested {
    let closes = parse(pattern).filter(|parsed| parsed.exact).map_or(Kinds::NONE, |parsed| {
        let any = Characters::ALL.without(characters::alone(&parsed.hir));
        let first = any.without(characters::alone_at_start(&parsed.hir));
        closed(any, first)
    });
    Tested { closes, private_hosts: speaks_of_private_hosts(pattern) }
}

/// Of a text out of which all matches were taken: `x.replace(/[^\w]/g, "")`.
pub(super) fn after_removal(pattern: &str) -> Tested {
    let closes = parse(pattern).filter(|parsed| parsed.exact).map_or(Kinds::NONE, |parsed| {
        let any = Characters::ALL.without(characters::removed(&parsed.hir));
        let first = any.without(characters::removed_at_start(&parsed.hir));
        closed(any, first)
    });
    Tested { closes, private_hosts: speaks_of_private_hosts(pattern) }
}

/// A constant that an address is compared with says that private addresses are meant: `"localhost"`, `"169.254."`, `".internal"`.
pub(super) fn is_private_word(text: &str) -> bool {
    let word = text.trim().trim_matches(['[', ']']).to_ascii_lowercase();
    const WHOLE: [&str; 19] = [
        "::",
        "::1",
        "0.0.0.0",
        "carriergradenat",
        "ip6-localhost",
        "is_global",
        "is_link_local",
        "is_loopback",
        "is_private",
        "is_reserved",
        "isprivate",
        "isloopback",
        "linklocal",
        "local",
        "localhost",
        "loopback",
        "metadata",
        "private",
        "uniquelocal",
    ];
    const ENDINGS: [&str; 6] = [".internal", ".intranet", ".lan", ".local", ".localdomain", ".localhost"];
    const IP6: [&str; 7] = ["fc", "fd", "fc00:", "fd00:", "fe80:", "::ffff:", "::ffff:127."];
    WHOLE.contains(&word.as_str())
        || ENDINGS.iter().any(|ending| word.ends_with(ending))
        || IP6.iter().any(|start| word == *start || word.starts_with(start) && word[start.len()..].starts_with([':', '/']))
        || is_private_start(&word)
}

/// A number that an octet of an address is compared with.
pub(super) fn is_private_octet(number: f64) -> bool {
    [10.0, 127.0, 169.0, 172.0, 192.0].contains(&number)
}

/// An IPv4 address or its beginning: `10.`, `10.0.0.0/8`, `172.16.`.
fn is_private_start(word: &str) -> bool {
    const STARTS: [&str; 5] = ["0.", "10.", "127.", "169.254", "192.168"];
    let shared = word.strip_prefix("172.").and_then(|rest| rest.get(..2)?.parse::<u8>().ok());
    word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'/'))
        && (STARTS.iter().any(|start| word.starts_with(start)) || shared.is_some_and(|second| (16..32).contains(&second)))
}

fn speaks_of_private_hosts(pattern: &str) -> bool {
    if pattern.len() > MAX_PATTERN {
        return false;
    }
    let plain = pattern.replace('\\', "").to_ascii_lowercase();
    const WORDS: [&str; 8] = ["localhost", "127.", "192.168", "169.254", "172.(1[6-9]", "172.(?:1[6-9]", "172.1[6-9]", "fe80"];
    // `10.` may be the end of another number, `::1` of another address.
    let begins_with = |start: &str| {
        plain
            .match_indices(start)
            .any(|(at, _)| !plain[..at].ends_with(|before: char| before.is_ascii_alphanumeric() || ".:".contains(before)))
    };
    WORDS.iter().any(|word| plain.contains(word)) || begins_with("10.") || begins_with("::1") || plain.contains("^f[cd]")
}

struct Parsed {
    hir: Hir,
    /// The pattern means just this; else it allows no more than this.
    exact: bool,
    /// It begins with `^(?!-)`.
    no_dash_first: bool,
}

fn parse(pattern: &str) -> Option<Parsed> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let translated = translate::translate(pattern)?;
    let hir = ParserBuilder::new().nest_limit(MAX_NESTING).build().parse(&translated.pattern).ok()?;
    Some(Parsed { hir, exact: translated.exact, no_dash_first: translated.no_dash_first })
}

/// What a text of these characters, beginning with one of those, cannot do.
fn closed(any: Characters, first: Characters) -> Kinds {
    let mut kinds = Vec::new();
    if !any.has_any(" \t\n\r\u{b}\u{c};&|<>$`\\\"'(){}[]*?\0") {
        kinds.push(Kind::Shell);
    }
    if !first.has_any("-") {
        kinds.push(Kind::Option);
    }
    if !any.has_any("/\\") {
        kinds.push(Kind::Path);
    }
    let comments = any.has_any("#") || any.has_any("/") && any.has_any("*");
    if !any.has_any(" \t\n\r\u{b}\u{c}'\"`;\\()") && !comments {
        kinds.push(Kind::Sql);
    }
    if !any.has_any("/:@.%\\?#") && !any.writes_hosts_beyond_ascii() {
        kinds.push(Kind::Url);
    }
    if any.is_word() || any.is_arithmetic() {
        kinds.push(Kind::Code);
    }
    kinds.into_iter().collect()
}

#[cfg(test)]
mod tests;
