//! Names that a text says are gone or not read: "removed `OLD_TOKEN`", "`FOO` is no longer used".

use std::sync::LazyLock;

use regex::Regex;

/// So many bytes on either side are looked at.
const REACH: usize = 96;

/// What stands right before the name, perhaps with other names between.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let verb = r"(?:remov(?:e[sd]?|ing|al of)|drop(?:s|ped|ping)?|delet(?:e[sd]?|ing)|(?:no longer|never|not|n't) (?:reads?|uses?|needs?|requires?|supports?|looks? at)|renam(?:e[sd]?|ing)|replac(?:e[sd]?|ing))";
    let filler = r"(?:support for|the|from|unused|obsolete|deprecated|legacy|old|env(?:ironment)?(?: var(?:iable)?s?)?|var(?:iable)?s?|settings?|options?)";
    let other = r"(?-i:[`*\x22']*[A-Z][A-Z0-9_]+[`*\x22']*)(?:\s*,|\s*/|\s+and|\s+or)+";
    Regex::new(&format!(r"(?i-u)\b{verb}:?\s+(?:{filler}\s+)*(?:{other}\s*)*[`*\x22'\s]*$")).expect("a constant pattern")
});

/// What stands right behind it.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    let filler = r"(?:(?:env(?:ironment)?|var(?:iable)?|setting|option|was|were|is|are|has|have|had|been|now)\s+)*";
    let verb = r"(?:removed|dropped|deleted|gone|no longer\b|not (?:used|read|needed|supported) any ?more|never (?:used|read))";
    Regex::new(&format!(r"(?i-u)^[`*\x22']*\s+{filler}{verb}")).expect("a constant pattern")
});

/// Whether the text around `start..end` says so.
pub fn is_denied(body: &str, start: usize, end: usize) -> bool {
    let before = &body[body.floor_char_boundary(start.saturating_sub(REACH))..start];
    let before = before.rsplit(['\n', ';']).next().unwrap_or(before);
    let after = &body[end..body.floor_char_boundary(end + REACH)];
    let after = after.split(['\n', ';']).next().unwrap_or(after);
    BEFORE.is_match(before) || AFTER.is_match(after)
}
