//! Mail addresses and addresses on chains, told from other texts.

/// Whom a line `Bcc: …` or `Cc: …` of a text names.
pub(super) fn copied_to(text: &str) -> Option<String> {
    let lines = text.split(['\n', '\r']).map(str::trim);
    let line = lines.filter(|line| line.len() < 400).find(|line| {
        let lower = line.to_ascii_lowercase();
        lower.starts_with("bcc:") || lower.starts_with("cc:")
    })?;
    mails(line.split_once(':')?.1).next().map(str::to_owned)
}

/// The mail addresses in a text.
pub(super) fn mails(text: &str) -> impl Iterator<Item = &str> {
    let text = if text.len() < 4096 { text } else { "" };
    text.split([',', ';', '<', '>', ' ', '"']).filter(|word| is_mail(word))
}

fn is_mail(word: &str) -> bool {
    let Some((name, domain)) = word.split_once('@') else { return false };
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte));
    is_word(name)
        && is_word(domain)
        && domain
            .rsplit_once('.')
            .is_some_and(|(host, top)| !host.is_empty() && top.len() > 1 && top.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// An address on a chain: hexadecimal of Ethereum's length, or the alphabet of Bitcoin and Solana with a mixture of its letters.
pub fn is_wallet(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        let kinds = digits.bytes().collect::<std::collections::BTreeSet<_>>().len();
        return digits.len() == 40 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && kinds > 6;
    }
    if let Some(rest) = text.strip_prefix("bc1") {
        return (38..=59).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    }
    let is_base58 = |byte: u8| byte.is_ascii_alphanumeric() && !b"0OIl".contains(&byte);
    let counts = |test: fn(&u8) -> bool| text.bytes().filter(test).count();
    (32..=44).contains(&text.len())
        && text.bytes().all(is_base58)
        && counts(u8::is_ascii_digit) > 2
        && counts(u8::is_ascii_uppercase) > 5
        && counts(u8::is_ascii_lowercase) > 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        assert!(is_mail("copy@acme.example"));
        assert!(!is_mail("@scope/name") && !is_mail("a@b") && !is_mail("x@1.2"));
        assert!(is_wallet("0x52908400098527886E0F7030069857D2E4169EE7"));
        assert!(!is_wallet("0x0000000000000000000000000000000000000000"));
        assert!(!is_wallet("da39a3ee5e6b4b0d3255bfef95601890afd80709"));
        assert!(!is_wallet("abcdefghijkmnopqrstuvwxyzabcdefghijk"));
    }

    #[test]
    fn a_line_of_a_message_names_who_gets_a_copy() {
        assert_eq!(copied_to("Subject: x\r\nBcc: Copy <copy@acme.example>\r\n").as_deref(), Some("copy@acme.example"));
        assert_eq!(copied_to("To: "), None);
        assert_eq!(copied_to("The Bcc: field"), None);
    }
}
