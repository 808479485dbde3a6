//! Advisories in the format of OSV: records from text, whether one speaks of a version, and what all of them say of it together.

mod affects;
mod issues;
mod rating;
mod record;
#[cfg(test)]
mod sample;
mod version;

use std::collections::BTreeSet;

use thiserror::Error;

use crate::model::{Advisory, Registry};

pub use affects::affects;
pub use issues::issues;

/// What a file of records holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Advisories {
    /// Sorted, each once.
    pub known: Vec<Advisory>,
    /// Ids of records that were taken back.
    pub withdrawn: Vec<String>,
    /// Records that speak of no package of npm or PyPI.
    pub elsewhere: u32,
    /// Records of packages with names that no registry gives out, where those are passed over.
    pub misnamed: u32,
    /// The registries that each record so far speaks of; none before the first.
    shared: Option<BTreeSet<Registry>>,
    /// Those that any of them speaks of.
    spoken: BTreeSet<Registry>,
    passes_over: bool,
}

#[derive(Debug, Error, PartialEq, Eq)]
#[error(
    "{place} is no OSV record: {why}\nhint: a record is a JSON object with `id` and `affected`; a file holds one, a list of them, or one on each line"
)]
pub struct BadRecord {
    /// The file, and the record in it.
    pub place: String,
    pub why: String,
}

impl Advisories {
    /// For somebody else's archive of very many: one bad name in it is told, and stops nothing.
    pub fn of_archive() -> Self {
        Self { passes_over: true, ..Self::default() }
    }

    /// The registry that all records so far speak of, where it is one.
    pub fn ecosystem(&self) -> Option<Registry> {
        let mut shared = self.shared.iter().flatten();
        shared.next().copied().filter(|_| shared.next().is_none())
    }

    /// Whether a record so far speaks of packages of this registry.
    pub fn speaks_of(&self, registry: Registry) -> bool {
        self.spoken.contains(&registry)
    }

    /// What was read since the last time; the counts stay.
    pub fn take(&mut self) -> (Vec<Advisory>, Vec<String>) {
        (std::mem::take(&mut self.known), std::mem::take(&mut self.withdrawn))
    }

    /// Adds the records of a file: a record, a list of records, or one on each line.
    pub fn read(&mut self, file: &str, text: &str) -> Result<(), BadRecord> {
        let text = text.trim_start_matches('\u{feff}').trim();
        let bad = |place: String, why: String| BadRecord { place, why };
        if text.is_empty() {
            return Err(bad(file.to_owned(), "it is empty".to_owned()));
        }
        match serde_json::from_str::<serde_json::Value>(text) {
            Ok(serde_json::Value::Array(records)) => {
                for (at, record) in (1..).zip(records) {
                    self.add(record).map_err(|why| bad(format!("{file}, record {at}"), why))?;
                }
                Ok(())
            }
            Ok(record) => self.add(record).map_err(|why| bad(file.to_owned(), why)),
            Err(error) if text.lines().nth(1).is_none() => Err(bad(file.to_owned(), error.to_string())),
            Err(whole) => self.lines(file, text, &whole),
        }
    }

