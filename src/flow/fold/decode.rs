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

/// Bytes as Latin-1 text; the alphabet of RFC 4648, upper or lower case.
pub fn base32(text: &str) -> Option<String> {
    let (mut bits, mut held, mut out) = (0_u32, 0_u32, String::new());
    for c in text.trim_end_matches('=').bytes() {
        let digit = match c.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        held = (held << 5 | u32::from(digit)) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(char::from((held >> bits) as u8));
        }
    }
    Some(out)
}

/// Bytes as Latin-1 text, four for each group of five digits; `b85decode`'s alphabet.
pub fn base85(text: &str) -> Option<String> {
    const DIGITS: &[u8; 85] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    let digits: Vec<u8> = text.bytes().map(|c| DIGITS.iter().position(|digit| *digit == c).map(|at| at as u8)).collect::<Option<_>>()?;
    of_base85(&digits)
}

fn of_base85(digits: &[u8]) -> Option<String> {
    let mut out = String::new();
    for group in digits.chunks(5) {
        // A short last group is filled up with the highest digit, and gives as many bytes fewer.
        let number = (0..5).fold(0_u64, |number, at| number * 85 + u64::from(group.get(at).copied().unwrap_or(84)));
        let bytes = u32::try_from(number).ok()?.to_be_bytes();
        out.extend(bytes.iter().take(group.len().saturating_sub(1)).map(|byte| char::from(*byte)));
    }
    Some(out)
}

/// Bytes as Latin-1 text; `a85decode`'s alphabet, with or without its brackets.
pub fn ascii85(text: &str) -> Option<String> {
    let inside = text.trim().trim_start_matches("<~").trim_end_matches("~>");
    let mut digits = Vec::new();
    for c in inside.bytes().filter(|c| !c.is_ascii_whitespace()) {
        match c {
            b'z' => digits.extend([0; 5]),
            b'!'..=b'u' => digits.push(c - b'!'),
            _ => return None,
        }
    }
    of_base85(&digits)
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
    let is_wrapped = |bytes: &[u8]| bytes.len() > 1 && bytes[0] & 15 == 8 && (u32::from(bytes[0]) << 8 | u32::from(bytes[1])) % 31 == 0;
    let read = if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&bytes[..]).take(LIMIT).read_to_end(&mut out)
    } else if !is_wrapped(&bytes) {
        flate2::read::DeflateDecoder::new(&bytes[..]).take(LIMIT).read_to_end(&mut out)
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
        assert_eq!(base32("MN2XE3A=").as_deref(), Some("curl"));
        assert_eq!(base85("V|8)").as_deref(), Some("cur"));
        assert_eq!(base85("V|8+D").as_deref(), Some("curl"));
        assert_eq!(ascii85("<~@s)g.$3~>").as_deref(), Some("curl\n"));
        assert_eq!(rot13("phey"), "curl");
        assert_eq!(percent("%63url%zz"), "curl%zz");
    }
}
