//! YAML as specifications and settings have it, read into the same nodes as JSON. An alias stands for nothing, so none can grow.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::json::{Node, Value};

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YamlLimits {
    /// Deeper values are passed over.
    pub depth: usize,
    /// Of a text with more values nothing is read.
    pub values: usize,
    /// Of a longer text nothing is read.
    pub bytes: usize,
}

/// Specifications have less than ten levels.
const SPECIFICATION: YamlLimits = YamlLimits { depth: 64, values: 50_000, bytes: 1 << 20 };

/// The first document; none where the text is no YAML, or more than any specification has.
pub(super) fn parse(text: &str) -> Option<Node> {
    within(text, &SPECIFICATION)
}

/// The first document; none where the text is no YAML, or too much.
pub fn within(text: &str, limits: &YamlLimits) -> Option<Node> {
    if text.len() > limits.bytes {
        return None;
    }
    let mut builder = Builder { offsets: Offsets::of(text), open: Vec::new(), values: 0, depth: limits.depth, root: None };
    for next in Parser::new_from_str(text) {
        let (event, span) = next.ok()?;
        let at = builder.offsets.at(span.start.index());
        match event {
            Event::SequenceStart(..) => builder.open(at, Value::List(Vec::new())),
            Event::MappingStart(..) => builder.open(at, Value::Object(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => builder.close(),
            Event::Scalar(written, style, ..) => builder.add(Node { at, value: scalar(&written, style) }),
            Event::Alias(_) => builder.add(Node { at, value: Value::Null }),
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
        if builder.values > limits.values {
            return None;
        }
    }
    builder.root
}

fn scalar(written: &str, style: ScalarStyle) -> Value {
    match (style, written) {
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
        (ScalarStyle::Plain, "true" | "True" | "TRUE") => Value::Bool(true),
        (ScalarStyle::Plain, "false" | "False" | "FALSE") => Value::Bool(false),
        (
            ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted | ScalarStyle::Literal | ScalarStyle::Folded,
            written,
        ) => Value::Text(written.to_owned()),
    }
}

struct Builder {
    offsets: Offsets,
    open: Vec<Open>,
    values: usize,
    depth: usize,
    root: Option<Node>,
}

/// A list or an object whose end has not come yet.
struct Open {
    node: Node,
    /// The key whose value comes next.
    key: Option<(usize, String)>,
}

impl Builder {
    fn open(&mut self, at: usize, value: Value) {
        self.open.push(Open { node: Node { at, value }, key: None });
    }

    fn close(&mut self) {
        let Some(Open { node, .. }) = self.open.pop() else { return };
        let is_too_deep = self.open.len() >= self.depth;
        self.add(if is_too_deep { Node { at: node.at, value: Value::Null } } else { node });
    }

    fn add(&mut self, node: Node) {
        self.values += 1;
        let Some(Open { node: parent, key }) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        match &mut parent.value {
            Value::List(items) => items.push(node),
            Value::Object(fields) => match key.take() {
                Some((at, name)) => fields.push((at, name, node)),
                // What is no text names no field.
                None => *key = Some((node.at, node.text().unwrap_or_default().to_owned())),
            },
            Value::Null | Value::Bool(_) | Value::Word(_) | Value::Text(_) => {}
        }
    }
}

/// From counted characters to bytes.
struct Offsets(Option<Vec<u32>>);

impl Offsets {
    fn of(text: &str) -> Self {
        let counted = || text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        Self((!text.is_ascii()).then(counted))
    }

    fn at(&self, character: usize) -> usize {
        match &self.0 {
            None => character,
            Some(offsets) => offsets[character.min(offsets.len() - 1)] as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_they_are_written() {
        let text = "# é\nname: \"x\"\nrun:\n  env:\n    A_B: '{{x}}'\n    C: ~\n  on: [true, 1.5, |\n";
        assert_eq!(parse(text), None, "what breaks off is no YAML");
        let text = "# é\nname: \"x\"\nrun:\n  env:\n    A_B: '{{x}}'\n    C: ~\n  on: [true, 1.5]\n  code: |-\n    one\n    two\n";
        let root = parse(text).unwrap();
        assert_eq!(root.text_of("name"), Some("x"));
        let run = root.get("run").unwrap();
        let env = run.get("env").unwrap().fields();
        assert_eq!((&text[env[0].0..env[0].0 + 3], env[0].2.text()), ("A_B", Some("{{x}}")));
        assert_eq!((env[1].1.as_str(), &env[1].2.value), ("C", &Value::Null));
        let on = run.get("on").unwrap().items();
        assert_eq!((&on[0].value, on[1].text()), (&Value::Bool(true), Some("1.5")));
        assert_eq!(run.text_of("code"), Some("one\ntwo"));
    }

    #[test]
    fn aliases_do_not_grow() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for at in 1..30 {
            let before = format!("*a{}, ", at - 1).repeat(9);
            text += &format!("a{at}: &a{at} [{}]\n", before.trim_end_matches(", "));
        }
        let root = parse(&text).unwrap();
        assert_eq!(root.get("a29").unwrap().items()[8].value, Value::Null);
    }

    #[test]
    fn hostile_text_ends_soon() {
        let long = 200_000;
        let texts = [
            "[".repeat(long),
            "{a: ".repeat(long),
            "- ".repeat(long),
            "? ".repeat(long),
            "a: ".repeat(long),
            "&a ".repeat(long),
            "!t ".repeat(long),
            "*a ".repeat(long),
            "a: b\n".repeat(long),
            "'".repeat(long),
            "\"\\".repeat(long),
            "%YAML 1.2\n".repeat(long / 10),
            "---\n".repeat(long),
            (0..900).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
            format!("{}: x", "k".repeat(long * 4)),
            "\u{0}\u{feff}\t".repeat(long),
        ];
        for text in texts {
            let started = std::time::Instant::now();
            parse(&text);
            let took = started.elapsed();
            assert!(took < std::time::Duration::from_secs(5), "{:?}… took {took:?}", text.chars().take(12).collect::<String>());
        }
    }
}
