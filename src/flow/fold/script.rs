//! JavaScript's own functions on constants, and the many ways to reach a module.

use crate::flow::Flow;
use crate::flow::call::Arguments;
use crate::flow::value::Value;
use crate::syntax::ir::Expr;

use super::{decode, method, path, text, url};

/// Members of an object that are told one by one.
const MAX_MEMBERS: usize = 512;

impl Flow<'_> {
    pub(super) fn fold_script(&mut self, name: &str, arguments: Arguments<'_>, is_new: bool, depth: u32) -> Option<Value> {
        if let Some(value) = self.reach_script(name, arguments, depth) {
            return Some(value);
        }
        let first = |flow: &mut Self| flow.positional(arguments, 0, depth);
        let value = match name {
            "String.fromCharCode" | "String.fromCodePoint" => {
                let codes = self.all_positional(arguments, depth)?;
                Value::concat(codes.iter().map(|code| method::number(code).map_or(Value::Unknown, text::from_code)))
            }
            "String" => Value::concat([first(self)]),
            "String.raw" => first(self),
            "Number" | "parseInt" | "parseFloat" => {
                let value = first(self);
                let radix = method::number(&self.positional(arguments, 1, depth)).unwrap_or(10.0);
                parse_number(&value, radix)
            }
            "atob" => decoded(&first(self), decode::base64),
            "btoa" => {
                use base64::Engine;
                let value = first(self);
                let text = value.as_text()?;
                Value::text(&base64::engine::general_purpose::STANDARD.encode(text::bytes_of(text)))
            }
            "Buffer.from" | "buffer.Buffer.from" | "Buffer" => return self.buffer(arguments, depth),
            "Buffer.concat" | "Uint8Array.from" | "Uint8Array" | "Array.from" | "Array.of" => return self.list_of(name, arguments, depth),
            "TextDecoder().decode" => match first(self) {
                Value::Text(bytes) => Value::text(&text::decode_utf8(&bytes)),
                value => method::bytes_text(&self.elements(&value, depth)?),
            },
            "decodeURIComponent" | "decodeURI" | "unescape" | "querystring.unescape" => {
                decoded(&first(self), |text| Some(decode::percent(text)))
            }
            "encodeURI" => first(self),
            name if inflates(name) => decoded(&first(self), decode::inflate),
            "path.join" | "path.resolve" => path::join(&self.all_positional(arguments, depth)?),
            "path.normalize" | "url.fileURLToPath" | "untildify" | "expand-tilde" => first(self),
            "os.homedir" | "os.userInfo().homedir" => Value::Path(Value::text("~").into()),
            "URL" | "url.URL" if is_new => {
                let path = first(self);
                let base = self.positional(arguments, 1, depth);
                url::resolve(path, base)
            }
            "Object.freeze" | "Object.seal" | "structuredClone" | "Promise.resolve" => first(self),
            "Object.assign" => return self.of_object(name, arguments, depth),
            "Object.keys" | "Object.values" | "Object.entries" => {
                let object = first(self);
                let whole = self.of_object(name, arguments, depth);
                return whole.or_else(|| self.entries(&object, name.trim_start_matches("Object."), depth));
            }
            "Reflect.get" => {
                let object = first(self);
                let key = self.positional(arguments, 1, depth);
                self.index(&object, &key, depth)
            }
            "util.promisify" | "pify" | "util.callbackify" | "util.deprecate" | "Function.prototype.call.bind" => first(self),
            _ => return None,
        };
        Some(value)
    }

    /// Every way to bring a module in that is not written `require('x')` or `import`.
    fn reach_script(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        match name {
            "module.createRequire" | "createRequire" => Some(Value::Symbol(self.symbols.root("require"))),
            "require"
            | "__require"
            | "module.require"
            | "module.createRequire()"
            | "process.mainModule.require"
            | "require.main.require"
            | "process.getBuiltinModule"
            | "process.binding"
            | "module.constructor._load"
            | "Module._load"
            | "module._load"
            | "module.Module._load" => {
                let specifier = self.positional(arguments, 0, depth);
                let unit = arguments.unit;
                Some(self.import(unit, &specifier)).filter(|value| !value.is_unknown())
            }
            _ => None,
        }
    }

    fn buffer(&mut self, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let content = self.positional(arguments, 0, depth);
        let encoding = self.positional(arguments, 1, depth);
        let Value::Text(text) = &content else {
            return Some(method::bytes_text(&self.elements(&content, depth)?));
        };
        let decoded = match encoding.as_text().unwrap_or("utf8") {
            "base64" | "base64url" => decode::base64(text)?,
            "hex" => decode::hex(text)?,
            "latin1" | "binary" | "ascii" => text.to_string(),
            _ => text::latin1(text.as_bytes()),
        };
        Some(Value::text(&decoded))
    }

    fn list_of(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        if name == "Array.of" {
            return Some(Value::List(self.all_positional(arguments, depth)?.into()));
        }
        let source = self.positional(arguments, 0, depth);
        let items = self.elements(&source, depth)?;
        let callback = self.positional(arguments, 1, depth);
        if callback.is_unknown() {
            return Some(Value::List(items.into()));
        }
        let mapped: Vec<Value> = items.into_iter().take(8192).map(|item| self.apply(&callback, item, depth + 1)).collect();
        Some(Value::List(mapped.into()))
    }

    fn of_object(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let object = self.positional(arguments, 0, depth);
        if name != "Object.assign" {
            return Some(pairs_as(name, self.pairs(&object, depth)?));
        }
        Some(match object {
            object @ (Value::Object(_) | Value::Given(_)) => {
                let others = self.all_positional(arguments, depth).unwrap_or_default();
                Value::any(std::iter::once(object).chain(others))
            }
            other => other,
        })
    }

    /// The members of an object literal; none when some of them are not known.
    pub(in crate::flow) fn pairs(&mut self, value: &Value, depth: u32) -> Option<Vec<(Value, Value)>> {
        if let Value::Given(given) = value {
            return self.within(given, |flow| flow.pairs(&given.thing, depth));
        }
        let Value::Object(at) = value else { return None };
        let module = self.program.module(at.unit);
        let Expr::Object(list) = module.expr(at.id) else { return None };
        let members = module.list(list);
        if members.len() > MAX_MEMBERS {
            return None;
        }
        members
            .iter()
            .map(|member| match module.expr(*member) {
                Expr::Pair(key, value) => Some((self.eval(at.unit, key, depth + 1), self.eval(at.unit, value, depth + 1))),
                _ => None,
            })
            .collect()
    }
}

