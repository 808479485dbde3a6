//! The encoding that a Python file asks for in its first two lines (PEP 263).

use super::BadEncoding;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Latin1,
    Windows1252,
    Ascii,
    Utf16Little,
    Utf16Big,
    Utf7,
}

pub(super) fn find(bytes: &[u8]) -> Result<Encoding, BadEncoding> {
    let mut lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let first = lines.next().unwrap_or_default();
    if let Some(name) = in_line(first) {
        return named(name);
    }
    // The second line counts only below a comment or an empty line; between `\r` and `\n` there is no line.
    let is_blank = |line: &[u8]| line.iter().copied().find(|byte| !is_space(*byte)).is_none_or(|byte| byte == b'#');
    let is_crlf = bytes.get(first.len()..first.len() + 2) == Some(b"\r\n");
    let second = if is_crlf { lines.nth(1) } else { lines.next() };
    match second.filter(|_| is_blank(first)).and_then(in_line) {
        Some(name) => named(name),
        None => Ok(Encoding::Utf8),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0C)
}

/// The name behind `coding:` or `coding=` in a comment: `^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)`.
fn in_line(line: &[u8]) -> Option<&str> {
    const WORD: &[u8] = b"coding";
    let start = line.iter().position(|byte| !is_space(*byte))?;
    let comment = line[start..].strip_prefix(b"#")?;
    memchr::memmem::find_iter(comment, WORD).find_map(|at| {
        let rest = &comment[at + WORD.len()..];
        let rest = rest.strip_prefix(b":").or_else(|| rest.strip_prefix(b"="))?;
        let from = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
        let rest = &rest[from..];
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let length = rest.iter().position(|byte| !is_name(byte)).unwrap_or(rest.len());
        std::str::from_utf8(&rest[..length]).ok().filter(|name| !name.is_empty())
    })
}

/// Python's own names and aliases, in any case, `-` and `_` alike.
fn named(name: &str) -> Result<Encoding, BadEncoding> {
    let plain: String = name.to_ascii_lowercase().replace(['-', '.'], "_");
    Ok(match plain.as_str() {
        "utf_8" | "utf8" | "u8" | "utf" | "utf_8_sig" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Encoding::Utf8,
        name if name.starts_with("utf_8_") => Encoding::Utf8,
        "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859" | "cp819" | "ibm819" => Encoding::Latin1,
        name if ["latin_1_", "iso_8859_1_", "iso_latin_1_"].iter().any(|start| name.starts_with(start)) => Encoding::Latin1,
        "iso_latin_1" => Encoding::Latin1,
        "cp1252" | "1252" | "windows_1252" => Encoding::Windows1252,
        "ascii" | "us_ascii" | "us" | "646" | "ansi_x3_4_1968" | "iso646_us" | "cp367" | "ibm367" => Encoding::Ascii,
        "utf_16" | "utf16" | "u16" | "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Encoding::Utf16Little,
        "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Encoding::Utf16Big,
        "utf_7" | "utf7" | "u7" | "unicode_1_1_utf_7" => Encoding::Utf7,
        _ => return Err(BadEncoding::Unknown(name.to_owned())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_stands_in_a_comment_of_the_first_two_lines() {
        let found = |text: &str| find(text.as_bytes()).unwrap();
        assert_eq!(found("# -*- coding: latin-1 -*-"), Encoding::Latin1);
        assert_eq!(found(" \t# encoding=UTF_16-LE"), Encoding::Utf16Little);
        assert_eq!(found("\n# coding: cp1252"), Encoding::Windows1252);
        assert_eq!(found("#!x\r\n# coding: us-ascii"), Encoding::Ascii);
        assert_eq!(found("#!x\r# coding: utf7"), Encoding::Utf7);
        assert_eq!(found("# coding x coding:latin1"), Encoding::Latin1);
        assert_eq!(found("# coding: ISO-8859-1-unix"), Encoding::Latin1);
    }

    #[test]
    fn elsewhere_it_means_nothing() {
        for text in ["x = 1 # coding: utf-7", "x = 1\n# coding: utf-7", "\n\n# coding: utf-7", "# coding", "# coding:", "# coding: é", ""]
        {
            assert_eq!(find(text.as_bytes()), Ok(Encoding::Utf8), "{text}");
        }
    }
}
