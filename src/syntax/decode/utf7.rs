//! UTF-7 (RFC 2152), which Python runs and people cannot read: `+AGUAdgBhAGw-` is `eval`.

/// The text, and whether some of it was no UTF-7.
pub(super) fn decode(bytes: &[u8]) -> (String, bool) {
    let mut text = String::with_capacity(bytes.len());
    let mut is_lossy = false;
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b'+' if after.first() == Some(&b'-') => {
                text.push('+');
                &after[1..]
            }
            b'+' => {
                let length = after.iter().position(|byte| digit(*byte).is_none()).unwrap_or(after.len());
                is_lossy |= shifted(&after[..length], &mut text);
                let after = &after[length..];
                after.strip_prefix(b"-").unwrap_or(after)
            }
            byte => {
                is_lossy |= !byte.is_ascii();
                text.push(if byte.is_ascii() { char::from(*byte) } else { char::REPLACEMENT_CHARACTER });
                after
            }
        };
    }
    (text, is_lossy)
}

fn digit(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// Adds base64 over UTF-16 units; true when some of it was no text.
fn shifted(digits: &[u8], text: &mut String) -> bool {
    let (mut bits, mut held) = (0_u32, 0);
    let units = digits.iter().filter_map(|byte| digit(*byte)).filter_map(|six| {
        bits = bits << 6 | six;
        held += 6;
        (held >= 16).then(|| {
            held -= 16;
            (bits >> held & 0xFFFF) as u16
        })
    });
    let mut is_lossy = digits.is_empty();
    for letter in char::decode_utf16(units) {
        is_lossy |= letter.is_err();
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    // Fewer than six bits may be left, and they are zero.
    is_lossy || held >= 6 || bits & ((1 << held) - 1) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifted_runs_are_utf_16() {
        assert_eq!(decode(b"a+AOQ-b+AOQ c+-d"), ("aäbä c+d".to_owned(), false));
        assert_eq!(decode(b"+2D3eAA-"), ("😀".to_owned(), false));
        assert_eq!(decode(b"+AGUAdgBhAGw(1)"), ("eval(1)".to_owned(), false));
    }

    #[test]
    fn what_is_no_utf_7_is_said() {
        assert_eq!(decode(b"+2D0-"), ("\u{FFFD}".to_owned(), true));
        assert!(decode(b"\xE4").1);
        assert!(decode(b"+A-").1);
        assert!(decode(b"+").1);
    }
}
