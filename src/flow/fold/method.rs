//! Methods of texts, lists and paths, in both languages.

use crate::flow::Flow;
use crate::flow::call::Arguments;
use crate::flow::value::{MAX_TEXT, Value};
use crate::syntax::ir::Expr;

use super::{decode, path, text};

/// Sorted.
pub(super) const KNOWN: [&str; 51] = [
    "[::-1]",
    "absolute",
    "as_posix",
    "at",
    "charAt",
    "charCodeAt",
    "codePointAt",
    "concat",
    "decode",
    "encode",
    "expanduser",
    "format",
    "get",
    "indexOf",
    "items",
    "join",
    "joinpath",
    "keys",
    "lower",
    "lstrip",
    "map",
    "removeprefix",
    "removesuffix",
    "repeat",
    "replace",
    "replaceAll",
    "resolve",
    "reverse",
    "rstrip",
    "slice",
    "split",
    "strip",
    "subarray",
    "substr",
    "substring",
    "toJSON",
    "toLocaleLowerCase",
    "toLocaleUpperCase",
    "toLowerCase",
    "toReversed",
    "toString",
    "toUpperCase",
    "translate",
    "trim",
    "trimEnd",
    "trimStart",
    "upper",
    "valueOf",
    "values",
    "with_name",
    "with_suffix",
];

