//! Host names without a scheme, told from file names and members: `api.acme.example`, not `index.js`.

use std::ops::Range;

use super::names;
use crate::manifest::declared::{Declarations, HostMentionKind};
use crate::manifest::text::{Text, contains};

/// Top-level domains that are endings of file names first of all.
const FILE_ENDINGS: [&str; 20] =
    ["md", "py", "rs", "sh", "pl", "cc", "so", "zip", "mov", "tf", "ml", "ps", "mm", "la", "pm", "vi", "ms", "bz", "st", "tm"];
/// Top-level domains that are members and methods in code: `user.name`, `server.run`, `chunk.payload.id`.
const MEMBERS: [&str; 24] = [
    "name", "id", "info", "run", "link", "host", "post", "open", "target", "click", "style", "page", "search", "save", "is", "to", "in",
    "at", "it", "do", "no", "as", "my", "author",
];
/// Long top-level domains with which a name of two parts is a host and not a member of something (`agent.stream`).
const WITH_TWO_PARTS: [&str; 20] = [
    "com", "org", "net", "edu", "gov", "mil", "biz", "dev", "app", "cloud", "tech", "xyz", "site", "online", "store", "shop", "chat",
    "pro", "agency", "systems",
];
/// Top-level domains that are nouns, and so members of data: `req.body.city`; with one of [`SERVERS`] at the other end they are hosts.
const NOUNS: [&str; 48] = [
    "email", "city", "call", "parts", "events", "company", "phone", "group", "network", "channel", "report", "reviews", "review", "team",
    "map", "day", "new", "now", "date", "zone", "box", "support", "tools", "media", "country", "blog", "bio", "cards", "codes", "direct",
    "download", "feedback", "gallery", "global", "guide", "menu", "photos", "pictures", "place", "plus", "rest", "services", "space",
    "stream", "tips", "top", "video", "works",
];
/// First labels of hosts.
const SERVERS: [&str; 12] = ["api", "apis", "www", "mcp", "auth", "login", "cdn", "docs", "ws", "static", "telemetry", "ingest"];
/// First labels of reversed names: `io.github.acme`, `com.acme.tools`.
const REVERSED: [&str; 7] = ["com", "org", "net", "io", "dev", "ai", "co"];

/// `taken`: ranges of URLs and mail addresses, sorted.
pub fn scan(text: &Text, taken: &[Range<usize>], fences: &[Range<usize>], all_config: bool, declared: &mut Declarations) {
    let mut taken = taken.iter().peekable();
    for found in dotted(&text.body) {
        while taken.next_if(|range| range.end <= found.start).is_some() {}
        let is_taken = taken.peek().is_some_and(|range| range.start < found.end);
        let word = &text.body[found.clone()];
        // `*.` says by itself that a name of hosts follows.
        let looks =
            looks_like_host(word) || (text.body[..found.start].ends_with("*.") && !word.bytes().any(|byte| byte.is_ascii_uppercase()));
        if is_taken || !looks || !stands_free(&text.body, found.clone()) {
            continue;
        }
        if let Some(host) = names::checked(word) {
            let in_config = all_config || contains(fences, found.start);
            let kind = if in_config { HostMentionKind::Config } else { HostMentionKind::Prose };
            declared.add_host(host, text.place(found.clone()), kind, word);
        }
    }
}

/// Whether a name that stands alone in a text is taken for a host.
pub fn reads_as_host(word: &str) -> bool {
    let (name, wildcard) = word.strip_prefix("*.").map_or((word, false), |name| (name, true));
    (wildcard || looks_like_host(name)) && names::checked(name).is_some()
}

/// Words with a dot inside, found by their dots, which are rarer than words.
fn dotted(body: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = body.as_bytes();
    let is_inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let mut seen = 0;
    memchr::memchr_iter(b'.', bytes).filter_map(move |dot| {
        if dot < seen {
            return None;
        }
        let start = dot - bytes[seen..dot].iter().rev().take_while(|byte| is_inner(byte)).count();
        seen = dot + bytes[dot..].iter().take_while(|byte| is_inner(byte)).count();
        // The dot of `*.acme.example` and the full stop of a sentence.
        let word = body[start..seen].trim_end_matches('.');
        let end = start + word.len();
        let start = end - word.trim_start_matches('.').len();
        (start < end).then_some(start..end)
    })
}

/// By its looks alone: small letters, and a top-level domain that is neither a file's ending nor a member.
fn looks_like_host(word: &str) -> bool {
    let Some((rest, top)) = word.rsplit_once('.') else { return false };
    let first = word.split('.').next().unwrap_or_default();
    let is_plain = top.len() >= 2
        && word.bytes().all(|byte| !byte.is_ascii_uppercase() && byte != b'_')
        && top.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_known = top.len() == 2 || top == "example" || WITH_TWO_PARTS.contains(&top);
    let is_server = rest.contains('.') && (!NOUNS.contains(&top) || SERVERS.contains(&first));
    let is_member = MEMBERS.contains(&top) || !(is_known || is_server);
    is_plain && !FILE_ENDINGS.contains(&top) && !is_member && !REVERSED.contains(&first)
}

/// Not a part of a path, a scoped name, a call, a version or a longer word.
fn stands_free(body: &str, range: Range<usize>) -> bool {
    let before = &body[body.floor_char_boundary(range.start.saturating_sub(8))..range.start];
    let after = &body[range.end..body.floor_char_boundary(range.end + 4)];
    // A script without blanks puts its letters right beside a name.
    let is_letter = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
    let mut backwards = before.chars().rev();
    let free_before = match backwards.next() {
        // `<tenant>.acme.example`, `*.acme.example`, `{tenant}.acme.example`
        Some('.') => backwards.next().is_some_and(|c| "*>}])".contains(c)),
        Some(c) => !is_letter(c) && !"@/\\_$%#~+-".contains(c),
        None => true,
    };
    let mut forwards = after.chars();
    let free_after = match forwards.next() {
        Some('(' | '=' | '@' | '[' | '\\' | '*' | '<') => after.starts_with("</") || after.starts_with("**"),
        Some(c) => !is_letter(c),
        None => true,
    };
    free_before && free_after
}