/// Keys, values, or both of the members of an object.
fn pairs_as(name: &str, pairs: Vec<(Value, Value)>) -> Value {
    let item = |(key, value)| match name {
        "Object.keys" => key,
        "Object.values" => value,
        _ => Value::List([key, value].into()),
    };
    Value::List(pairs.into_iter().map(item).collect())
}

fn inflates(name: &str) -> bool {
    matches!(name, "zlib.inflateSync" | "zlib.gunzipSync" | "zlib.unzipSync" | "zlib.inflateRawSync" | "pako.inflate" | "pako.ungzip")
}

fn decoded(value: &Value, decode: impl Fn(&str) -> Option<String>) -> Value {
    value.as_text().and_then(decode).map_or(Value::Unknown, |text| Value::text(&text))
}

pub(super) fn parse_number(value: &Value, radix: f64) -> Value {
    match value {
        Value::Number(number) => Value::Number(*number),
        Value::Text(text) if (2.0..=36.0).contains(&radix) => {
            let digits = text.trim().trim_start_matches("0x");
            let radix = if text.trim().starts_with("0x") { 16 } else { radix as u32 };
            i64::from_str_radix(digits, radix).map_or(Value::Unknown, |number| Value::Number(number as f64))
        }
        _ => Value::Unknown,
    }
}