impl Flow<'_> {
    /// None when `object` is nothing whose methods are folded.
    pub(in crate::flow) fn fold_method(&mut self, object: &Value, method: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        match object {
            Value::Text(content) => {
                let given = self.all_positional(arguments, depth).unwrap_or_default();
                if method == "join" {
                    let parts = given.first()?;
                    if self.is_filled_later(parts) {
                        return Some(Value::Unknown);
                    }
                    return Some(text::join(&self.elements(parts, depth)?, content));
                }
                if method == "format" {
                    return Some(self.brace_format(content, arguments, depth));
                }
                // Only bytes have it: `Buffer.from(x, 'base64').map((byte) => byte ^ 7)`.
                if method == "map" {
                    let callback = given.into_iter().next()?;
                    let codes: Vec<Value> = content.chars().map(|c| Value::Number(f64::from(u32::from(c)))).collect();
                    let mapped = codes.into_iter().map(|code| self.apply(&callback, code, depth + 1));
                    let bytes: Option<Vec<Value>> = mapped.map(|byte| number(&byte).map(Value::Number)).collect();
                    return Some(bytes.map_or(Value::Unknown, |bytes| bytes_text(&bytes)));
                }
                if matches!(method, "replace" | "replaceAll")
                    && let Some(value) = self.replace_pattern(content, arguments, &given, depth)
                {
                    return Some(value);
                }
                Some(on_text(content, method, &given))
            }
            Value::Array(_) | Value::List(_) => self.on_list(object, method, arguments, depth),
            Value::Path(inner) => {
                let given = self.all_positional(arguments, depth).unwrap_or_default();
                Some(on_path(inner, method, given)).filter(|value| !value.is_unknown())
            }
            Value::Object(_) | Value::Given(_) if matches!(method, "items" | "values" | "keys") && arguments.list.is_empty() => {
                let pairs = self.pairs(object, depth)?.into_iter();
                Some(Value::List(match method {
                    "keys" => pairs.map(|(key, _)| key).collect(),
                    "values" => pairs.map(|(_, value)| value).collect(),
                    _ => pairs.map(|(key, value)| Value::List([key, value].into())).collect(),
                }))
            }
            Value::Url(inner) if matches!(method, "toString" | "toJSON") => Some((**inner).clone()),
            Value::Number(number) if method == "toString" => Some(Value::text(&crate::flow::value::number_text(*number))),
            // What trims or converts an unknown text leaves it what it was, as far as its parts are known.
            Value::Concat(_) | Value::Env(_) | Value::Parameter(..) | Value::Member(..) if is_transparent(method) => Some(object.clone()),
            Value::Object(_) => self.on_dictionary(object, method, arguments, depth),
            Value::Any(values) => {
                let results: Option<Vec<Value>> =
                    values.iter().map(|value| self.fold_method(value, method, arguments, depth + 1)).collect();
                results.map(Value::any)
            }
            _ => None,
        }
    }

    /// `text.replace(/#/g, '')`; flags are not known, so every match is meant.
    fn replace_pattern(&mut self, content: &str, arguments: Arguments<'_>, given: &[Value], depth: u32) -> Option<Value> {
        let module = self.program.module(arguments.unit);
        let Expr::Regex(pattern) = module.expr(*arguments.list.first()?) else { return None };
        let pattern = module.text(pattern);
        let value = match given.get(1)? {
            Value::Text(with) => text::substitute(pattern, with, content),
            callback @ Value::Function(_) => {
                let pieces = text::pieces(pattern, content)?;
                Value::concat(pieces.into_iter().map(|(piece, is_match)| {
                    let piece = Value::text(piece);
                    if is_match { self.apply(callback, piece, depth + 1) } else { piece }
                }))
            }
            _ => return None,
        };
        Some(value).filter(|value| !value.is_unknown())
    }

    /// A list that begins empty: nobody joins it for what it is then.
    fn is_filled_later(&self, list: &Value) -> bool {
        match list {
            Value::Array(at) => matches!(self.program.module(at.unit).expr(at.id), Expr::Array(items) if items.len == 0),
            Value::Given(given) => self.is_filled_later(&given.thing),
            _ => false,
        }
    }

    fn on_list(&mut self, object: &Value, method: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        if matches!(method, "get" | "format" | "encode" | "lower" | "upper") {
            return None;
        }
        if method == "join" && self.is_filled_later(object) {
            return Some(Value::Unknown);
        }
        let mut items = self.elements(object, depth)?;
        let given = self.all_positional(arguments, depth).unwrap_or_default();
        match method {
            "join" => Some(text::join(&items, given.first().map_or(Some(","), Value::as_text)?)),
            "reverse" | "toReversed" | "[::-1]" => {
                items.reverse();
                Some(Value::List(items.into()))
            }
            "concat" => {
                for value in &given {
                    match self.elements(value, depth) {
                        Some(more) if !matches!(value, Value::Text(_)) => items.extend(more),
                        _ => items.push(value.clone()),
                    }
                }
                Some(Value::List(items.into()))
            }
            "slice" | "subarray" => {
                let length = items.len() as f64;
                let bound = |at: f64| if at < 0.0 { (length + at).max(0.0) } else { at.min(length) } as usize;
                let start = given.first().and_then(number).map_or(0, bound);
                let end = given.get(1).and_then(number).map_or(items.len(), bound);
                Some(Value::List(items.get(start..end).unwrap_or_default().into()))
            }
            "map" => {
                let callback = given.into_iter().next()?;
                let mapped: Vec<Value> = items.into_iter().take(8192).map(|item| self.apply(&callback, item, depth + 1)).collect();
                Some(Value::List(mapped.into()))
            }
            "at" => Some(self.index(object, given.first()?, depth)),
            // Elements of an array of bytes, read as text.
            "toString" | "decode" => Some(bytes_text(&items)),
            _ => None,
        }
    }

    /// `"{}/{name}".format(a, name=b)`.
    fn brace_format(&mut self, template: &str, arguments: Arguments<'_>, depth: u32) -> Value {
        let mut parts = Vec::new();
        let mut rest = template;
        let mut next = 0;
        while let Some(open) = rest.find('{') {
            parts.push(Value::text(&rest[..open]));
            rest = &rest[open + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                parts.push(Value::text("{"));
                rest = after;
                continue;
            }
            let Some(close) = rest.find('}') else { break };
            let field = rest[..close].split([':', '!', '.', '[']).next().unwrap_or_default();
            let value = match field.parse::<usize>() {
                Ok(position) => self.positional(arguments, position, depth),
                Err(_) if field.is_empty() => {
                    next += 1;
                    self.positional(arguments, next - 1, depth)
                }
                Err(_) => match self.keyword(arguments, field) {
                    Some(argument) => self.eval(arguments.unit, argument, depth + 1),
                    None => Value::Unknown,
                },
            };
            parts.push(value);
            rest = &rest[close + 1..];
        }
        parts.push(Value::text(&rest.replace("}}", "}")));
        Value::concat(parts)
    }

    /// `"%s/%s" % (a, b)`.
    pub(in crate::flow) fn percent_format(&mut self, template: &Value, given: &Value, depth: u32) -> Value {
        let Some(template) = template.as_text() else { return Value::Unknown };
        let mut given = match given {
            Value::Array(_) | Value::List(_) => self.elements(given, depth).unwrap_or_default(),
            other => vec![other.clone()],
        }
        .into_iter();
        let mut parts = Vec::new();
        let mut rest = template;
        while let Some(at) = rest.find('%') {
            parts.push(Value::text(&rest[..at]));
            let spec = &rest[at + 1..];
            let length = spec.find(|c: char| c.is_ascii_alphabetic() || c == '%').map_or(spec.len(), |end| end + 1);
            parts.push(if spec[..length].ends_with('%') { Value::text("%") } else { given.next().unwrap_or(Value::Unknown) });
            rest = &spec[length..];
        }
        parts.push(Value::text(rest));
        Value::concat(parts)
    }
}

