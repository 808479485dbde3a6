//! JSON as manifests and documents have it: with offsets, and with comments, ellipses and missing commas forgiven.

use super::text::Text;
use crate::model::Location;

/// Deeper values are passed over; manifests have less than ten levels.
const DEPTH_MAX: usize = 64;
/// More values than any manifest has.
const VALUES_MAX: usize = 200_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Offset in the text at which the value begins.
    pub at: usize,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Bool(bool),
    /// As written; also any other bare word.
    Word(String),
    Text(String),
    List(Vec<Node>),
    /// In order, keys with their offset; a repeated key stays.
    Object(Vec<(usize, String, Node)>),
}

impl Node {
    /// Of repeated keys the last, as with every JSON reader in use.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.fields().iter().rev().find(|(_, name, _)| name == key).map(|(_, _, node)| node)
    }

    pub fn fields(&self) -> &[(usize, String, Node)] {
        match &self.value {
            Value::Object(fields) => fields,
            Value::Null | Value::Bool(_) | Value::Word(_) | Value::Text(_) | Value::List(_) => &[],
        }
    }

    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Null | Value::Bool(_) | Value::Word(_) | Value::Text(_) | Value::Object(_) => &[],
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Null | Value::Bool(_) | Value::Word(_) | Value::List(_) | Value::Object(_) => None,
        }
    }

    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    pub fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    pub fn place(&self, text: &Text) -> Location {
        text.place(self.at..self.at)
    }

    /// Calls `visit` with each value, its own key included (empty in a list and at the top).
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a Node)) {
        let mut pending: Vec<(&str, &Node)> = vec![("", self)];
        while let Some((key, node)) = pending.pop() {
            visit(key, node);
            pending.extend(node.items().iter().rev().map(|item| ("", item)));
            pending.extend(node.fields().iter().rev().map(|(_, key, value)| (key.as_str(), value)));
        }
    }
}

