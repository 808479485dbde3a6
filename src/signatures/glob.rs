//! `*` stands for any run of characters, also for none, and `[*]` for a star; everything else for itself.

const STAR: &[u8] = b"[*]";

/// Time grows with the product of both lengths at worst, so callers bound them.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to go on when the rest does not fit: the last star, and what it has swallowed so far.
    let mut star = None;
    while t < text.len() {
        if text[t] == b'*' && pattern[p..].starts_with(STAR) {
            p += STAR.len();
            t += 1;
        } else if pattern.get(p) == Some(&b'*') {
            star = Some((p, t));
            p += 1;
        } else if pattern.get(p) == Some(&text[t]) {
            p += 1;
            t += 1;
        } else if let Some((star_p, star_t)) = star {
            star = Some((star_p, star_t + 1));
            p = star_p + 1;
            t = star_t + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_run() {
        assert!(matches("id_*", "id_rsa"));
        assert!(matches("*.pub", "id_rsa.pub"));
        assert!(matches("a*b*c", "axxbyybzc"));
        assert!(matches("*", ""));
        assert!(matches("a*", "a*"));
        assert!(matches("/tmp/[*]", "/tmp/*"));
        assert!(matches("*[*]", "/tmp/*"));
        assert!(!matches("/[*]", "/tmp"));
        assert!(!matches("[*]", "[*"));
        assert!(!matches("*.pub", "id_rsa.pub.bak"));
        assert!(!matches("a", "ab"));
        assert!(!matches("", "a"));
    }
}
