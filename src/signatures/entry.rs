//! What every entry of every signature file has, and the checks that hold for all of them.

use std::collections::HashSet;

use serde::de::DeserializeOwned;

use super::error::SignatureError;

pub(super) trait Entry {
    fn id(&self) -> &str;
    fn why(&self) -> &str;
    /// Must match.
    fn example(&self) -> &str;
    /// Must not match this entry.
    fn clean(&self) -> &[String];
}

macro_rules! entry {
    ($type:ty) => {
        impl super::entry::Entry for $type {
            fn id(&self) -> &str {
                &self.id
            }

            fn why(&self) -> &str {
                &self.why
            }

            fn example(&self) -> &str {
                &self.example
            }

            fn clean(&self) -> &[String] {
                &self.clean
            }
        }
    };
}
pub(super) use entry;

/// A signature file by name, for errors that say where.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Source<'_> {
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, SignatureError> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let before = self.text.get(..at).unwrap_or_default();
            self.invalid(1 + before.matches('\n').count(), error.message())
        })
    }

    /// Complains about the `nth` entry (from 0) with this id.
    pub fn complain(&self, id: &str, nth: usize, message: impl Into<String>) -> SignatureError {
        let quoted = format!("\"{id}\"");
        let says = |line: &str| line.trim_start().strip_prefix("id").is_some_and(|rest| rest.contains(&quoted));
        let line = self.text.lines().enumerate().filter(|(_, line)| says(line)).nth(nth);
        self.invalid(line.map_or(1, |(at, _)| at + 1), message)
    }

    fn invalid(&self, line: usize, message: impl Into<String>) -> SignatureError {
        SignatureError::Invalid { file: self.file.to_owned(), line, message: message.into() }
    }

    pub fn check<'e, E: Entry + 'e>(&self, entries: impl IntoIterator<Item = &'e E>) -> Result<(), SignatureError> {
        let mut seen = HashSet::new();
        for entry in entries {
            let id = entry.id();
            if !seen.insert(id) {
                return Err(self.complain(id, 1, format!("the id `{id}` is used twice")));
            }
            if let Some(problem) = problem(entry) {
                return Err(self.complain(id, 0, format!("`{id}`: {problem}")));
            }
        }
        Ok(())
    }
}

fn problem(entry: &impl Entry) -> Option<&'static str> {
    let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if entry.id().is_empty() || !entry.id().bytes().all(kebab) {
        return Some("an id is words of a-z and 0-9 with `-` between them");
    }
    if entry.why().trim().is_empty() {
        return Some("`why` is empty");
    }
    if entry.example().trim().is_empty() || entry.clean().is_empty() {
        return Some("an entry needs an `example` and `clean` cases");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::env::Variables;

    fn error(text: &str) -> String {
        Variables::parse("env.toml", text).err().map(|error| error.to_string()).unwrap_or_default()
    }

    const ENTRY: &str = "[[harmless]]\nid = \"a\"\nwhy = \"w\"\nexample = \"A\"\nclean = [\"B\"]\nnames = [\"A\"]\n";

    #[test]
    fn a_repeated_id_is_an_error_at_its_second_place() {
        assert_eq!(error(ENTRY), "");
        assert_eq!(error(&format!("{ENTRY}{ENTRY}")), "env.toml:8: the id `a` is used twice");
    }

    #[test]
    fn an_entry_without_reason_or_cases_is_an_error() {
        assert_eq!(error(&ENTRY.replace("\"w\"", "\" \"")), "env.toml:2: `a`: `why` is empty");
        assert!(error(&ENTRY.replace("[\"B\"]", "[]")).contains("needs an `example` and `clean` cases"));
        assert!(error(&ENTRY.replace("why = \"w\"\n", "")).contains("missing field `why`"));
        assert!(error(&ENTRY.replace("\"a\"", "\"A b\"")).contains("an id is words"));
    }
}
