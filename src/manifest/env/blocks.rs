//! Names by the block they stand in: `"env": { … }` of a client configuration, its TOML and YAML forms.

use std::sync::LazyLock;

use regex::Regex;

use super::is_name;
use crate::manifest::declared::{Declarations, EnvMentionKind};
use crate::manifest::text::Text;

/// No honest `env` block is longer.
const BLOCK_MAX: usize = 16 << 10;

/// `"env": {`, `env={`, `\"environment\": {` in a string, and Codex' `env = {`.
static OPENING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?-u)(?:\benv|\benvs|\benvironment)\\?["']?\s*[:=]\s*\{"#).expect("a constant pattern"));
/// `K: v`, `- K=v`, `- K`, `- name: K`, `"K": v`.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?-u)^\s*(?:-\s+)?(?:name:\s*)?["']?([A-Za-z_][A-Za-z0-9_]*)["']?\s*(?:[:=]|$)"#).expect("a constant pattern")
});

pub fn scan(text: &Text, declared: &mut Declarations) {
    braces(text, declared);
    indented(text, declared);
}

fn braces(text: &Text, declared: &mut Declarations) {
    let mut at = 0;
    // A block is never looked into twice, so that many openings cost no more than their text.
    while let Some(found) = OPENING.find_at(&text.body, at) {
        at = keys(text, found.end(), declared);
    }
}

/// Adds the keys of the object that was opened just before `start`; gives the offset behind it.
fn keys(text: &Text, start: usize, declared: &mut Declarations) -> usize {
    let limit = text.body.floor_char_boundary(start + BLOCK_MAX);
    let body = &text.body.as_bytes()[..limit];
    let (mut at, mut depth, mut expects_key, mut in_comment) = (start, 0usize, true, false);
    while at < body.len() {
        match body[at] {
            b'}' if depth == 0 => return at + 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'{' | b'[' => depth += 1,
            b'\n' => (expects_key, in_comment) = (depth == 0, false),
            // Of a comment the first word may be a key that is left out; the rest are words.
            b',' => expects_key = depth == 0 && !in_comment,
            b'/' if body[at + 1..].starts_with(b"/") && expects_key => in_comment = true,
            b'"' | b'\'' => {
                let end = string_end(body, at);
                if expects_key {
                    expects_key = !key(text, at + 1, end, declared);
                }
                at = behind_quote(body, end);
                continue;
            }
            b'/' if body[at + 1..].starts_with(b"/") && body[at - 1].is_ascii_whitespace() => (expects_key, in_comment) = (false, true),
            byte if expects_key && (byte.is_ascii_alphabetic() || byte == b'_') => {
                let end = at + body[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
                let is_word = in_comment && body[at..end].iter().any(u8::is_ascii_lowercase);
                expects_key = !is_word && !key(text, at, end, declared);
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    at
}

/// A key is a name with a colon or an equals sign behind.
fn key(text: &Text, start: usize, end: usize, declared: &mut Declarations) -> bool {
    let name = &text.body[start..end];
    let behind = &text.body[end..text.body.floor_char_boundary(end + 16)];
    let is_key = is_name(name) && behind.trim_start_matches(['\\', '"', '\'', ' ', '\t']).starts_with([':', '=']);
    if is_key {
        declared.add_env(name, text.place(start..end), EnvMentionKind::Config);
    }
    is_key
}

/// Passes over a closing quote and the backslash that may escape it.
fn behind_quote(body: &[u8], end: usize) -> usize {
    match body.get(end..).unwrap_or_default() {
        [b'\\', b'"' | b'\'', ..] => end + 2,
        [b'"' | b'\'', ..] => end + 1,
        _ => end,
    }
}

/// Offset of the quote that closes the string opened at `at`, or of the backslash before it in an escaped string, or of the line's end.
fn string_end(body: &[u8], at: usize) -> usize {
    let quote = body[at];
    let is_escaped = at > 0 && body[at - 1] == b'\\';
    let mut end = at + 1;
    while end < body.len() && body[end] != b'\n' && body[end] != quote {
        if body[end] == b'\\' {
            if is_escaped && body.get(end + 1) == Some(&quote) {
                return end;
            }
            end += 1;
        }
        end += 1;
    }
    end.min(body.len())
}

/// YAML and TOML: the lines below a heading that are indented deeper, or stand before the next `[table]`.
fn indented(text: &Text, declared: &mut Declarations) {
    let mut inside: Option<usize> = None;
    let mut in_table = false;
    for (at, line) in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.len() > 4_000 {
            in_table &= !trimmed.is_empty();
            continue;
        }
        let depth = line.len() - line.trim_start().len();
        if trimmed.starts_with('[') && trimmed.ends_with(']') {
            in_table = trimmed.trim_end_matches(']').ends_with(".env");
            inside = None;
        } else if is_heading(trimmed) {
            inside = Some(depth);
        } else if in_table || inside.is_some_and(|heading| depth > heading || (depth == heading && trimmed.starts_with("- "))) {
            item(text, at, line, declared);
        } else {
            inside = None;
        }
    }
}

/// `env:`, `environment:`, `- envs:` with nothing behind, as in YAML.
fn is_heading(trimmed: &str) -> bool {
    let Some((key, behind)) = trimmed.trim_start_matches("- ").split_once(':') else { return false };
    let behind = behind.trim_start();
    matches!(key.trim_end(), "env" | "envs" | "environment" | "env_vars" | "args") && (behind.is_empty() || behind.starts_with('#'))
}

fn item(text: &Text, at: usize, line: &str, declared: &mut Declarations) {
    let Some(name) = ITEM.captures(line).and_then(|found| found.get(1)) else { return };
    // `value:` of a list of name and value pairs, and nested keys, are no names.
    if is_name(name.as_str()) && !name.as_str().bytes().any(|byte| byte.is_ascii_lowercase()) {
        declared.add_env(name.as_str(), text.place(at + name.start()..at + name.end()), EnvMentionKind::Config);
    }
}