/// Never fails: text that is no JSON gives a word, a null or an empty object.
pub fn parse(text: &str) -> Node {
    let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, values: 0 };
    parser.value(0)
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    values: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn value(&mut self, depth: usize) -> Node {
        self.skip_blank();
        let at = self.at;
        self.values += 1;
        let value = match self.peek() {
            Some(b'{' | b'[') if depth >= DEPTH_MAX || self.values > VALUES_MAX => {
                self.skip_nested();
                Value::Null
            }
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"' | b'\'') => Value::Text(self.string()),
            Some(_) | None => self.word(),
        };
        Node { at, value }
    }

    fn object(&mut self, depth: usize) -> Value {
        self.at += 1;
        let mut fields = Vec::new();
        loop {
            self.skip_separators();
            let at = self.at;
            let key = match self.peek() {
                None => break,
                Some(b'}' | b']') => {
                    self.at += 1;
                    break;
                }
                Some(b'{' | b'[') => {
                    self.skip_nested();
                    continue;
                }
                Some(b'"' | b'\'') => self.string(),
                Some(_) => self.bare().to_owned(),
            };
            self.skip_blank();
            if self.peek() == Some(b':') {
                self.at += 1;
                let value = self.value(depth + 1);
                self.keep(&mut fields, (at, key, value));
            } else if self.at == at {
                self.at += 1;
            }
        }
        Value::Object(fields)
    }

    fn list(&mut self, depth: usize) -> Value {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_separators();
            match self.peek() {
                None => break,
                Some(b'}' | b']') => {
                    self.at += 1;
                    break;
                }
                Some(_) => {}
            }
            let before = self.at;
            let item = self.value(depth + 1);
            if self.at == before {
                self.at += 1;
            } else {
                self.keep(&mut items, item);
            }
        }
        Value::List(items)
    }

    fn keep<T>(&self, into: &mut Vec<T>, item: T) {
        if self.values <= VALUES_MAX {
            into.push(item);
        }
    }

    fn skip_separators(&mut self) {
        loop {
            self.skip_blank();
            if !matches!(self.peek(), Some(b',' | b';' | b':' | b'.')) {
                return;
            }
            self.at += 1;
        }
    }

    fn skip_blank(&mut self) {
        loop {
            match (self.peek(), self.bytes.get(self.at + 1)) {
                (Some(byte), _) if byte.is_ascii_whitespace() => self.at += 1,
                (Some(b'/'), Some(b'/')) => self.skip_to(b"\n"),
                (Some(b'/'), Some(b'*')) => self.skip_to(b"*/"),
                _ => return,
            }
        }
    }

    fn skip_to(&mut self, end: &[u8]) {
        let rest = &self.bytes[self.at..];
        self.at += memchr::memmem::find(rest, end).map_or(rest.len(), |found| found + end.len());
    }

    /// Passes over a bracketed value without keeping it, however deep.
    fn skip_nested(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' | b'\'' => {
                    self.string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    fn bare(&mut self) -> &str {
        let start = self.at;
        while self.peek().is_some_and(|byte| !byte.is_ascii_whitespace() && !b",;:{}[]\"'".contains(&byte)) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    fn word(&mut self) -> Value {
        match self.bare() {
            "" | "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            word => Value::Word(word.to_owned()),
        }
    }

    /// A string ends at its quote, or with its line: no JSON string goes further.
    fn string(&mut self) -> String {
        let quote = self.bytes[self.at];
        self.at += 1;
        let mut out = String::new();
        let mut plain = self.at;
        while let Some(byte) = self.peek() {
            if byte == quote || byte == b'\n' {
                break;
            }
            self.at += 1;
            if byte == b'\\' {
                out.push_str(&self.text[plain..self.at - 1]);
                self.escape(&mut out);
                plain = self.at;
            }
        }
        out.push_str(&self.text[plain..self.at]);
        self.at += usize::from(self.peek() == Some(quote));
        out
    }

    /// Behind a backslash.
    fn escape(&mut self, out: &mut String) {
        let Some(byte) = self.peek() else { return };
        if !byte.is_ascii() || byte == b'\n' {
            return;
        }
        self.at += 1;
        match byte {
            b'n' => out.push('\n'),
            b't' => out.push('\t'),
            b'r' => out.push('\r'),
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'u' => {
                let Some(first) = self.code_unit() else { return };
                let pair = [first, if self.bytes[self.at..].starts_with(b"\\u") { self.low_half() } else { 0 }];
                let units = if (0xD800..0xDC00).contains(&first) { &pair[..] } else { &pair[..1] };
                out.extend(char::decode_utf16(units.iter().copied()).take(1).map(|unit| unit.unwrap_or('\u{FFFD}')));
                if units.len() == 2 && (0xDC00..0xE000).contains(&pair[1]) {
                    self.at += 6;
                }
            }
            byte => out.push(char::from(byte)),
        }
    }

    /// The four digits at the place, consumed.
    fn code_unit(&mut self) -> Option<u16> {
        let unit = hex_unit(self.bytes.get(self.at..self.at + 4)?)?;
        self.at += 4;
        Some(unit)
    }

    /// The digits of the `\uXXXX` at the place, not consumed; 0 where there are none.
    fn low_half(&self) -> u16 {
        self.bytes.get(self.at + 2..self.at + 6).and_then(hex_unit).unwrap_or(0)
    }
}

fn hex_unit(digits: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u16::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_ellipses_and_missing_commas_are_forgiven() {
        let node =
            parse("{ // note\n \"a\": 1, ... 'b': [true, \"x\\u00e9\\ud83d\\ude00\" null,], /* c */ d: {\"e\": \"f\"}\n \"g\": \"h\" }");
        let keys: Vec<&str> = node.fields().iter().map(|(_, key, _)| key.as_str()).collect();
        assert_eq!(keys, ["a", "b", "d", "g"]);
        assert_eq!(node.get("b").unwrap().items()[1].text(), Some("xé😀"));
        assert_eq!(node.get("d").unwrap().text_of("e"), Some("f"));
    }

    #[test]
    fn the_last_of_repeated_keys_wins() {
        assert_eq!(parse(r#"{"a":"first","a":"last"}"#).text_of("a"), Some("last"));
    }

    #[test]
    fn every_strict_document_reads_as_serde_reads_it() {
        let source = r#"{"a":[1,-2.5e3,{"b":"\\\"\/\n"}],"":{},"c":[[],[null,true,false]],"d":"https://x.example/a,b"}"#;
        let ours = to_serde(&parse(source));
        assert_eq!(ours, serde_json::from_str::<serde_json::Value>(source).unwrap());
    }

    fn to_serde(node: &Node) -> serde_json::Value {
        match &node.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Word(word) => serde_json::from_str(word).unwrap(),
            Value::Text(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(to_serde).collect(),
            Value::Object(fields) => fields.iter().map(|(_, key, value)| (key.clone(), to_serde(value))).collect(),
        }
    }

    #[test]
    fn hostile_text_ends_and_stays_shallow() {
        for text in ["{".repeat(1_000_000), "[{".repeat(300_000), "\"\\".into(), "{\"a\"".into(), "}\"é\\é".into(), "[\\ud83d\\u".into()]
        {
            parse(&text);
        }
    }
}