    fn lines(&mut self, file: &str, text: &str, whole: &serde_json::Error) -> Result<(), BadRecord> {
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let place = format!("{file}, line {number}");
            let record = serde_json::from_str(line).map_err(|error| {
                // A document of several lines, and not one on each.
                let is_one = number == 1;
                BadRecord {
                    place: if is_one { file.to_owned() } else { place.clone() },
                    why: if is_one { whole } else { &error }.to_string(),
                }
            })?;
            self.add(record).map_err(|why| BadRecord { place, why })?;
        }
        Ok(())
    }

    fn add(&mut self, record: serde_json::Value) -> Result<(), String> {
        match record::read(record)? {
            record::Read::Withdrawn(id) => self.withdrawn.push(id),
            record::Read::Known { misnamed: Some(why), .. } if !self.passes_over => return Err(why),
            record::Read::Known { found, misnamed } => {
                let about: BTreeSet<Registry> = found.iter().map(|advisory| advisory.registry).collect();
                self.spoken.extend(&about);
                self.misnamed += u32::from(misnamed.is_some());
                self.elsewhere += u32::from(found.is_empty() && misnamed.is_none());
                if misnamed.is_none() {
                    self.shared = Some(self.shared.take().map_or_else(|| about.clone(), |shared| &shared & &about));
                }
                self.known.extend(found);
            }
        }
        Ok(())
    }

    /// To be called once all files are read.
    pub fn finish(mut self) -> Self {
        self.known.sort();
        self.known.dedup();
        self.withdrawn.sort();
        self.withdrawn.dedup();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AdvisoryKind, Registry};

    const ONE: &str = r#"{"id": "MAL-2026-1", "summary": "s", "affected": [
        {"package": {"ecosystem": "npm", "name": "notes"}, "versions": ["1.0.0"]},
        {"package": {"ecosystem": "PyPI", "name": "My_Notes"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]},
        {"package": {"ecosystem": "Go", "name": "notes"}}]}"#;

    fn read(text: &str) -> Result<Advisories, String> {
        let mut all = Advisories::default();
        all.read("list.json", text).map_err(|error| error.to_string())?;
        Ok(all.finish())
    }

    #[test]
    fn one_record_speaks_of_several_packages() {
        let found = read(ONE).unwrap().known;
        let names: Vec<_> = found.iter().map(|one| (one.registry, one.name.to_string(), one.kind)).collect();
        let malicious = AdvisoryKind::Malicious;
        assert_eq!(names, [(Registry::Npm, "notes".to_owned(), malicious), (Registry::Pypi, "my-notes".to_owned(), malicious)]);
    }

    #[test]
    fn files_hold_one_record_a_list_or_one_on_each_line() {
        let line = ONE.replace('\n', " ");
        let other = line.replace("MAL-2026-1", "MAL-2026-2");
        for text in [format!("{line}\n\n{other}\n"), format!("[{line}, {other}]"), format!("\u{feff}{line}\r\n{other}")] {
            assert_eq!(read(&text).unwrap().known.len(), 4, "{text}");
        }
    }

    #[test]
    fn records_that_were_taken_back_or_are_about_others_say_nothing() {
        let back = read(r#"{"id": "MAL-1", "withdrawn": "2026-01-01T00:00:00Z", "affected": []}"#).unwrap();
        assert_eq!((back.known.len(), back.withdrawn, back.elsewhere), (0, vec!["MAL-1".to_owned()], 0));
        let other = read(r#"{"id": "MAL-1", "affected": [{"package": {"ecosystem": "Go", "name": "a"}}]}"#).unwrap();
        assert_eq!((other.known.len(), other.elsewhere), (0, 1));
    }

    #[test]
    fn an_error_names_the_file_and_the_record() {
        let starts = |text: &str| read(text).unwrap_err();
        assert!(starts("").starts_with("list.json is no OSV record: it is empty\nhint: "));
        assert!(starts("[1]").starts_with("list.json, record 1 is no OSV record: "));
        assert!(starts("{\"id\": 7}").contains("list.json is no OSV record: "));
        assert!(starts("{\n  \"id\": \"a\",\n").starts_with("list.json is no OSV record: "));
        let second = format!("{}\n{{\"id\": \"MAL-2\", \"affected\": 3}}", ONE.replace('\n', " "));
        assert!(starts(&second).starts_with("list.json, line 2 is no OSV record: MAL-2: "), "{}", starts(&second));
        assert!(starts("<html>").starts_with("list.json is no OSV record: "));
        assert!(
            starts(r#"{"id": "X-1", "affected": [{"package": {"ecosystem": "npm", "name": "../x"}}]}"#)
                .contains("`../x` is not a npm package name")
        );
    }

    #[test]
    fn an_archive_of_others_is_read_past_a_bad_name() {
        let mut all = Advisories::of_archive();
        let bad = r#"{"id": "X-1", "affected": [{"package": {"ecosystem": "npm", "name": "../x"}}, {"package": {"ecosystem": "npm", "name": "x"}}]}"#;
        all.read("a.json", bad).unwrap();
        assert_eq!((all.known.len(), all.misnamed, all.elsewhere), (1, 1, 0));
        assert_eq!(all.take().0.len(), 1);
        assert_eq!((all.take().0.len(), all.misnamed), (0, 1));
    }

    #[test]
    fn an_archive_is_about_the_registry_that_all_its_records_speak_of() {
        let only = r#"{"id": "X-1", "affected": [{"package": {"ecosystem": "npm", "name": "x"}}]}"#;
        let ecosystem = |texts: &[&str]| {
            let mut all = Advisories::of_archive();
            texts.iter().for_each(|text| all.read("a.json", text).unwrap());
            all.ecosystem()
        };
        assert_eq!(ecosystem(&[ONE, only]), Some(Registry::Npm));
        assert_eq!((ecosystem(&[]), ecosystem(&[ONE]), ecosystem(&[only, &only.replace("npm", "PyPI")])), (None, None, None));
    }
}
