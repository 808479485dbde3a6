//! JSON, JSON with comments, TOML and YAML, all read into one kind of value. Bounded in depth and number; a key that stands
//! twice is an error, since two readers could take two different ones.

use std::cell::Cell;
use std::fmt;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::error::BadLock;
use super::reading::{Reading, brief};
use crate::manifest::{Value, YamlLimits, yaml_within};

/// More than the largest lock files have.
const VALUES_MAX: usize = 2_000_000;
const YAML_LIMITS: YamlLimits = YamlLimits { depth: 64, values: VALUES_MAX, bytes: super::BYTES_MAX };

const HINT: &str = "the file may be cut short or hold marks of a merge: restore it, or let the tool write it anew";

/// A value of any of the four languages; numbers are texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Text(String),
    List(Vec<Node>),
    Table(IndexMap<String, Node>),
}

impl Node {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.table()?.get(key)
    }

    pub fn table(&self) -> Option<&IndexMap<String, Node>> {
        if let Self::Table(table) = self { Some(table) } else { None }
    }

    /// Of what is no table there are none.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.table().into_iter().flatten().map(|(key, node)| (key.as_str(), node))
    }

    /// The entries of a table in this one.
    pub fn entries_of(&self, key: &str) -> impl Iterator<Item = (&str, &Node)> {
        self.get(key).into_iter().flat_map(Node::entries)
    }

    /// Names and texts of a table in this one; what is no text is left out.
    pub fn texts_of(&self, key: &str) -> impl Iterator<Item = (&str, &str)> {
        self.entries_of(key).filter_map(|(key, node)| Some((key, node.text()?)))
    }

    pub fn items(&self) -> &[Node] {
        if let Self::List(items) = self { items } else { &[] }
    }

    pub fn items_of(&self, key: &str) -> &[Node] {
        self.get(key).map_or(&[], Node::items)
    }

    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    pub fn is_true(&self, key: &str) -> bool {
        self.get(key) == Some(&Self::Bool(true))
    }

    /// A list of texts, or one text alone.
    pub fn words_of(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Self::Text(word)) => vec![word.clone()],
            Some(Self::List(items)) => items.iter().filter_map(Node::text).map(str::to_owned).collect(),
            Some(Self::Null | Self::Bool(_) | Self::Table(_)) | None => Vec::new(),
        }
    }
}

pub(super) fn json(reading: &Reading, text: &str) -> Result<Node, BadLock> {
    let bad = |error: serde_json::Error| reading.bad(format!("it is no JSON: {}", brief(&error.to_string())), HINT);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let node = Counted(&Cell::new(0)).deserialize(&mut deserializer).map_err(bad)?;
    deserializer.end().map_err(bad)?;
    Ok(node)
}

/// With comments and commas before closing brackets.
pub(super) fn jsonc(reading: &Reading, text: &str) -> Result<Node, BadLock> {
    json(reading, &without_comments(text))
}

pub(super) fn toml(reading: &Reading, text: &str) -> Result<Node, BadLock> {
    let bad = |error: toml::de::Error| reading.bad(format!("it is no TOML: {}", brief(error.message())), HINT);
    let deserializer = toml::Deserializer::parse(text).map_err(bad)?;
    Counted(&Cell::new(0)).deserialize(deserializer).map_err(bad)
}

pub(super) fn yaml(reading: &Reading, text: &str) -> Result<Node, BadLock> {
    let node = yaml_within(text, &YAML_LIMITS).ok_or_else(|| reading.bad("it is no YAML, or too much of it", HINT))?;
    plain(reading, node.value, 0)
}

/// No deeper than [`YAML_LIMITS`] allows.
fn plain(reading: &Reading, value: Value, depth: usize) -> Result<Node, BadLock> {
    debug_assert!(depth <= YAML_LIMITS.depth + 1);
    Ok(match value {
        Value::Null => Node::Null,
        Value::Bool(value) => Node::Bool(value),
        Value::Word(text) | Value::Text(text) => Node::Text(text),
        Value::List(items) => Node::List(items.into_iter().map(|item| plain(reading, item.value, depth + 1)).collect::<Result<_, _>>()?),
        Value::Object(fields) => {
            let mut table = IndexMap::with_capacity(fields.len());
            for (_, key, node) in fields {
                let node = plain(reading, node.value, depth + 1)?;
                if table.contains_key(&key) {
                    return Err(reading.bad_entry(&key, "it stands there twice"));
                }
                table.insert(key, node);
            }
            Node::Table(table)
        }
    })
}

