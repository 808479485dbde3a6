//! Python's own functions on constants, and the many ways to reach a module or an attribute.

use crate::flow::Flow;
use crate::flow::call::Arguments;
use crate::flow::value::Value;

use super::{decode, method, path, script, text};

/// A list that goes round and round is read so far.
const MAX_ROUNDS: usize = 1 << 14;

impl Flow<'_> {
    pub(super) fn fold_python(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        if let Some(value) = self.reach_python(name, arguments, depth) {
            return Some(value);
        }
        if let Some(value) = self.python_path(name, arguments, depth) {
            return Some(value);
        }
        if let Some(value) = self.python_decode(name, arguments, depth).or_else(|| self.python_list(name, arguments, depth)) {
            return Some(value);
        }
        let first = |flow: &mut Self| flow.positional(arguments, 0, depth);
        let value = match name {
            "len" => match first(self) {
                Value::Text(text) => Value::Number(text.chars().count() as f64),
                value => Value::Number(self.elements(&value, depth)?.len() as f64),
            },
            "chr" => method::number(&first(self)).map_or(Value::Unknown, text::from_code),
            "int" => match method::number(&self.positional(arguments, 1, depth)) {
                Some(radix) => script::parse_number(&first(self), radix),
                None => super::apply(name, &first(self)),
            },
            "ord" => super::apply(name, &first(self)),
            "str" => match first(self) {
                Value::Path(inner) => (*inner).clone(),
                value if value.has_text() || matches!(value, Value::Number(_)) => Value::concat([value]),
                value => value,
            },
            "bytes" | "bytearray" => match first(self) {
                value @ Value::Text(_) => value,
                value => method::bytes_text(&self.elements(&value, depth)?),
            },
            "str.join" => {
                let separator = first(self);
                let parts = self.positional(arguments, 1, depth);
                text::join(&self.elements(&parts, depth)?, separator.as_text()?)
            }
            "functools.partial" | "functools.wraps()" | "functools.lru_cache()" | "typing.cast" => {
                let position = usize::from(name == "typing.cast");
                self.positional(arguments, position, depth)
            }
            "os.getenv" | "os.environ.get" | "os.environ.setdefault" | "os.environ.pop" | "os.environ.__getitem__" => {
                let variable = first(self);
                let default = self.positional(arguments, 1, depth);
                let read = variable.alternatives().iter().map(|name| name.as_text().map_or(Value::Unknown, |name| Value::Env(name.into())));
                let read = Value::any(read.collect::<Vec<_>>());
                if default.is_unknown() { read } else { Value::any([read, default]) }
            }
            _ => return None,
        };
        Some(value)
    }

    /// Lists out of other lists.
    fn python_list(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let first = |flow: &mut Self| flow.positional(arguments, 0, depth);
        let value = match name {
            "reversed" => {
                let source = first(self);
                let mut items = self.elements(&source, depth)?;
                items.reverse();
                Value::List(items.into())
            }
            "list" | "tuple" | "sorted" | "iter" | "set" | "frozenset" => {
                let source = first(self);
                Value::List(self.elements(&source, depth)?.into())
            }
            "enumerate" => {
                let source = first(self);
                let items = self.elements(&source, depth)?;
                let numbered = items.into_iter().enumerate().map(|(at, item)| Value::List([Value::Number(at as f64), item].into()));
                Value::List(numbered.collect())
            }
            "zip" => {
                let lists = self.all_positional(arguments, depth)?;
                let lists = lists.iter().map(|list| self.elements(list, depth)).collect::<Option<Vec<_>>>()?;
                let length = lists.iter().map(Vec::len).min()?;
                Value::List((0..length).map(|at| Value::List(lists.iter().map(|list| list[at].clone()).collect())).collect())
            }
            "itertools.cycle" => {
                let source = first(self);
                let items = self.elements(&source, depth)?;
                Value::List(items.iter().cycle().take(if items.len() > 256 { items.len() } else { MAX_ROUNDS }).cloned().collect())
            }
            "random.choice" | "secrets.choice" => {
                let source = first(self);
                Value::any(self.elements(&source, depth)?)
            }
            "map" => {
                let callback = first(self);
                let source = self.positional(arguments, 1, depth);
                let items = self.elements(&source, depth)?;
                let mapped: Vec<Value> = items.into_iter().take(8192).map(|item| self.apply(&callback, item, depth + 1)).collect();
                Value::List(mapped.into())
            }
            _ => return None,
        };
        Some(value)
    }

    /// Text that stands there in another form.
    fn python_decode(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let first = |flow: &mut Self| flow.positional(arguments, 0, depth);
        let value = match name {
            "bytes.fromhex" | "bytearray.fromhex" | "binascii.unhexlify" | "binascii.a2b_hex" => decoded(&first(self), decode::hex),
            "base64.b64decode"
            | "base64.urlsafe_b64decode"
            | "base64.standard_b64decode"
            | "base64.decodebytes"
            | "binascii.a2b_base64" => decoded(&first(self), decode::base64),
            "base64.b16decode" => decoded(&first(self), decode::hex),
            "base64.b32decode" => decoded(&first(self), decode::base32),
            "base64.b85decode" => decoded(&first(self), decode::base85),
            "base64.a85decode" => decoded(&first(self), decode::ascii85),
            "str.maketrans" => Value::List([first(self), self.positional(arguments, 1, depth)].into()),
            "re.sub" => {
                let pattern = first(self);
                let with = self.positional(arguments, 1, depth);
                let text = self.positional(arguments, 2, depth);
                text::substitute(pattern.as_text()?, with.as_text()?, text.as_text()?)
            }
            "zlib.decompress" | "gzip.decompress" => decoded(&first(self), decode::inflate),
            "codecs.decode" => {
                let value = first(self);
                let encoding = self.positional(arguments, 1, depth);
                decoded_by(&value, encoding.as_text().unwrap_or("utf8"))
            }
            "urllib.parse.unquote" => decoded(&first(self), |text| Some(decode::percent(text))),
            "urllib.parse.urljoin" => {
                let base = first(self);
                let path = self.positional(arguments, 1, depth);
                match super::url::resolve(path, base) {
                    Value::Url(text) => (*text).clone(),
                    other => other,
                }
            }
            "urllib.parse.urlunparse" | "urllib.parse.urlunsplit" => {
                let parts = first(self);
                super::url::unsplit(&self.elements(&parts, depth)?)
            }
            _ => return None,
        };
        Some(value)
    }

    fn python_path(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        match name {
            "os.path.join" => Some(path::join(&self.all_positional(arguments, depth)?)),
            "pathlib.Path" | "pathlib.PurePath" | "pathlib.PosixPath" | "pathlib.PurePosixPath" | "pathlib.WindowsPath" => {
                Some(path::join(&self.all_positional(arguments, depth)?))
            }
            "pathlib.Path.home" => Some(Value::Path(Value::text("~").into())),
            // A folder of some package, by its name.
            "importlib.resources.files" | "importlib_resources.files" => Some(Value::Path(Value::Unknown.into())),
            "pathlib.Path.cwd" => Some(Value::Path(Value::text(".").into())),
            "os.path.expanduser" | "os.path.expandvars" => match self.positional(arguments, 0, depth) {
                Value::Path(inner) => Some(Value::Path(inner)),
                value => match value.as_text() {
                    Some(text) => Some(Value::text(&path::expand_home(text))),
                    None => Some(value),
                },
            },
            "os.path.abspath"
            | "os.path.realpath"
            | "os.path.normpath"
            | "os.fspath"
            | "shlex.quote"
            | "distutils.util.convert_path"
            | "setuptools.convert_path" => Some(self.positional(arguments, 0, depth)),
            _ => None,
        }
    }

    /// Every way to a module or an attribute that is not written `import` or with a dot.
    fn reach_python(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let unit = arguments.unit;
        match name {
            "__import__" | "importlib.import_module" | "importlib.__import__" | "importlib.util.find_spec" => {
                let specifier = self.positional(arguments, 0, depth);
                Some(self.import(unit, &specifier)).filter(|value| !value.is_unknown())
            }
            "getattr" => {
                let object = self.positional(arguments, 0, depth);
                let key = self.positional(arguments, 1, depth);
                let found = self.index(&object, &key, depth);
                Some(found).filter(|value| !value.is_unknown())
            }
            "vars" => Some(self.positional(arguments, 0, depth)).filter(|value| !value.is_unknown()),
            // The names of this module; what it does not define itself are the built-ins.
            "globals" | "locals" => Some(Value::Namespace(unit)),
            "dict" | "os.environ.copy" => {
                let value = self.positional(arguments, 0, depth);
                (name == "dict" && !value.is_unknown()).then_some(value)
            }
            _ => None,
        }
    }
}

/// What an encoding of `codecs` is undone to.
pub(in crate::flow) fn decoded_by(value: &Value, encoding: &str) -> Value {
    match encoding {
        "rot13" | "rot_13" | "rot-13" => decoded(value, |text| Some(decode::rot13(text))),
        "hex" | "hex_codec" => decoded(value, decode::hex),
        "base64" | "base64_codec" => decoded(value, decode::base64),
        "zlib" | "zlib_codec" | "zip" => decoded(value, decode::inflate),
        _ => decoded(value, |content| Some(text::decode_utf8(content))),
    }
}

fn decoded(value: &Value, decode: impl Fn(&str) -> Option<String>) -> Value {
    value.as_text().and_then(decode).map_or(Value::Unknown, |text| Value::text(&text))
}
