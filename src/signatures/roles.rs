//! Programs and libraries by the part that they play: who only looks at a file, who prints a token, who hands code to a browser.

use serde::Deserialize;

use super::entry::{Entry, Source, entry};
use super::error::SignatureError;
use super::{CHECKED, HashMap, Signatures, source};

/// Programs that look at a file or take it away, whatever is in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Handler {
    pub id: String,
    pub programs: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// A program that prints a token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenPrinter {
    pub id: String,
    pub programs: Vec<String>,
    /// Words in the names of the hosts that the token is for.
    pub hosts: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// A library that drives a browser.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Driver {
    pub id: String,
    pub modules: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// Methods that run the function they are given in a page of a browser.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageMethod {
    pub id: String,
    pub methods: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(Handler);
entry!(TokenPrinter);
entry!(Driver);
entry!(PageMethod);

/// The entries of one kind, by the names that stand in them.
#[derive(Debug)]
pub(super) struct ByName<E> {
    entries: Vec<E>,
    names: HashMap<String, usize>,
}

impl<E: Entry> ByName<E> {
    fn new(source: Source<'_>, entries: Vec<E>, names: impl Fn(&E) -> &[String]) -> Result<Self, SignatureError> {
        source.check(&entries)?;
        let mut by_name = HashMap::default();
        for (at, entry) in entries.iter().enumerate() {
            for name in names(entry) {
                if by_name.insert(name.clone(), at).is_some() {
                    return Err(source.complain(entry.id(), 0, format!("`{}`: `{name}` stands twice", entry.id())));
                }
            }
        }
        Ok(Self { entries, names: by_name })
    }

    pub fn get(&self, name: &str) -> Option<&E> {
        self.names.get(name).map(|at| &self.entries[*at])
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[E] {
        &self.entries
    }
}

#[derive(Debug)]
pub(super) struct Roles {
    pub handlers: ByName<Handler>,
    pub printers: ByName<TokenPrinter>,
    pub drivers: ByName<Driver>,
    pub pages: ByName<PageMethod>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    handler: Vec<Handler>,
    #[serde(default)]
    printer: Vec<TokenPrinter>,
    #[serde(default)]
    driver: Vec<Driver>,
    #[serde(default)]
    page: Vec<PageMethod>,
}

impl Roles {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { handler, printer, driver, page } = source.parse()?;
        Ok(Self {
            handlers: ByName::new(source, handler, |entry| &entry.programs)?,
            printers: ByName::new(source, printer, |entry| &entry.programs)?,
            drivers: ByName::new(source, driver, |entry| &entry.modules)?,
            pages: ByName::new(source, page, |entry| &entry.methods)?,
        })
    }
}

impl Signatures {
    pub(super) fn roles(&self) -> &Roles {
        self.roles.get_or_init(|| self.texts.parse(source::ROLES, Roles::parse).expect(CHECKED))
    }

    /// The program looks at the files that it is given, or takes them away, and runs nothing of them: `sha256sum`.
    pub fn only_handles(&self, program: &str) -> bool {
        self.roles().handlers.get(program).is_some()
    }

    /// For whom a program prints a token: `gh`.
    pub fn token_printer(&self, program: &str) -> Option<&TokenPrinter> {
        self.roles().printers.get(program)
    }

    /// The module drives a browser: `playwright`.
    pub fn drives_browser(&self, module: &str) -> bool {
        self.roles().drivers.get(module).is_some()
    }

    /// A method of this name hands a function to a page of a browser: `evaluate`.
    pub fn runs_in_page(&self, method: &str) -> bool {
        self.roles().pages.get(method).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_stands_twice_is_an_error() {
        let entry =
            |id: &str| format!("[[handler]]\nid = \"{id}\"\nprograms = [\"cat\"]\nwhy = \"w\"\nexample = \"cat\"\nclean = [\"sh\"]\n");
        assert!(Roles::parse("roles.toml", &entry("a")).is_ok());
        let error = Roles::parse("roles.toml", &(entry("a") + &entry("b"))).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("roles.toml:8: `b`: `cat` stands twice"));
    }
}
