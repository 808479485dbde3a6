//! Escape sequences of string literals.

/// Which sequences mean something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Escapes {
    /// All but raw strings.
    pub backslash: bool,
    /// `\u`, `\U` and `\N`: all but bytes.
    pub unicode: bool,
    /// `{{` and `}}`: f-strings.
    pub braces: bool,
}

/// The text that a literal's source stands for: escapes undone, line ends made `\n`.
pub(super) fn decode(raw: &str, escapes: Escapes) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        rest = match letter {
            '\\' if escapes.backslash => escape(after, escapes, &mut text),
            '{' | '}' if escapes.braces => {
                text.push(letter);
                after.strip_prefix(letter).unwrap_or(after)
            }
            '\r' => {
                text.push('\n');
                after.strip_prefix('\n').unwrap_or(after)
            }
            other => {
                text.push(other);
                after
            }
        };
    }
    text
}

/// Reads the sequence behind a backslash, gives what is left; an unknown one keeps its backslash.
fn escape<'a>(rest: &'a str, escapes: Escapes, text: &mut String) -> &'a str {
    let Some(letter) = rest.chars().next() else {
        text.push('\\');
        return rest;
    };
    let after = &rest[letter.len_utf8()..];
    let simple = match letter {
        '\n' => return after,
        '\r' => return after.strip_prefix('\n').unwrap_or(after),
        'x' => return digits(rest, after, 2, 16, text),
        'u' if escapes.unicode => return digits(rest, after, 4, 16, text),
        'U' if escapes.unicode => return digits(rest, after, 8, 16, text),
        'N' if escapes.unicode => return named(rest, after, text),
        '0'..='7' => {
            let count = rest.bytes().take(3).take_while(|digit| (b'0'..=b'7').contains(digit)).count();
            return digits(rest, rest, count, 8, text);
        }
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '\\' | '\'' | '"' => letter,
        _ => {
            text.push('\\');
            letter
        }
    };
    text.push(simple);
    after
}

/// Reads exactly `count` digits at the front of `number`; if they are not there, the backslash stands for itself before `rest`.
fn digits<'a>(rest: &'a str, number: &'a str, count: usize, radix: u32, text: &mut String) -> &'a str {
    let value = number.get(..count).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_alphanumeric()));
    match value.and_then(|digits| u32::from_str_radix(digits, radix).ok()) {
        Some(code) => {
            // A lone surrogate is a character to Python, but no text.
            text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            &number[count..]
        }
        None => {
            text.push('\\');
            rest
        }
    }
}

/// `\N{LATIN SMALL LETTER A}`: the names of ASCII characters, which are those that could hide a name.
fn named<'a>(rest: &'a str, after: &'a str, text: &mut String) -> &'a str {
    let Some((name, left)) = after.strip_prefix('{').and_then(|inside| inside.split_once('}')) else {
        text.push('\\');
        return rest;
    };
    text.push(character(&name.to_ascii_uppercase()).unwrap_or(char::REPLACEMENT_CHARACTER));
    left
}

fn character(name: &str) -> Option<char> {
    if let Some(letter) = name.strip_prefix("LATIN SMALL LETTER ") {
        return single(letter).map(|letter| letter.to_ascii_lowercase());
    }
    if let Some(letter) = name.strip_prefix("LATIN CAPITAL LETTER ") {
        return single(letter);
    }
    NAMES.iter().find(|(_, known)| *known == name).map(|(character, _)| *character)
}

fn single(letter: &str) -> Option<char> {
    let mut letters = letter.chars();
    letters.next().filter(|letter| letters.next().is_none() && letter.is_ascii_uppercase())
}

const NAMES: &[(char, &str)] = &[
    (' ', "SPACE"),
    ('!', "EXCLAMATION MARK"),
    ('"', "QUOTATION MARK"),
    ('#', "NUMBER SIGN"),
    ('$', "DOLLAR SIGN"),
    ('%', "PERCENT SIGN"),
    ('&', "AMPERSAND"),
    ('\'', "APOSTROPHE"),
    ('(', "LEFT PARENTHESIS"),
    (')', "RIGHT PARENTHESIS"),
    ('*', "ASTERISK"),
    ('+', "PLUS SIGN"),
    (',', "COMMA"),
    ('-', "HYPHEN-MINUS"),
    ('.', "FULL STOP"),
    ('/', "SOLIDUS"),
    ('0', "DIGIT ZERO"),
    ('1', "DIGIT ONE"),
    ('2', "DIGIT TWO"),
    ('3', "DIGIT THREE"),
    ('4', "DIGIT FOUR"),
    ('5', "DIGIT FIVE"),
    ('6', "DIGIT SIX"),
    ('7', "DIGIT SEVEN"),
    ('8', "DIGIT EIGHT"),
    ('9', "DIGIT NINE"),
    (':', "COLON"),
    (';', "SEMICOLON"),
    ('<', "LESS-THAN SIGN"),
    ('=', "EQUALS SIGN"),
    ('>', "GREATER-THAN SIGN"),
    ('?', "QUESTION MARK"),
    ('@', "COMMERCIAL AT"),
    ('[', "LEFT SQUARE BRACKET"),
    ('\\', "REVERSE SOLIDUS"),
    (']', "RIGHT SQUARE BRACKET"),
    ('^', "CIRCUMFLEX ACCENT"),
    ('_', "LOW LINE"),
    ('`', "GRAVE ACCENT"),
    ('{', "LEFT CURLY BRACKET"),
    ('|', "VERTICAL LINE"),
    ('}', "RIGHT CURLY BRACKET"),
    ('~', "TILDE"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const STR: Escapes = Escapes { backslash: true, unicode: true, braces: false };

    #[test]
    fn escapes_are_undone() {
        assert_eq!(decode(r"\x65\166\u0061\U0000006c\n\t\\\'", STR), "eval\n\t\\'");
        assert_eq!(decode("a\\\r\nb\\\nc\r\nd", STR), "abc\nd");
        assert_eq!(decode(r"\N{LATIN SMALL LETTER E}\N{full stop}\N{SNOWMAN}", STR), "e.\u{FFFD}");
        assert_eq!(decode(r"\0\08\777", STR), "\0\u{0}8\u{1ff}");
    }

    #[test]
    fn broken_escapes_stand_for_themselves() {
        assert_eq!(decode(r"\d\x4\u12\N{x", STR), r"\d\x4\u12\N{x");
        assert_eq!(decode("\\", STR), "\\");
        assert_eq!(decode(r"\x+1\xé", STR), r"\x+1\xé");
        assert_eq!(decode(r"\ud83d", STR), "\u{FFFD}");
    }

    #[test]
    fn bytes_know_no_unicode_escapes() {
        assert_eq!(decode(r"\xff\u0041", Escapes { unicode: false, ..STR }), "\u{ff}\\u0041");
    }

    #[test]
    fn doubled_braces_of_format_strings_are_single() {
        assert_eq!(decode("{{a}}", Escapes { braces: true, ..STR }), "{a}");
    }
}
