//! What literals say: strings, numbers and identifiers with their escapes undone.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

/// Undoes the escapes of a string's or template's inside. What is no valid escape stands for itself.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\\' { escape(&mut rest, &mut text) } else { text.push(c) }
    }
    Cow::Owned(text)
}

/// Reads one escape behind its backslash.
fn escape(rest: &mut Peekable<Chars<'_>>, text: &mut String) {
    let Some(c) = rest.next() else { return };
    match c {
        'n' => text.push('\n'),
        't' => text.push('\t'),
        'r' => text.push('\r'),
        'b' => text.push('\u{8}'),
        'f' => text.push('\u{c}'),
        'v' => text.push('\u{b}'),
        '0'..='7' => text.push(octal(c, rest)),
        'x' => unit(digits(rest, 2), rest, text, 'x'),
        'u' => unit(unicode(rest), rest, text, 'u'),
        '\r' => drop(rest.next_if_eq(&'\n')),
        '\n' | '\u{2028}' | '\u{2029}' => {}
        other => text.push(other),
    }
}

/// Up to three octal digits, no more than `\377`.
fn octal(first: char, rest: &mut Peekable<Chars<'_>>) -> char {
    let mut value = first.to_digit(8).unwrap_or(0);
    for _ in 0..2 {
        let Some(digit) = rest.peek().and_then(|c| c.to_digit(8)).filter(|digit| value * 8 + digit < 256) else { break };
        rest.next();
        value = value * 8 + digit;
    }
    char::from(value as u8)
}

/// Exactly `count` hexadecimal digits.
fn digits(rest: &mut Peekable<Chars<'_>>, count: usize) -> Option<u32> {
    let mut ahead = rest.clone();
    let mut value = 0;
    for _ in 0..count {
        value = value * 16 + ahead.next()?.to_digit(16)?;
    }
    *rest = ahead;
    Some(value)
}

/// `XXXX` or `{X…}`.
fn unicode(rest: &mut Peekable<Chars<'_>>) -> Option<u32> {
    let mut ahead = rest.clone();
    if ahead.next() != Some('{') {
        return digits(rest, 4);
    }
    let mut value = 0_u32;
    loop {
        match ahead.next()? {
            '}' => break,
            digit => value = value.checked_mul(16)?.checked_add(digit.to_digit(16)?)?,
        }
    }
    *rest = ahead;
    Some(value)
}

/// Pushes a UTF-16 unit or code point; two halves of a pair become one, a lone half the replacement character.
fn unit(value: Option<u32>, rest: &mut Peekable<Chars<'_>>, text: &mut String, letter: char) {
    let Some(value) = value else { return text.push(letter) };
    if (0xd800..0xdc00).contains(&value) {
        let mut ahead = rest.clone();
        if ahead.next() == Some('\\')
            && ahead.next() == Some('u')
            && let Some(low @ 0xdc00..0xe000) = unicode(&mut ahead)
        {
            *rest = ahead;
            let point = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
            return text.extend(char::from_u32(point));
        }
    }
    text.push(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER));
}

/// The inside of a quoted string, whose closing quote may be missing.
pub(super) fn unquote(raw: &str) -> &str {
    let Some(quote @ ('"' | '\'' | '`' | '/')) = raw.chars().next() else { return raw };
    let inside = &raw[1..];
    inside.strip_suffix(quote).unwrap_or(inside)
}

/// Decimal, hexadecimal, octal, binary and big integers, with separators; what is none of these is not a number.
pub(super) fn number(raw: &str) -> f64 {
    if let Ok(small) = raw.parse::<u32>()
        && !(raw.len() > 1 && raw.starts_with('0'))
    {
        return f64::from(small);
    }
    let clean = raw.strip_suffix('n').unwrap_or(raw).replace('_', "");
    let radix = |digits: &str, radix| {
        digits.chars().try_fold(0.0, |value, c| Some(value * f64::from(radix) + f64::from(c.to_digit(radix)?))).unwrap_or(f64::NAN)
    };
    match clean.as_bytes() {
        [b'0', b'x' | b'X', ..] => radix(&clean[2..], 16),
        [b'0', b'o' | b'O', ..] => radix(&clean[2..], 8),
        [b'0', b'b' | b'B', ..] => radix(&clean[2..], 2),
        [b'0', rest @ ..] if !rest.is_empty() && rest.iter().all(|c| (b'0'..b'8').contains(c)) => radix(&clean, 8),
        _ => clean.parse().unwrap_or(f64::NAN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_escape_is_undone() {
        assert_eq!(unescape(r"\x65\u0076\u{61}l\n\t\r\b\f\v\0"), "eval\n\t\r\u{8}\u{c}\u{b}\0");
        assert_eq!(unescape(r"\145\1\477\400"), "e\u{1}'7 0");
        assert_eq!(unescape("a\\\nb\\\r\nc\\\u{2028}d"), "abcd");
        assert_eq!(unescape(r"\'\`\q\\"), "'`q\\");
        assert_eq!(unescape(r"\ud83d\ude00 \ud83d! \u{1f600}"), "😀 \u{fffd}! 😀");
    }

    #[test]
    fn broken_escapes_stand_for_themselves() {
        assert_eq!(unescape(r"\xg1 \u12 \u{zz} \u{ffffffffff}"), "xg1 u12 u{zz} u{ffffffffff}");
        assert_eq!(unescape("end\\"), "end");
    }

    #[test]
    fn every_way_to_write_a_number_is_read() {
        let written = ["0", "42", "0x1F", "0b101", "0o17", "017", "089", "1_000", "12n", "1e3", ".5", "0xffffffffffffn"];
        let read = [0.0, 42.0, 31.0, 5.0, 15.0, 15.0, 89.0, 1000.0, 12.0, 1000.0, 0.5, 281_474_976_710_655.0];
        assert_eq!(written.map(number), read);
    }

    #[test]
    fn a_string_may_lack_its_closing_quote() {
        assert_eq!(["'a'", "'a", "'", "", "\"a'"].map(unquote), ["a", "a", "", "", "a'"]);
    }
}
