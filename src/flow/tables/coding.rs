//! How the texts of a table are encoded, and the encodings undone.

use base64::Engine;
use base64::engine::general_purpose::NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose};

/// The alphabet that the decoder holds: small letters first.
pub(super) const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Plain,
    /// Base64 in [`ALPHABET`].
    Base64,
    /// The same around RC4, with the key given to the decoder.
    Keyed,
}

impl Coding {
    pub fn undo(self, text: &str, key: Option<&str>) -> Option<String> {
        match self {
            Self::Plain => Some(text.to_owned()),
            Self::Base64 => unpacked(text),
            Self::Keyed => rc4(&unpacked(text)?, key?),
        }
    }
}

fn unpacked(text: &str) -> Option<String> {
    let alphabet = base64::alphabet::Alphabet::new(ALPHABET).ok()?;
    let config = NO_PAD.with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
    let bytes = GeneralPurpose::new(&alphabet, config).decode(text).ok()?;
    String::from_utf8(bytes).ok()
}

/// Letter by letter, each taken for its code.
fn rc4(text: &str, key: &str) -> Option<String> {
    let key: Vec<u32> = key.chars().map(u32::from).collect();
    if key.is_empty() {
        return None;
    }
    let mut state: Vec<u32> = (0..256).collect();
    let mut other = 0_usize;
    for at in 0..256 {
        other = (other + state[at] as usize + key[at % key.len()] as usize) % 256;
        state.swap(at, other);
    }
    let (mut at, mut other) = (0_usize, 0_usize);
    let letters = text.chars().map(|letter| {
        at = (at + 1) % 256;
        other = (other + state[at] as usize) % 256;
        state.swap(at, other);
        char::from_u32(u32::from(letter) ^ state[((state[at] + state[other]) % 256) as usize])
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_undone() {
        assert_eq!(Coding::Base64.undo("zxHLyW", None).as_deref(), Some("exec"));
        assert_eq!(Coding::Base64.undo("%", None), None);
        let hidden = rc4("child_process", "k$3!").unwrap();
        assert_ne!(hidden, "child_process");
        assert_eq!(rc4(&hidden, "k$3!").as_deref(), Some("child_process"));
        assert_eq!(Coding::Keyed.undo("zxHLyW", None), None);
    }
}
