//! Bytes → text, in the encoding that the interpreter would take. Offsets everywhere else are into the decoded text.

mod cookie;
mod utf7;

use std::borrow::Cow;

use super::Language;
use cookie::Encoding;

/// A file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// Some bytes are no text in the file's encoding; each became U+FFFD.
    pub is_lossy: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEncoding {
    /// Python has many more codecs than are read here, and some of them change the code.
    #[error("its first lines ask for the encoding `{0}`, which is not read here")]
    Unknown(String),
}

impl<'a> Decoded<'a> {
    fn plain(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), is_lossy: false }
    }

    fn owned(text: String, is_lossy: bool) -> Self {
        Self { text: Cow::Owned(text), is_lossy }
    }
}

/// A byte order mark decides, then Python's `# -*- coding: … -*-`, else it is UTF-8. In Python a lone carriage return ends a
/// line, and thus a comment: it becomes `\n`, which every reader takes for a line's end.
pub fn decode(bytes: &[u8], language: Language) -> Result<Decoded<'_>, BadEncoding> {
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match language {
            Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Bash => utf8(bytes),
            Language::Python => python(bytes)?,
        },
    };
    Ok(match language {
        Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Bash => decoded,
        Language::Python => Decoded { text: with_line_ends(decoded.text), ..decoded },
    })
}

fn python(bytes: &[u8]) -> Result<Decoded<'_>, BadEncoding> {
    Ok(match cookie::find(bytes)? {
        Encoding::Utf8 => utf8(bytes),
        Encoding::Latin1 => single_bytes(bytes, |byte| Some(char::from(byte))),
        Encoding::Windows1252 => single_bytes(bytes, windows_1252),
        Encoding::Ascii => single_bytes(bytes, |byte| byte.is_ascii().then(|| char::from(byte))),
        // Without a mark Python takes the machine's own order.
        Encoding::Utf16Little => utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Big => utf16(bytes, u16::from_be_bytes),
        Encoding::Utf7 => {
            let (text, is_lossy) = utf7::decode(bytes);
            Decoded::owned(text, is_lossy)
        }
    })
}

fn utf8(bytes: &[u8]) -> Decoded<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded::plain(text),
        Err(_) => Decoded::owned(String::from_utf8_lossy(bytes).into_owned(), true),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'_> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut is_lossy = !rest.is_empty();
    let letters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let text = letters
        .map(|letter| {
            letter.unwrap_or_else(|_| {
                is_lossy = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    Decoded::owned(text, is_lossy)
}

fn single_bytes(bytes: &[u8], letter: impl Fn(u8) -> Option<char>) -> Decoded<'_> {
    // What is ASCII means the same in all of them.
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii()) {
        return Decoded::plain(text);
    }
    let mut is_lossy = false;
    let text = bytes.iter().map(|byte| {
        letter(*byte).unwrap_or_else(|| {
            is_lossy = true;
            char::REPLACEMENT_CHARACTER
        })
    });
    let text = text.collect();
    Decoded::owned(text, is_lossy)
}

fn windows_1252(byte: u8) -> Option<char> {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match byte {
        0x81 | 0x8D | 0x8F | 0x90 | 0x9D => None,
        0x80..=0x9F => FROM_80.chars().nth(usize::from(byte - 0x80)),
        _ => Some(char::from(byte)),
    }
}

fn with_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', bytes).any(is_lone) {
        return text;
    }
    let mut changed = String::with_capacity(text.len());
    let mut from = 0;
    for at in memchr::memchr_iter(b'\r', bytes).filter(|at| is_lone(*at)) {
        changed.push_str(&text[from..at]);
        changed.push('\n');
        from = at + 1;
    }
    changed.push_str(&text[from..]);
    Cow::Owned(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8], language: Language) -> (String, bool) {
        let decoded = decode(bytes, language).unwrap();
        (decoded.text.into_owned(), decoded.is_lossy)
    }

    fn python_text(bytes: &[u8]) -> String {
        text_of(bytes, Language::Python).0
    }

    #[test]
    fn plain_text_is_borrowed() {
        for bytes in ["größe\r\n".as_bytes(), b"\xEF\xBB\xBFx", b"# coding: ascii\nx", b""] {
            assert!(matches!(decode(bytes, Language::Python).unwrap().text, Cow::Borrowed(_)));
        }
    }

    #[test]
    fn byte_order_marks_decide() {
        assert_eq!(text_of(b"\xEF\xBB\xBFx", Language::JavaScript), ("x".to_owned(), false));
        assert_eq!(text_of(b"\xFF\xFEx\0\xE4\0", Language::TypeScript), ("xä".to_owned(), false));
        assert_eq!(text_of(b"\xFE\xFF\0x\xD8\x3D\xDE\0", Language::Python), ("x😀".to_owned(), false));
        assert_eq!(text_of(b"\xEF\xBB\xBF# coding: rot13\n", Language::Python).0, "# coding: rot13\n");
    }

    #[test]
    fn bytes_that_are_no_text_are_said() {
        assert_eq!(text_of(b"a\xFFb", Language::JavaScript), ("a\u{FFFD}b".to_owned(), true));
        assert_eq!(text_of(b"\xFF\xFEa\0b", Language::JavaScript), ("a".to_owned(), true));
        assert_eq!(text_of(b"\xFF\xFE\x00\xD8", Language::JavaScript), ("\u{FFFD}".to_owned(), true));
        assert_eq!(text_of(b"# coding: ascii\n\xE4", Language::Python), ("# coding: ascii\n\u{FFFD}".to_owned(), true));
    }

    #[test]
    fn pythons_cookie_is_followed() {
        assert_eq!(python_text(b"# -*- coding: latin-1 -*-\nx = '\xE4\x80'"), "# -*- coding: latin-1 -*-\nx = 'ä\u{80}'");
        assert_eq!(python_text(b"#!/bin/x\n# vim: set fileencoding=cp1252 :\n'\x80'"), "#!/bin/x\n# vim: set fileencoding=cp1252 :\n'€'");
        assert_eq!(python_text(b"#coding:utf-7\n+AGUAdgBhAGw-(x)"), "#coding:utf-7\neval(x)");
        assert_eq!(text_of(b"# coding: latin-1\n\xC3\xA4", Language::JavaScript).0, "# coding: latin-1\nä");
    }

    #[test]
    fn an_unknown_cookie_is_an_error() {
        let error = decode(b"# coding: unicode_escape\n", Language::Python).unwrap_err();
        assert_eq!(error.to_string(), "its first lines ask for the encoding `unicode_escape`, which is not read here");
    }

    #[test]
    fn a_lone_carriage_return_ends_a_python_comment() {
        assert_eq!(python_text(b"# a\rimport os\r\n# b\r\r\nc\r"), "# a\nimport os\r\n# b\n\r\nc\n");
        assert_eq!(text_of(b"// a\rb", Language::JavaScript).0, "// a\rb");
    }
}
