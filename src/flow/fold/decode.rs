//! Encodings undone: base64, hexadecimal, rot13. Bounded by the length of what goes in.

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::text::{bytes_of, latin1};

fn lenient(alphabet: &base64::alphabet::Alphabet) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, config)
}

/// Bytes as Latin-1 text; both alphabets, padding or not, white space skipped.
pub fn base64(text: &str) -> Option<String> {
    let plain: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes =
        lenient(&base64::alphabet::STANDARD).decode(&plain).or_else(|_| lenient(&base64::alphabet::URL_SAFE).decode(&plain)).ok()?;
    Some(latin1(&bytes))
}

/// Bytes as Latin-1 text; white space between the pairs is skipped.
pub fn hex(text: &str) -> Option<String> {
    let plain: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    hex::decode(plain).ok().map(|bytes| latin1(&bytes))
}

pub fn rot13(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'a'..='z' => char::from((c as u8 - b'a' + 13) % 26 + b'a'),
            'A'..='Z' => char::from((c as u8 - b'A' + 13) % 26 + b'A'),
            c => c,
        })
        .collect()
}

/// `%41%2f` undone, as UTF-8 where it is that.
pub fn percent(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|error| latin1(error.as_bytes()))
}

/// Deflate in a zlib or gzip wrapping, or bare; bounded.
pub fn inflate(text: &str) -> Option<String> {
    use std::io::Read;
    const LIMIT: u64 = 1 << 20;
    let bytes = bytes_of(text);
    let mut out = Vec::new();
    let read = if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&bytes[..]).take(LIMIT).read_to_end(&mut out)
    } else {
        flate2::read::ZlibDecoder::new(&bytes[..]).take(LIMIT).read_to_end(&mut out)
    };
    read.ok()?;
    Some(latin1(&out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_undone() {
        assert_eq!(base64("Y3VybA==").as_deref(), Some("curl"));
        assert_eq!(base64("Y3VybA").as_deref(), Some("curl"));
        assert_eq!(hex("6375 726c").as_deref(), Some("curl"));
        assert_eq!(rot13("phey"), "curl");
        assert_eq!(percent("%63url%zz"), "curl%zz");
    }
}
