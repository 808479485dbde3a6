//! Libraries whose clients know themselves whom to talk to, and the variables that keep such a client quiet.

use serde::Deserialize;

use super::HashMap;
use super::Signatures;
use super::callee::expand;
use super::calls::Runtime;
use super::entry::{Source, entry};
use super::error::SignatureError;
use super::glob::matches;

/// A library that brings a host along.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientSignature {
    pub id: String,
    /// Patterns of canonical names, as in `sinks/`; `.**` at the end stands for anything below.
    #[serde(default)]
    pub javascript: Vec<String>,
    #[serde(default)]
    pub python: Vec<String>,
    /// The host that is contacted unless an option names another; none where an option has to.
    pub host: Option<String>,
    /// Options and keywords that name another host.
    #[serde(default)]
    pub options: Vec<String>,
    /// Variables from which the library takes another host.
    #[serde(default)]
    pub settings: Vec<String>,
    /// Variables that a document names only where the library is meant to be used.
    #[serde(default)]
    pub variables: Vec<String>,
    /// What the service is called, in lower case: a document that says it speaks of its host.
    #[serde(default)]
    pub words: Vec<String>,
    /// It tells somebody how the program is used.
    #[serde(default)]
    pub telemetry: bool,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// Variables by which a user keeps telemetry off.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    pub id: String,
    /// With `*` for anything.
    pub patterns: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(ClientSignature);
entry!(Switch);

#[derive(Debug)]
pub(super) struct Clients {
    pub entries: Vec<ClientSignature>,
    pub switches: Vec<Switch>,
    /// By runtime and canonical name, or what stands before `.**`.
    names: [HashMap<String, usize>; 3],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    client: Vec<ClientSignature>,
    #[serde(default)]
    switch: Vec<Switch>,
}

impl Clients {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { client: entries, switch: switches } = source.parse()?;
        source.check(&entries)?;
        source.check(&switches)?;
        let mut names = [HashMap::default(), HashMap::default(), HashMap::default()];
        for (at, entry) in entries.iter().enumerate() {
            let complain = |message: String| source.complain(&entry.id, 0, format!("`{}`: {message}", entry.id));
            if entry.javascript.is_empty() && entry.python.is_empty() {
                return Err(complain("no name in either language".to_owned()));
            }
            if entry.host.is_none() && !entry.telemetry {
                return Err(complain("neither a host nor telemetry".to_owned()));
            }
            for (runtime, patterns) in [(Runtime::JavaScript, &entry.javascript), (Runtime::Python, &entry.python)] {
                for pattern in patterns {
                    let expanded = expand(pattern).ok_or_else(|| complain(format!("`{pattern}` is not a name, nor several in braces")))?;
                    for name in expanded {
                        if names[runtime as usize].insert(name.clone(), at).is_some() {
                            return Err(complain(format!("`{name}` stands twice in this file")));
                        }
                    }
                }
            }
        }
        Ok(Self { entries, switches, names })
    }

    pub fn client(&self, runtime: Runtime, canonical: &str) -> Option<&ClientSignature> {
        let names = &self.names[runtime as usize];
        let below = || canonical.match_indices('.').take(8).find_map(|(dot, _)| names.get(&format!("{}.**", &canonical[..dot])));
        names.get(canonical).or_else(below).map(|at| &self.entries[*at])
    }

    pub fn switch(&self, name: &str) -> Option<&Switch> {
        let name = name.to_ascii_uppercase();
        let fits = |pattern: &String| matches(pattern, &name);
        (name.len() <= 128).then(|| self.switches.iter().find(|switch| switch.patterns.iter().any(fits))).flatten()
    }
}

impl Signatures {
    /// The library whose client calling `canonical` makes, with the host that it talks to by itself: `openai.OpenAI`.
    pub fn client(&self, runtime: Runtime, canonical: &str) -> Option<&ClientSignature> {
        self.clients().client(runtime, canonical)
    }

    /// The library that brings this host along.
    pub fn client_with_host(&self, host: &str) -> Option<&ClientSignature> {
        self.clients().entries.iter().find(|client| client.host.as_deref() == Some(host))
    }

    /// What kind of switch a variable is by its name, if it stops telemetry: `DO_NOT_TRACK`.
    pub fn switch(&self, name: &str) -> Option<&Switch> {
        self.clients().switch(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_known_by_its_name_in_either_language() {
        let signatures = Signatures::builtin();
        let host = |runtime, name: &str| signatures.client(runtime, name).and_then(|client| client.host.as_deref());
        assert_eq!(host(Runtime::JavaScript, "openai.OpenAI"), Some("api.openai.com"));
        assert_eq!(host(Runtime::Python, "openai.AsyncOpenAI"), Some("api.openai.com"));
        assert_eq!(host(Runtime::Python, "stripe.Customer.create"), Some("api.stripe.com"));
        assert_eq!(host(Runtime::Python, "openai.OpenAIError"), None);
        assert_eq!(host(Runtime::Python, "acme.OpenAI"), None);
    }

    #[test]
    fn a_switch_says_that_it_turns_telemetry_off_or_on() {
        let signatures = Signatures::builtin();
        for name in ["DO_NOT_TRACK", "ACME_TELEMETRY", "ACME_TELEMETRY_DISABLED", "ACME_NO_TRACKING", "ACME_DISABLE_ANALYTICS"] {
            assert!(signatures.switch(name).is_some(), "{name}");
        }
        for name in ["ACME_TRACK_ID", "ACME_TOKEN", "ACME_ANALYTICS_KEY", "ACME_TELEMETRY_URL"] {
            assert!(signatures.switch(name).is_none(), "{name}");
        }
    }

    #[test]
    fn an_entry_brings_a_host_or_is_telemetry() {
        let text = "[[client]]\nid = \"a\"\npython = [\"a.A\"]\nwhy = \"w\"\nexample = \"py a.A\"\nclean = [\"py b\"]\n";
        let error = Clients::parse("clients.toml", text).err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(error, "clients.toml:2: `a`: neither a host nor telemetry");
    }
}
