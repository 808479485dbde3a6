//! Slips of fingers: what a word becomes where one key is hit wrongly.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// A key beside the right one.
    Neighbour,
    /// Two characters in each other's place.
    Swapped,
    /// One left out.
    Left,
    /// One typed twice.
    Doubled,
    /// An `s` or a digit more or less at the end, or another digit: another word as a rule.
    Plural,
}

/// Rows of a keyboard, as they lie below each other.
const KEYS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The one slip that makes `known` into `own`. The first character is hit as it is meant: with another it is another word.
pub(super) fn slip(own: &str, known: &str) -> Option<Slip> {
    let (own, known) = (own.as_bytes(), known.as_bytes());
    if own == known || own.first() != known.first() || own.len().abs_diff(known.len()) > 1 {
        return None;
    }
    let same = own.iter().zip(known).take_while(|(own, known)| own == known).count();
    let (rest, meant) = (&own[same..], &known[same..]);
    match (rest, meant) {
        ([last], []) if is_ending(*last) && known.last() != Some(last) => Some(Slip::Plural),
        ([], [last]) if is_ending(*last) => Some(Slip::Plural),
        ([typed, behind @ ..], [meant, behind_it @ ..]) if own.len() == known.len() => {
            if behind == behind_it {
                return if typed.is_ascii_digit() || meant.is_ascii_digit() {
                    Some(Slip::Plural)
                } else {
                    is_neighbour(*typed, *meant).then_some(Slip::Neighbour)
                };
            }
            let is_swap = behind.first() == Some(meant) && behind_it.first() == Some(typed) && behind[1..] == behind_it[1..];
            is_swap.then_some(Slip::Swapped)
        }
        (rest, [_, meant @ ..]) if rest == meant => Some(Slip::Left),
        ([typed, rest @ ..], meant) if rest == meant && same > 0 && own[same - 1] == *typed => Some(Slip::Doubled),
        _ => None,
    }
}

/// The same, where the doubled character is looked for alone: `mccp`.
pub(super) fn is_doubled(own: &str, known: &str) -> bool {
    slip(own, known) == Some(Slip::Doubled)
}

fn is_ending(byte: u8) -> bool {
    byte == b's' || byte.is_ascii_digit()
}

fn is_neighbour(typed: u8, meant: u8) -> bool {
    let place = |byte: u8| {
        let found = KEYS.iter().enumerate().find_map(|(row, keys)| Some((row, keys.bytes().position(|key| key == byte)?)));
        found.map(|(row, column)| (row as i32, column as i32))
    };
    let (Some((row, column)), Some((other_row, other_column))) = (place(typed.to_ascii_lowercase()), place(meant.to_ascii_lowercase()))
    else {
        return false;
    };
    match other_row - row {
        0 => (other_column - column).abs() == 1,
        // Each row lies half a key further to the right.
        1 => matches!(other_column - column, -1 | 0),
        -1 => matches!(other_column - column, 0 | 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_key_is_told_from_another_word() {
        let cases = [
            ("sevrer", Some(Slip::Swapped)),
            ("servr", Some(Slip::Left)),
            ("serve", Some(Slip::Left)),
            ("serrver", Some(Slip::Doubled)),
            ("serverr", Some(Slip::Doubled)),
            ("setver", Some(Slip::Neighbour)),
            ("servers", Some(Slip::Plural)),
            ("server2", Some(Slip::Plural)),
            ("zerver", None),
            ("sesver", None),
            ("server", None),
            ("serviver", None),
            ("s", None),
            ("", None),
        ];
        for (word, wanted) in cases {
            assert_eq!(slip(word, "server"), wanted, "{word}");
        }
    }
}
