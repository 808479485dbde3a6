//! Callee patterns: `{fs,fs-extra}.{readFile,readFileSync}` is four names.

/// More names than any entry needs; a pattern with more is a mistake.
const LIMIT: usize = 400;

/// Every name that a pattern stands for; none when its braces do not pair, nest, or give too many names.
pub(super) fn expand(pattern: &str) -> Option<Vec<String>> {
    if !pattern.contains(['{', '}']) {
        return is_name(pattern).then(|| vec![pattern.to_owned()]);
    }
    let mut names = vec![String::new()];
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}')?;
        let choices: Vec<&str> = rest[open + 1..close].split(',').map(str::trim).collect();
        if rest[..open].contains('}') || choices.iter().any(|choice| choice.contains('{')) || names.len() * choices.len() > LIMIT {
            return None;
        }
        let head = &rest[..open];
        names = names.iter().flat_map(|name| choices.iter().map(move |choice| format!("{name}{head}{choice}"))).collect();
        rest = &rest[close + 1..];
    }
    if rest.contains('}') {
        return None;
    }
    names.iter_mut().for_each(|name| name.push_str(rest));
    names.iter().all(|name| is_name(name)).then_some(names)
}

/// No parts left empty and no blanks: `a.b`, `@scope/pkg.C().m`.
fn is_name(name: &str) -> bool {
    let is_blank = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let mut before = b'.';
    let are_parts = name.bytes().all(|byte| {
        let is_part = !is_blank(byte) && (byte != b'.' || before != b'.');
        before = byte;
        is_part
    });
    are_parts && before != b'.' && (name.is_ascii() || !name.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_multiply() {
        assert_eq!(expand("eval").unwrap(), ["eval"]);
        assert_eq!(expand("{a,b}.{c, d}").unwrap(), ["a.c", "a.d", "b.c", "b.d"]);
        assert_eq!(expand("a.b{,Sync}").unwrap(), ["a.b", "a.bSync"]);
        assert_eq!(expand("a.{X,Y}().m").unwrap(), ["a.X().m", "a.Y().m"]);
    }

    #[test]
    fn broken_patterns_are_refused() {
        for pattern in ["", "a.", "a..b", "{a", "a}", "{a,{b}}", "}{", "a b", "a}{b}"] {
            assert_eq!(expand(pattern), None, "{pattern}");
        }
        assert_eq!(expand(&"{a,b,c,d}".repeat(8)), None);
    }
}