fn on_text(content: &str, method: &str, given: &[Value]) -> Value {
    let first = given.first();
    let text_at = |at: usize| given.get(at).and_then(Value::as_text);
    match method {
        "toString" | "valueOf" | "toJSON" if first.is_none() => Value::text(content),
        // `buffer.toString('hex')` and its like, on bytes kept as Latin-1.
        "toString" | "decode" => decode_as(content, text_at(0).unwrap_or("utf8")),
        "encode" => Value::text(content),
        "trim" | "strip" => Value::text(match text_at(0) {
            Some(set) => content.trim_matches(|c| set.contains(c)),
            None => content.trim(),
        }),
        "trimEnd" | "rstrip" => Value::text(match text_at(0) {
            Some(set) => content.trim_end_matches(|c| set.contains(c)),
            None => content.trim_end(),
        }),
        "trimStart" | "lstrip" => Value::text(match text_at(0) {
            Some(set) => content.trim_start_matches(|c| set.contains(c)),
            None => content.trim_start(),
        }),
        "toLowerCase" | "toLocaleLowerCase" | "lower" => Value::text(&content.to_lowercase()),
        "toUpperCase" | "toLocaleUpperCase" | "upper" => Value::text(&content.to_uppercase()),
        "[::-1]" => Value::text(&content.chars().rev().collect::<String>()),
        "removeprefix" => text_at(0).map_or(Value::Unknown, |prefix| Value::text(content.strip_prefix(prefix).unwrap_or(content))),
        "removesuffix" => text_at(0).map_or(Value::Unknown, |suffix| Value::text(content.strip_suffix(suffix).unwrap_or(content))),
        "indexOf" => text_at(0).map_or(Value::Unknown, |wanted| {
            Value::Number(content.find(wanted).map_or(-1.0, |at| content[..at].encode_utf16().count() as f64))
        }),
        "replace" | "replaceAll" => replace(content, given),
        "translate" => match first {
            Some(Value::List(table)) => match (table.first().and_then(Value::as_text), table.get(1).and_then(Value::as_text)) {
                (Some(from), Some(to)) => text::translate(content, from, to),
                _ => Value::Unknown,
            },
            _ => Value::Unknown,
        },
        "split" => split(content, first),
        "repeat" => first.and_then(number).map_or(Value::Unknown, |times| text::repeat(content, times)),
        "concat" => Value::concat(std::iter::once(Value::text(content)).chain(given.iter().cloned())),
        "slice" | "substring" => Value::text(&text::slice(content, first.and_then(number).unwrap_or(0.0), given.get(1).and_then(number))),
        "substr" => {
            let start = first.and_then(number).unwrap_or(0.0);
            Value::text(&text::slice(content, start, given.get(1).and_then(number).map(|length| start + length)))
        }
        "charAt" | "at" => {
            let at = first.and_then(number).unwrap_or(0.0);
            content.chars().nth(at.max(0.0) as usize).map_or(Value::Unknown, |c| Value::text(c.encode_utf8(&mut [0; 4])))
        }
        "charCodeAt" | "codePointAt" => {
            let at = first.and_then(number).unwrap_or(0.0);
            content.chars().nth(at.max(0.0) as usize).map_or(Value::Unknown, |c| Value::Number(f64::from(u32::from(c))))
        }
        _ => Value::Unknown,
    }
}

