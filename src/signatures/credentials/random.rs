//! Whether a text looks as if nobody had made it up: placeholders are words, runs and repetitions.

/// What people write where a key belongs.
const WORDS: [&str; 22] = [
    "example",
    "xxxx",
    "your",
    "placeholder",
    "redacted",
    "dummy",
    "sample",
    "changeme",
    "change_me",
    "insert",
    "replace",
    "secret",
    "token",
    "apikey",
    "api_key",
    "test",
    "fake",
    "mock",
    "foobar",
    "deadbeef",
    "12345",
    "abcdef",
];
/// Bits for each character; letters and digits at random have more than four, hexadecimal ones more than three.
const BITS: f64 = 2.9;

pub(super) fn is_random(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    // A word of four letters is found by chance in long texts.
    let is_long = text.len() > 120;
    let is_word = WORDS.iter().any(|word| (!is_long || word.len() > 5) && lower.contains(word));
    !is_word && longest_run(text.as_bytes()) < 5 && entropy(text) > BITS && has_digit(text)
}

/// Keys of letters alone are rare, identifiers of letters alone are not.
fn has_digit(text: &str) -> bool {
    text.len() < 16 || text.bytes().any(|byte| byte.is_ascii_digit()) || mixes_cases(text)
}

fn mixes_cases(text: &str) -> bool {
    let changes = text.as_bytes().windows(2).filter(|pair| pair[0].is_ascii_lowercase() != pair[1].is_ascii_lowercase()).count();
    changes * 4 > text.len()
}

/// The longest stretch in which each character repeats the one before or follows it in the alphabet.
fn longest_run(text: &[u8]) -> usize {
    let (mut longest, mut same, mut rising) = (1, 1, 1);
    for pair in text.windows(2) {
        same = if pair[0] == pair[1] { same + 1 } else { 1 };
        rising = if pair[0].checked_add(1) == Some(pair[1]) { rising + 1 } else { 1 };
        longest = longest.max(same).max(rising);
    }
    longest
}

/// Bits for each character, by how often each is there.
pub(super) fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = text.len() as f64;
    let share = |count: u32| f64::from(count) / length;
    counts.iter().filter(|count| **count > 0).map(|count| -share(*count) * share(*count).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_not_random() {
        for text in [
            "xxxxxxxxxxxxxxxxxxxx",
            "your_api_key_goes_here",
            "0000000000000000",
            "abcdefghijklmnop",
            "AbCdAbCdAbCdAbCd",
            "1234567890qwerty",
        ] {
            assert!(!is_random(text), "{text}");
        }
        for text in ["q8Zk2LmW0vBx7RtY5sNd", "9f1c07be52d48a36"] {
            assert!(is_random(text), "{text}");
        }
    }
}