/// What is no JSON becomes spaces, so that places in messages stay right.
fn without_comments(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let (mut at, mut comma) = (0, None);
    while let Some(byte) = bytes.get(at) {
        let end = match (byte, bytes.get(at + 1)) {
            (b'"', _) => end_of_string(bytes, at),
            (b'/', Some(b'/')) => memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length),
            (b'/', Some(b'*')) => memchr::memmem::find(&bytes[at + 2..], b"*/").map_or(bytes.len(), |length| at + length + 4),
            _ => at + 1,
        };
        match byte {
            b'/' if end > at + 1 => out[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' '),
            b',' => comma = Some(at),
            b'}' | b']' => {
                if let Some(comma) = comma.take() {
                    out[comma] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at = end;
    }
    // Whole comments became spaces, so no character was cut.
    String::from_utf8(out).unwrap_or_default()
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Counts the values that were read so far.
#[derive(Clone, Copy)]
struct Counted<'c>(&'c Cell<usize>);

impl<'de> DeserializeSeed<'de> for Counted<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.0.set(self.0.get() + 1);
        if self.0.get() > VALUES_MAX {
            return Err(D::Error::custom("it holds more values than any lock file"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Counted<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut table = IndexMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let node = map.next_value_seed(self)?;
            if table.contains_key(&key) {
                return Err(A::Error::custom(format_args!("`{}` stands there twice", brief(&key))));
            }
            table.insert(key, node);
        }
        Ok(Node::Table(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> Reading<'static> {
        Reading::new("x.lock")
    }

    #[test]
    fn comments_and_last_commas_go_and_texts_stay() {
        let text = "{ // é, }\n \"a\": \"// , ] /* é\", /* , } */ \"b\": [1, 2, /* x */ ], \"c\": {\"d\": \"\\\",]\",},\n}";
        let node = jsonc(&reading(), text).unwrap();
        assert_eq!(node.text_of("a"), Some("// , ] /* é"));
        assert_eq!(node.words_of("b"), ["1", "2"]);
        assert_eq!(node.get("c").unwrap().text_of("d"), Some("\",]"));
        assert!(jsonc(&reading(), "[1,, 2]").is_err(), "only the last comma may be too much");
    }

    #[test]
    fn keys_that_stand_twice_are_errors_in_every_language() {
        let twice = "stands there twice";
        let json = json(&reading(), r#"{"a": {"b": 1, "b": 2}}"#).unwrap_err();
        assert!(json.what.contains("`b`") && json.what.contains(twice), "{json}");
        let yaml = yaml(&reading(), "a:\n  b: 1\n  b: 2\n").unwrap_err();
        assert!(yaml.what.contains("`b`") && yaml.what.contains(twice), "{yaml}");
        assert!(toml(&reading(), "b = 1\nb = 2\n").unwrap_err().what.contains("duplicate key"));
    }

    #[test]
    fn hostile_texts_are_errors_and_end_soon() {
        let long = 100_000;
        for text in
            ["[".repeat(long), "{\"a\":".repeat(long), "[[1],".repeat(long), "/*".repeat(long), "\"\\".repeat(long), ",".repeat(long)]
        {
            assert!(json(&reading(), &text).is_err());
            assert!(jsonc(&reading(), &text).is_err());
        }
        for text in ["a = [".repeat(long), "[a.".repeat(long), "a.".repeat(long), "a = \"\"\"".repeat(long), "a = {b = ".repeat(long)] {
            assert!(toml(&reading(), &text).is_err());
        }
        for text in ["{a: ".repeat(long), "- ".repeat(long), "\"\\".repeat(long)] {
            let _ = yaml(&reading(), &text);
        }
    }
}
