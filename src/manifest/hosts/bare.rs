//! Host names without a scheme, told from file names and members: `api.acme.example`, not `index.js`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::names;
use crate::manifest::declared::{Declarations, HostMentionKind};
use crate::manifest::text::Text;

/// Top-level domains that are endings of file names first of all.
const FILE_ENDINGS: [&str; 20] =
    ["md", "py", "rs", "sh", "pl", "cc", "so", "zip", "mov", "tf", "ml", "ps", "mm", "la", "pm", "vi", "ms", "bz", "st", "tm"];
/// Top-level domains that are members and methods in code: `user.name`, `server.run`.
const MEMBERS: [&str; 36] = [
    "name", "id", "info", "run", "link", "host", "post", "open", "target", "click", "style", "page", "search", "save", "support", "call",
    "contact", "date", "download", "email", "prod", "is", "to", "in", "at", "it", "do", "no", "as", "my", "data", "map", "box", "one",
    "tools", "build",
];
/// First labels of reversed names: `io.github.acme`, `com.acme.tools`.
const REVERSED: [&str; 7] = ["com", "org", "net", "io", "dev", "ai", "co"];

static DOTTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+").expect("a constant pattern"));

/// `taken`: ranges of URLs and mail addresses, sorted.
pub fn scan(text: &Text, taken: &[Range<usize>], fences: &[Range<usize>], all_config: bool, declared: &mut Declarations) {
    let mut taken = taken.iter().peekable();
    for found in DOTTED.find_iter(&text.body) {
        while taken.next_if(|range| range.end <= found.start()).is_some() {}
        let is_taken = taken.peek().is_some_and(|range| range.start < found.end());
        if is_taken || !looks_like_host(found.as_str()) || !stands_free(&text.body, found.range()) {
            continue;
        }
        if let Some(host) = names::checked(found.as_str()).filter(|host| names::has_public_suffix(host)) {
            let in_config = all_config || super::contains(fences, found.start());
            let kind = if in_config { HostMentionKind::Config } else { HostMentionKind::Prose };
            declared.add_host(host, text.place(found.range()), kind, found.as_str());
        }
    }
}

/// By its looks alone: small letters, a top-level domain that is neither a file's ending nor, in two parts, a member.
fn looks_like_host(word: &str) -> bool {
    let Some((rest, top)) = word.rsplit_once('.') else { return false };
    let first = word.split('.').next().unwrap_or_default();
    let is_plain = top.len() >= 2
        && word.bytes().all(|byte| !byte.is_ascii_uppercase() && byte != b'_')
        && top.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_member = MEMBERS.contains(&top) && (!rest.contains('.') || matches!(first, "self" | "this"));
    is_plain && !FILE_ENDINGS.contains(&top) && !is_member && !REVERSED.contains(&first)
}

/// Not a part of a path, a scoped name, a call, a version or a longer word.
fn stands_free(body: &str, range: Range<usize>) -> bool {
    let before = &body[body.floor_char_boundary(range.start.saturating_sub(8))..range.start];
    let after = &body[range.end..body.floor_char_boundary(range.end + 4)];
    let mut backwards = before.chars().rev();
    let free_before = match backwards.next() {
        // `<tenant>.acme.example`, `*.acme.example`, `{tenant}.acme.example`
        Some('.') => backwards.next().is_some_and(|c| "*>}])".contains(c)),
        Some(c) => !c.is_alphanumeric() && !"@/\\_$%#~+-".contains(c),
        None => true,
    };
    let mut forwards = after.chars();
    let free_after = match forwards.next() {
        Some('(' | '=' | '@' | '[' | '\\' | '*' | '<') => after.starts_with("</") || after.starts_with("**"),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    };
    free_before && free_after
}