fn replace(content: &str, given: &[Value]) -> Value {
    match (given.first(), given.get(1)) {
        (Some(Value::Text(from)), Some(Value::Text(to))) if !from.is_empty() && content.len() + to.len() < MAX_TEXT => {
            let hits = content.matches(&**from).count();
            if hits.saturating_mul(to.len()) > MAX_TEXT { Value::Unknown } else { Value::text(&content.replace(&**from, to)) }
        }
        // A pattern: most trim an end or a slash, which changes nothing that matters here.
        _ => Value::text(content),
    }
}

fn split(content: &str, separator: Option<&Value>) -> Value {
    let parts: Vec<Value> = match separator {
        Some(Value::Text(separator)) if separator.is_empty() => {
            content.chars().take(1 << 16).map(|c| Value::text(c.encode_utf8(&mut [0; 4]))).collect()
        }
        Some(Value::Text(separator)) => content.split(&**separator).take(1 << 16).map(Value::text).collect(),
        None => content.split_whitespace().take(1 << 16).map(Value::text).collect(),
        Some(_) => return Value::Unknown,
    };
    Value::List(parts.into())
}

pub(in crate::flow) fn decode_as(content: &str, encoding: &str) -> Value {
    match encoding.to_ascii_lowercase().as_str() {
        "hex" => Value::text(&hex::encode(text::bytes_of(content))),
        "base64" => {
            use base64::Engine;
            Value::text(&base64::engine::general_purpose::STANDARD.encode(text::bytes_of(content)))
        }
        "rot13" | "rot_13" => Value::text(&decode::rot13(content)),
        "latin1" | "latin-1" | "binary" | "ascii" => Value::text(content),
        _ => Value::text(&text::decode_utf8(content)),
    }
}

fn on_path(inner: &Value, method: &str, given: Vec<Value>) -> Value {
    match method {
        "joinpath" => {
            let mut parts = vec![inner.clone()];
            parts.extend(given);
            path::join(&parts)
        }
        "expanduser" => Value::Path(Value::text(&path::expand_home(&inner.pattern())).into()),
        "resolve" | "absolute" => Value::Path(inner.clone().into()),
        "toString" | "as_posix" => inner.clone(),
        "with_name" | "with_suffix" => Value::Path(Value::Unknown.into()),
        _ => Value::Unknown,
    }
}

pub(super) fn bytes_text(items: &[Value]) -> Value {
    let bytes: Option<Vec<u8>> = items.iter().map(|item| number(item).filter(|n| (0.0..256.0).contains(n)).map(|n| n as u8)).collect();
    bytes.map_or(Value::Unknown, |bytes| Value::text(&text::latin1(&bytes)))
}

pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

fn is_transparent(method: &str) -> bool {
    matches!(
        method,
        "trim" | "trimEnd" | "trimStart" | "strip" | "rstrip" | "lstrip" | "toString" | "valueOf" | "replace" | "decode" | "encode"
    )
}
