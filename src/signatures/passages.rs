//! What becomes of a value on its way through a function of somebody else: kept, lost, made harmless, or checked.

use serde::Deserialize;

use super::HashMap;
use super::callee::expand;
use super::calls::{Argument, Runtime};
use super::entry::{Source, entry};
use super::error::SignatureError;
use super::kinds::Kinds;
use super::{CHECKED, Signatures, source};

/// What a call does with the value that it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// The result carries the value on, as it is or changed: `path.join`, `JSON.parse`.
    Carries,
    /// The result carries nothing of it: a length, a file's existence.
    Drops,
    /// The result is the value made harmless for `closes`: `path.basename`, `shlex.quote`, `parseInt`.
    Cleans,
    /// The value is harmless for `closes` where the result is true: `path.is_relative_to(base)`.
    PassesWhenTrue,
    /// The same where the result is false: `value.startswith("-")`.
    PassesWhenFalse,
    /// The call fails unless the value is harmless for `closes`: `path.relative_to(base)`.
    Raises,
    /// The result is the value in the one form that a check of its beginning can rely on: `path.resolve`, `os.path.realpath`.
    Normalizes,
}

/// One kind of passage.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    pub id: String,
    /// Patterns of canonical names, as for calls.
    #[serde(default)]
    pub callee: Vec<String>,
    /// Names of methods, whatever they are called on: `is_relative_to`.
    #[serde(default)]
    pub method: Vec<String>,
    pub does: Does,
    /// The value; every argument where it is left out.
    pub argument: Option<Argument>,
    #[serde(default)]
    pub closes: Kinds,
    /// Last words of those names whose result is the value in another form, so that a check of one is a check of the other: `dirname`.
    #[serde(default)]
    pub another_form: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

impl Passage {
    /// Whether what `name` gives back is the value itself in another form.
    pub fn is_another_form(&self, name: &str) -> bool {
        let last = name.rsplit('.').next().unwrap_or(name);
        self.another_form.iter().any(|form| form == last)
    }
}

entry!(Passage);

#[derive(Debug)]
pub(super) struct Passages {
    entries: Vec<Passage>,
    names: HashMap<String, usize>,
    methods: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    passage: Vec<Passage>,
}

impl Passages {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let entries = source.parse::<File>()?.passage;
        source.check(&entries)?;
        let (mut names, mut methods) = (HashMap::default(), HashMap::default());
        for (at, entry) in entries.iter().enumerate() {
            let complain = |message: String| source.complain(&entry.id, 0, format!("`{}`: {message}", entry.id));
            for pattern in &entry.callee {
                let expanded = expand(pattern).ok_or_else(|| complain(format!("`{pattern}` is not a name, nor several in braces")))?;
                if let Some(name) = expanded.into_iter().find_map(|name| names.insert(name.clone(), at).map(|_| name)) {
                    return Err(complain(format!("`{name}` stands twice")));
                }
            }
            for method in &entry.method {
                if methods.insert(method.clone(), at).is_some() {
                    return Err(complain(format!("the method `{method}` stands twice")));
                }
            }
        }
        Ok(Self { entries, names, methods })
    }

    pub fn call(&self, canonical: &str) -> Option<&Passage> {
        self.names.get(canonical).map(|at| &self.entries[*at])
    }

    pub fn method(&self, name: &str) -> Option<&Passage> {
        self.methods.get(name).map(|at| &self.entries[*at])
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[Passage] {
        &self.entries
    }
}

impl Signatures {
    /// What becomes of a value on its way through `canonical`: `path.resolve`, `shlex.quote`.
    pub fn passage(&self, runtime: Runtime, canonical: &str) -> Option<&Passage> {
        self.passages(runtime).call(canonical)
    }

    /// The same for a method of this name, whatever it is called on.
    pub fn passage_method(&self, runtime: Runtime, method: &str) -> Option<&Passage> {
        self.passages(runtime).method(method)
    }

    pub(super) fn passages(&self, runtime: Runtime) -> &Passages {
        // Nothing outside chooses what a script of the shell is given.
        let at = match runtime {
            Runtime::JavaScript | Runtime::Shell => 0,
            Runtime::Python => 1,
        };
        let file = source::PASSAGES[at];
        self.passages[at].get_or_init(|| self.texts.parse(file, Passages::parse).expect(CHECKED))
    }
}
