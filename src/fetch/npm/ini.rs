//! The dialect of `.npmrc`: `key = value` lines with `${VARIABLE}`, as npm's own reader takes them.

use crate::fetch::settings::Surroundings;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// `ca[]` keeps its brackets.
    pub key: String,
    pub value: String,
    /// From 1.
    pub line: usize,
}

/// Sections hold nothing that npm reads, so what follows one is left out. A key without `=` is `true`.
pub(super) fn entries(text: &str, surroundings: &Surroundings) -> Vec<Entry> {
    let lines = text.lines().enumerate().map(|(at, text)| (at + 1, text.trim()));
    let meaningful = lines.filter(|(_, text)| !text.is_empty() && !text.starts_with([';', '#']));
    meaningful
        .take_while(|(_, text)| !(text.starts_with('[') && text.ends_with(']')))
        .map(|(line, text)| entry(line, text, surroundings))
        .collect()
}

fn entry(line: usize, text: &str, surroundings: &Surroundings) -> Entry {
    let (key, value) = text.split_once('=').unwrap_or((text, "true"));
    Entry { key: expand(&unquote(key), surroundings), value: expand(&unquote(value), surroundings), line }
}

fn unquote(text: &str) -> String {
    let text = text.trim();
    let inside = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(inner) = inside('\'') {
        return serde_json::from_str(inner).unwrap_or_else(|_| inner.to_owned());
    }
    if inside('"').is_some() {
        return serde_json::from_str(text).unwrap_or_else(|_| text.to_owned());
    }
    up_to_comment(text)
}

/// An unescaped `;` or `#` begins a comment; `\;`, `\#` and `\\` stand for themselves, any other backslash stays.
fn up_to_comment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(next @ ('\\' | ';' | '#')) => out.push(next),
                Some(next) => out.extend(['\\', next]),
                None => out.push('\\'),
            },
            ';' | '#' => break,
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// `${NAME}` becomes the variable's value and stays as it is without one; `${NAME?}` becomes nothing then; `\${NAME}` is literal.
pub(super) fn expand(text: &str, surroundings: &Surroundings) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let before = &rest[..at];
        let Some((name, length)) = variable(&rest[at..]) else {
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let plain = before.trim_end_matches('\\');
        let escapes = before.len() - plain.len();
        out.push_str(plain);
        out.push_str(&"\\".repeat(escapes / 2));
        let whole = &rest[at..at + length];
        out.push_str(&if escapes % 2 == 1 { whole.to_owned() } else { value_of(name, whole, surroundings) });
        rest = &rest[at + length..];
    }
    out + rest
}

/// The name, a `?` at its end included, and the length of the whole `${…}`.
fn variable(text: &str) -> Option<(&str, usize)> {
    let name = text.strip_prefix("${")?;
    let name = &name[..name.find('}')?];
    let plain = name.strip_suffix('?').unwrap_or(name);
    (!plain.is_empty() && !plain.contains(['$', '{', '?'])).then_some((name, name.len() + "${}".len()))
}

fn value_of(name: &str, whole: &str, surroundings: &Surroundings) -> String {
    let (name, fallback) = name.strip_suffix('?').map_or((name, whole), |name| (name, ""));
    surroundings.env.get(name).map_or(fallback, String::as_str).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surroundings() -> Surroundings {
        let env = [("TOKEN", "t0k"), ("EMPTY", "")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        Surroundings { env: env.into(), ..Surroundings::default() }
    }

    fn pairs(text: &str) -> Vec<(String, String)> {
        entries(text, &surroundings()).into_iter().map(|entry| (entry.key, entry.value)).collect()
    }

    fn value(text: &str) -> String {
        pairs(&format!("key={text}")).remove(0).1
    }

    #[test]
    fn keys_values_comments_and_quotes_read_as_npm_reads_them() {
        assert_eq!(value(" 12345 "), "12345");
        assert_eq!(value("a ; comment"), "a");
        assert_eq!(value(r"a\;b\#c"), "a;b#c");
        assert_eq!(value(r#""a;b\n""#), "a;b\n");
        assert_eq!(value("'a;b'"), "a;b");
        assert_eq!(value(r"C:\certs\ca.pem"), r"C:\certs\ca.pem");
        assert_eq!(value("=="), "==");
        assert_eq!(pairs("; no\n# no\n\nflag\r\n[section]\nlost=1"), [("flag".to_owned(), "true".to_owned())]);
    }

    #[test]
    fn variables_are_filled_in_where_they_are_set() {
        assert_eq!(value("${TOKEN}-x-${TOKEN}"), "t0k-x-t0k");
        assert_eq!(value("${ABSENT}"), "${ABSENT}");
        assert_eq!(value("a${ABSENT?}b"), "ab");
        assert_eq!(value("a${EMPTY}b"), "ab");
        assert_eq!(expand(r"\${TOKEN} \\${TOKEN}", &surroundings()), r"${TOKEN} \t0k");
        assert_eq!(value("${} ${a${TOKEN} ${TOKEN"), "${} ${at0k ${TOKEN");
        assert_eq!(pairs("//a.example/:${TOKEN}=1")[0].0, "//a.example/:t0k");
    }

    #[test]
    fn lines_are_counted_from_one() {
        let lines = |text: &str| entries(text, &surroundings()).into_iter().map(|entry| entry.line).collect::<Vec<_>>();
        assert_eq!(lines("a=1\n\nb=2\n"), [1, 3]);
        assert_eq!(lines("a=1\r\n\r\nb=2\r\n"), [1, 3]);
    }
}
