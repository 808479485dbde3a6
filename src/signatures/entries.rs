//! Functions that make tools, resources, prompts and request handlers known to those who may ask for them.

use serde::Deserialize;

use super::HashMap;
use super::callee::expand;
use super::calls::Runtime;
use super::entry::{Source, entry};
use super::error::SignatureError;

/// What a call makes known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Registers {
    Tool,
    /// A resource whose function is given the address.
    Resource,
    /// A resource whose function is given the parts of the address.
    Template,
    Prompt,
    /// A handler of requests; the request says which.
    Request,
    CallTool,
    ListTools,
    ListPrompts,
    ListResources,
    /// Resources whose addresses have open parts.
    ListTemplates,
    ReadResource,
    GetPrompt,
    Http,
    Remote,
}

/// How the arguments of such a call are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    Arguments,
    Object,
    Function,
    Request,
    Route,
    Option,
}

/// One way to register something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryPoint {
    pub id: String,
    pub runtime: Runtime,
    pub registers: Registers,
    pub form: Form,
    #[serde(default)]
    pub method: Vec<String>,
    /// Canonical names of functions.
    #[serde(default)]
    pub callee: Vec<String>,
    /// Schemas and wire names of requests.
    #[serde(default)]
    pub request: Vec<String>,
    /// Keys under which an object holds the function.
    #[serde(default)]
    pub handler: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(EntryPoint);

#[derive(Debug)]
pub(super) struct EntryPoints {
    entries: Vec<EntryPoint>,
    /// By [`Runtime`].
    methods: [HashMap<String, usize>; 3],
    callees: [HashMap<String, usize>; 3],
    requests: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    entry: Vec<EntryPoint>,
}

impl EntryPoints {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let entries = source.parse::<File>()?.entry;
        source.check(&entries)?;
        let mut methods = [HashMap::default(), HashMap::default(), HashMap::default()];
        let mut callees = [HashMap::default(), HashMap::default(), HashMap::default()];
        let mut requests = HashMap::default();
        for (at, entry) in entries.iter().enumerate() {
            let complain = |message: String| source.complain(&entry.id, 0, format!("`{}`: {message}", entry.id));
            let ways = [&entry.method, &entry.callee, &entry.request];
            if ways.iter().filter(|way| !way.is_empty()).count() != 1 {
                return Err(complain("an entry has either methods, callees or requests".to_owned()));
            }
            for pattern in &entry.callee {
                let names = expand(pattern).ok_or_else(|| complain(format!("`{pattern}` is no name")))?;
                for name in names {
                    if callees[entry.runtime as usize].insert(name.clone(), at).is_some() {
                        return Err(complain(format!("the callee `{name}` stands twice")));
                    }
                }
            }
            for method in &entry.method {
                if methods[entry.runtime as usize].insert(method.clone(), at).is_some() {
                    return Err(complain(format!("the method `{method}` stands twice")));
                }
            }
            for request in &entry.request {
                if requests.insert(request.clone(), at).is_some() {
                    return Err(complain(format!("the request `{request}` stands twice")));
                }
            }
        }
        Ok(Self { entries, methods, callees, requests })
    }

    pub fn method(&self, runtime: Runtime, name: &str) -> Option<&EntryPoint> {
        self.methods[runtime as usize].get(name).map(|at| &self.entries[*at])
    }

    pub fn callee(&self, runtime: Runtime, canonical: &str) -> Option<&EntryPoint> {
        self.callees[runtime as usize].get(canonical).map(|at| &self.entries[*at])
    }

    pub fn request(&self, name: &str) -> Option<&EntryPoint> {
        self.requests.get(name).map(|at| &self.entries[*at])
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[EntryPoint] {
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        EntryPoints::parse("entries.toml", text).err().map(|error| error.to_string()).unwrap_or_default()
    }

    const ENTRY: &str = "[[entry]]\nid = \"a\"\nruntime = \"python\"\nregisters = \"tool\"\nform = \"function\"\nmethod = [\"tool\"]\nwhy = \"w\"\nexample = \".tool\"\nclean = [\".t\"]\n";

    #[test]
    fn a_method_that_stands_twice_is_an_error() {
        assert_eq!(error(ENTRY), "");
        assert!(error(&format!("{ENTRY}{}", ENTRY.replace("\"a\"", "\"b\""))).contains("the method `tool` stands twice"));
    }

    #[test]
    fn an_entry_without_a_name_to_know_it_by_is_an_error() {
        assert!(error(&ENTRY.replace("method = [\"tool\"]\n", "")).contains("either methods, callees or requests"));
    }

    #[test]
    fn an_entry_is_known_in_one_way_only() {
        let both = ENTRY.replace("why =", "callee = [\"a.b\"]\nwhy =");
        assert!(error(&both).contains("either methods, callees or requests"));
    }
}
