//! What a credential of a format has inside.

use std::ops::Range;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use regex::bytes::Regex;
use serde_json::Value;

use super::random;
use crate::model::Severity;

/// Padding or none, and whatever the last bits are.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT);

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The last six characters are the CRC-32 of the others.
pub(super) fn checksum(text: &str) -> bool {
    let Some((body, sum)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) else { return false };
    let digit = |byte: u8| BASE62.iter().position(|known| *known == byte).map(|at| at as u64);
    let said = sum.bytes().try_fold(0_u64, |all, byte| Some(all * 62 + digit(byte)?));
    said == Some(u64::from(crc32(body.as_bytes())))
}

fn crc32(bytes: &[u8]) -> u32 {
    let step =
        |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 });
    !bytes.iter().fold(!0, step)
}

/// Random texts that fit the pattern and stand near, other than the range itself.
pub(super) fn beside<'t>(text: &'t [u8], range: &Range<usize>, nearby: usize, secret: &'t Regex) -> impl Iterator<Item = &'t str> {
    let before = range.start.saturating_sub(nearby)..range.start;
    let behind = range.end..text.len().min(range.end + nearby);
    [before, behind].into_iter().flat_map(move |around| {
        let window = &text[around];
        let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+' | b'_'));
        let alone = move |found: &Range<usize>| {
            !is_word(found.start.checked_sub(1).and_then(|at| window.get(at))) && !is_word(window.get(found.end))
        };
        let found = secret.find_iter(window).map(|found| found.range()).filter(alone);
        found
            .filter_map(move |range| std::str::from_utf8(&window[range]).ok())
            .filter(|text| random::is_random(text) && random::entropy(text) > 4.0)
    })
}

/// The first of the parts between dots is a number of 17 to 20 digits.
pub(super) fn numbered(text: &str) -> bool {
    let first = text.split('.').next().unwrap_or_default();
    let number = BASE64_URL.decode(first).unwrap_or_default();
    (17..=20).contains(&number.len()) && number.iter().all(u8::is_ascii_digit)
}

/// Bytes of the line that a private key begins with.
pub(super) fn header(text: &[u8]) -> usize {
    memchr::memmem::find(text, b"KEY-----").map_or(0, |at| at + b"KEY-----".len())
}

/// The body is a key, as long as its own first bytes say.
pub(super) fn private_key(text: &str) -> bool {
    let body = &text[header(text.as_bytes())..];
    let body = body.strip_suffix("-----END").unwrap_or(body).replace("\\n", "").replace("\\r", "");
    let code: String = body.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/')).collect();
    let Ok(bytes) = BASE64.decode(&code) else { return false };
    if bytes.starts_with(b"openssh-key-v1\0") {
        return bytes.len() > 150;
    }
    let claimed = match bytes.as_slice() {
        [0x30, 0x82, high, low, ..] => usize::from(*high) * 256 + usize::from(*low) + 4,
        [0x30, 0x81, length, ..] => usize::from(*length) + 3,
        [0x30, length, ..] if *length < 0x80 => usize::from(*length) + 2,
        _ => return false,
    };
    // A key that was shortened or blackened for a manual is none.
    bytes.len() >= claimed && bytes.len() <= claimed + 3 && random::entropy(&code) > 4.5
}

/// How much a signed token opens; none for one that is public by its role, or an example.
pub(super) fn signed_token(text: &str, severity: Severity) -> Option<Severity> {
    let mut parts = text.split('.').map(|part| BASE64_URL.decode(part).ok());
    let (header, payload, signature) = (parts.next()??, parts.next()??, parts.next()??);
    let header: Value = serde_json::from_slice(&header).ok()?;
    let payload: Value = serde_json::from_slice(&payload).ok()?;
    header.get("alg").and_then(Value::as_str).filter(|algorithm| *algorithm != "none")?;
    let said = |key: &str| payload.get(key).and_then(Value::as_str).unwrap_or_default();
    let is_example = said("sub").starts_with("12345") || said("name") == "John Doe" || said("iss").ends_with("-demo");
    if signature.len() < 32 || is_example {
        return None;
    }
    match said("role") {
        "anon" => None,
        "service_role" => Some(Severity::High),
        _ => Some(severity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_that_of_what_stands_before_it() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert!(checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"));
        assert!(!checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18"));
        assert!(!checksum("abc"));
    }
}
