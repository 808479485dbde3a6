//! Small pieces on texts that several folds share.

use crate::flow::value::{MAX_TEXT, Value};

/// One character by its code; unknown for what is none.
pub fn from_code(number: f64) -> Value {
    char::from_u32(number as u32).map_or(Value::Unknown, |c| Value::text(c.encode_utf8(&mut [0; 4])))
}

pub fn repeat(text: &str, times: f64) -> Value {
    let times = times.max(0.0) as usize;
    if text.len().saturating_mul(times) > MAX_TEXT { Value::Unknown } else { Value::text(&text.repeat(times)) }
}

/// Joins parts with a separator; parts that are not constant stay as holes.
pub fn join(parts: &[Value], separator: &str) -> Value {
    let mut all = Vec::with_capacity(parts.len() * 2);
    for (at, part) in parts.iter().enumerate() {
        if at > 0 && !separator.is_empty() {
            all.push(Value::text(separator));
        }
        all.push(part.clone());
    }
    Value::concat(all)
}

/// Each match of a pattern replaced by a text that names no group; unknown where the pattern is not one of ours.
pub fn substitute(pattern: &str, with: &str, content: &str) -> Value {
    if pattern.len() > 256 || with.contains(['$', '\\']) || content.len().saturating_mul(with.len().max(1)) > MAX_TEXT {
        return Value::Unknown;
    }
    match regex::RegexBuilder::new(pattern).size_limit(1 << 18).build() {
        Ok(regex) => Value::text(&regex.replace_all(content, regex::NoExpand(with))),
        Err(_) => Value::Unknown,
    }
}

/// A text cut at the matches of a pattern, with whether each piece is one; none where there are too many.
pub fn pieces<'t>(pattern: &str, content: &'t str) -> Option<Vec<(&'t str, bool)>> {
    const MAX_PIECES: usize = 4_096;
    let regex = regex::RegexBuilder::new(pattern).size_limit(1 << 18).build().ok().filter(|_| pattern.len() <= 256)?;
    let (mut pieces, mut at) = (Vec::new(), 0);
    for found in regex.find_iter(content) {
        pieces.push((&content[at..found.start()], false));
        pieces.push((found.as_str(), true));
        at = found.end();
        if pieces.len() > MAX_PIECES {
            return None;
        }
    }
    pieces.push((&content[at..], false));
    Some(pieces)
}

/// `text.translate(str.maketrans(from, to))`.
pub fn translate(content: &str, from: &str, to: &str) -> Value {
    let to: Vec<char> = to.chars().collect();
    let swap = |c: char| from.chars().take(256).position(|known| known == c).and_then(|at| to.get(at).copied()).unwrap_or(c);
    Value::text(&content.chars().map(swap).collect::<String>())
}

/// Texts are kept as one value per character of the source language's own counting; Latin-1 text stands for bytes.
pub fn bytes_of(text: &str) -> Vec<u8> {
    if text.chars().all(|c| u32::from(c) < 256) { text.chars().map(|c| c as u8).collect() } else { text.as_bytes().to_vec() }
}

/// Bytes as Latin-1 text, one character a byte.
pub fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// Bytes kept as Latin-1, read as UTF-8 where they are that.
pub fn decode_utf8(text: &str) -> String {
    String::from_utf8(bytes_of(text)).unwrap_or_else(|_| text.to_owned())
}

/// `text[start:end]` with Python's and JavaScript's meaning of negative bounds.
pub fn slice(text: &str, start: f64, end: Option<f64>) -> String {
    let length = text.chars().count() as f64;
    let bound = |at: f64| if at < 0.0 { (length + at).max(0.0) } else { at.min(length) } as usize;
    let (start, end) = (bound(start), end.map_or(length as usize, bound));
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}
