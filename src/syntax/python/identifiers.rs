//! Identifiers as Python compares them: `𝐞𝐯𝐚𝐥` and `ｅｖａｌ` are `eval`.

/// Undoes the letters of other styles that Unicode's compatibility normalisation (NFKC) takes for plain Latin ones, which is
/// what hides a name; other letters stay as they are.
pub(super) fn normalize(text: &str) -> String {
    text.chars().map(plain).collect()
}

fn plain(letter: char) -> char {
    let code = u32::from(letter);
    match code {
        // Mathematical alphanumeric symbols: thirteen alphabets of 52 letters, and the digits of five styles.
        0x1D400..=0x1D6A3 => latin((code - 0x1D400) % 52),
        0x1D7CE..=0x1D7FF => offset('0', (code - 0x1D7CE) % 10),
        // Full width.
        0xFF10..=0xFF19 | 0xFF21..=0xFF3A | 0xFF3F | 0xFF41..=0xFF5A => offset('!', code - 0xFF01),
        _ => LETTERS.iter().find(|(_, letters)| letters.contains(letter)).map_or(letter, |(plain, _)| *plain),
    }
}

fn latin(at: u32) -> char {
    if at < 26 { offset('A', at) } else { offset('a', at - 26) }
}

fn offset(from: char, by: u32) -> char {
    char::from_u32(u32::from(from) + by).unwrap_or(from)
}

/// Single letters of script, double-struck, black-letter, raised, lowered and Roman-numeral style.
const LETTERS: &[(char, &str)] = &[
    ('A', "ᴬ"),
    ('B', "ℬᴮ"),
    ('C', "ℂℭⅭ"),
    ('D', "ⅅⅮᴰ"),
    ('E', "ℰᴱ"),
    ('F', "ℱ"),
    ('G', "ᴳ"),
    ('H', "ℋℌℍᴴ"),
    ('I', "ℐℑⅠᴵ"),
    ('J', "ᴶ"),
    ('K', "\u{212A}ᴷ"),
    ('L', "ℒⅬᴸ"),
    ('M', "ℳⅯᴹ"),
    ('N', "ℕᴺ"),
    ('O', "ᴼ"),
    ('P', "ℙᴾ"),
    ('Q', "ℚ"),
    ('R', "ℛℜℝᴿ"),
    ('T', "ᵀ"),
    ('U', "ᵁ"),
    ('V', "ⅤⱽⅤ"),
    ('W', "ᵂ"),
    ('X', "Ⅹ"),
    ('Z', "ℤℨ"),
    ('a', "ªᵃₐ"),
    ('b', "ᵇ"),
    ('c', "ⅽᶜ"),
    ('d', "ⅆⅾᵈ"),
    ('e', "ℯⅇᵉₑ"),
    ('f', "ᶠ"),
    ('g', "ℊᵍ"),
    ('h', "ℎʰₕ"),
    ('i', "ℹⅈⅰᵢⁱ"),
    ('j', "ⅉʲⱼ"),
    ('k', "ᵏₖ"),
    ('l', "ℓⅼˡₗ"),
    ('m', "ⅿᵐₘ"),
    ('n', "ⁿₙ"),
    ('o', "ℴºᵒₒ"),
    ('p', "ᵖₚ"),
    ('r', "ʳᵣ"),
    ('s', "ſˢₛ"),
    ('t', "ᵗₜ"),
    ('u', "ᵘᵤ"),
    ('v', "ⅴᵛᵥ"),
    ('w', "ʷ"),
    ('x', "ⅹˣₓ"),
    ('y', "ʸ"),
    ('z', "ᶻ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styled_letters_are_the_plain_ones() {
        for hidden in ["𝐞𝐯𝐚𝐥", "ｅｖａｌ", "𝘦𝘷𝘢𝘭", "ℯ𝓋𝒶ℓ", "ᵉᵛᵃˡ", "𝚎𝚟𝚊𝚕", "ₑᵥₐₗ"]
        {
            assert_eq!(normalize(hidden), "eval");
        }
        assert_eq!(normalize("ｏｓ＿２𝟚𝟸"), "os_222");
    }

    #[test]
    fn other_letters_stay() {
        assert_eq!(normalize("größe_имя_名前"), "größe_имя_名前");
    }
}
