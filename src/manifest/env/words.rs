//! Names by their looks and their neighbours: `ACME_TOKEN` in a sentence, `PORT=3000`, `-e ACME_TOKEN`, `${ACME_TOKEN}`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::manifest::declared::{Declarations, EnvMentionKind};
use crate::manifest::text::Text;

use super::context::Context;
use super::neighbours::Neighbours;

/// Longer words are data.
const NAME_MAX: usize = 80;

/// Words in capitals that stand alone in back-ticks all the time and are no variables: methods, literals, statements, levels.
const NO_VARIABLES: [&str; 28] = [
    "INFO", "WARN", "WARNING", "ERROR", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRUE", "FALSE", "NULL", "NONE",
    "SELECT", "INSERT", "UPDATE", "DROP", "CREATE", "ALTER", "JSON", "HTML", "CSV", "HTTP", "HTTPS", "URL", "API",
];

/// Ends of error codes, which are written like variables.
const ERRORS: [&str; 11] =
    ["_NOT_FOUND", "_ERROR", "_FAILED", "_FAILURE", "_EXCEEDED", "_LIMITED", "_EXISTS", "_DENIED", "_UNAVAILABLE", "_REFUSED", "_BUSY"];

/// `_` may be escaped, as Markdown writers do.
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[A-Z_][A-Z0-9]*(?:\\?_[A-Z0-9]*)*").expect("a constant pattern"));

/// Forms that say by themselves that a variable follows, in whatever case it is written.
static SPELT_OUT: LazyLock<Regex> = LazyLock::new(|| {
    let assigned = r"(?:\bexport\s+|\bset\s+|\bENV\s+|\bARG\s+|[\s\x22'`\[(]-{1,2}e(?:nv)?(?:[\s=]|['\x22]\s*,\s*)\s*['\x22]?)([A-Za-z_][A-Za-z0-9_]*)\s*=";
    let glued = r"\s-e([A-Z][A-Z0-9_]+)=";
    let called = r"(?i:\benv(?:ironment)? ?var(?:iable)?s?)[\s:]+[`\x22']?([A-Z][A-Z0-9]{3,})\b|\b([A-Z][A-Z0-9]{3,})[`\x22']?\s(?i:env(?:ironment)? var(?:iable)?)\b";
    let read = r"(?:\$env:|\$\{env:|\bprocess\.env\.|\benviron(?:\.get)?[\[(]\s*['\x22]|\bgetenv\(\s*['\x22]|\benv\.get\(\s*['\x22]|\bsetx\s+)([A-Za-z_][A-Za-z0-9_]*)";
    Regex::new(&format!("(?-u){assigned}|{read}|{glued}|{called}")).expect("a constant pattern")
});

/// Lower-case proxy names where they are back-ticked or assigned.
static PROXIES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)\b((?:https?|ftp|all|no)_proxy)(?:[`'\x22\s]*[=:]|`|</code>)").expect("a constant pattern"));

/// Letters, digits and underscores, not beginning with a digit; two characters at least.
pub fn is_name(word: &str) -> bool {
    let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    plain
        && (2..=NAME_MAX).contains(&word.len())
        && !word.as_bytes()[0].is_ascii_digit()
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

pub fn scan(text: &Text, urls: &[Range<usize>], declared: &mut Declarations) {
    for found in SPELT_OUT.captures_iter(&text.body) {
        let name = found.iter().skip(1).flatten().next().expect("one of the groups always takes part");
        if is_name(name.as_str()) && !NO_VARIABLES.contains(&name.as_str()) {
            declared.add_env(name.as_str(), text.place(name.range()), EnvMentionKind::Command);
        }
    }
    for found in PROXIES.captures_iter(&text.body) {
        let name = found.get(1).expect("the group always takes part");
        declared.add_env(name.as_str(), text.place(name.range()), EnvMentionKind::Named);
    }
    let context = Context::of(text);
    let mut urls = urls.iter().peekable();
    for found in CAPITALS.find_iter(&text.body) {
        // Nearly all of them are the first letters of ordinary words.
        if found.len() < 2 || text.body.as_bytes().get(found.end()).is_some_and(u8::is_ascii_lowercase) {
            continue;
        }
        while urls.next_if(|url| url.end <= found.start()).is_some() {}
        let in_url = urls.peek().is_some_and(|url| url.contains(&found.start()));
        let range = without_emphasis(found.as_str(), found.range());
        let name = text.body[range.clone()].replace('\\', "");
        let neighbours = Neighbours { body: &text.body, range: range.clone(), context: &context };
        if in_url || !is_name(&name) {
            continue;
        }
        if let Some(kind) = kind_of(&name, &neighbours) {
            declared.add_env(&name, text.place(range), kind);
        }
    }
}

/// `_ACME_TOKEN_` is Markdown for an emphasised `ACME_TOKEN`.
fn without_emphasis(word: &str, range: Range<usize>) -> Range<usize> {
    let is_emphasis = word.len() > 2 && word.starts_with('_') && word.ends_with('_');
    if is_emphasis { range.start + 1..range.end - 1 } else { range }
}

/// How a word in capitals names a variable, if it does.
fn kind_of(name: &str, neighbours: &Neighbours<'_>) -> Option<EnvMentionKind> {
    // `ACME_` and `<NAME>_KEY` speak of a family of names, and name none.
    let is_part = name.ends_with('_') || (name.starts_with('_') && !neighbours.is_expanded() && neighbours.follows_placeholder());
    if is_part || !neighbours.is_whole_word() || is_blank(name) {
        return None;
    }
    if (neighbours.is_expanded() && !neighbours.is_encoded()) || neighbours.follows_env_flag() {
        return Some(EnvMentionKind::Command);
    }
    if neighbours.is_assigned() {
        return Some(EnvMentionKind::Config);
    }
    let has_underscore = name.trim_matches('_').contains('_');
    if neighbours.is_value() || (!has_underscore && NO_VARIABLES.contains(&name)) {
        return None;
    }
    let is_ticked = neighbours.is_back_ticked();
    let is_cell = neighbours.context.in_table(neighbours.range.start) && neighbours.in_first_cell();
    let is_named = if has_underscore { is_ticked || is_cell } else { is_cell || (is_ticked && neighbours.is_explained()) };
    let kind = match (is_named, has_underscore && !neighbours.is_placeholder()) {
        (true, _) => EnvMentionKind::Named,
        (false, true) => EnvMentionKind::Prose,
        (false, false) => return None,
    };
    let is_error = is_error_code(name) && !neighbours.is_about_variables();
    (!is_error && !neighbours.is_denied()).then_some(kind)
}

/// `YOUR_API_KEY`, `PUT_KEY_HERE`: to be filled in.
fn is_blank(name: &str) -> bool {
    name.starts_with("YOUR_") || name.contains("_YOUR_") || name.ends_with("_HERE")
}

/// `ERR_MODULE_NOT_FOUND`, `RATE_LIMIT_EXCEEDED`
pub fn is_error_code(name: &str) -> bool {
    name.starts_with("ERR_") || ERRORS.iter().any(|end| name.ends_with(end))
}
