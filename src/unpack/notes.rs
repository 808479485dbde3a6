//! The anomalies seen so far: bounded, so that an archive cannot fill the memory with oddities.

use std::collections::BTreeMap;

use crate::model::{Anomaly, AnomalyKind};

/// So many of one kind are kept word for word; the rest is counted.
const KEPT_PER_KIND: u64 = 1000;
/// Names and details are cut here; no honest name is longer.
const TEXT_BYTES: usize = 1024;

#[derive(Debug, Default)]
pub(super) struct Notes {
    seen: Vec<Anomaly>,
    counts: BTreeMap<AnomalyKind, u64>,
}

impl Notes {
    pub fn add(&mut self, kind: AnomalyKind, name: &str, detail: impl AsRef<str>) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= KEPT_PER_KIND {
            self.seen.push(Anomaly { kind, name: cut(name).to_owned(), detail: cut(detail.as_ref()).to_owned() });
        }
    }

    /// About the archive as a whole.
    pub fn whole(&mut self, kind: AnomalyKind, detail: impl AsRef<str>) {
        self.add(kind, "", detail);
    }

    pub fn finish(mut self) -> Vec<Anomaly> {
        for (&kind, &count) in self.counts.iter().filter(|(_, count)| **count > KEPT_PER_KIND) {
            let detail = format!("{} more anomalies of this kind are not listed", count - KEPT_PER_KIND);
            self.seen.push(Anomaly { kind, name: String::new(), detail });
        }
        self.seen
    }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_one_kind_is_counted_instead_of_kept() {
        let mut notes = Notes::default();
        for number in 0..KEPT_PER_KIND + 5 {
            notes.add(AnomalyKind::Symlink, &number.to_string(), "links to x");
        }
        let seen = notes.finish();
        assert_eq!(seen.len() as u64, KEPT_PER_KIND + 1);
        assert_eq!(seen.last().unwrap().detail, "5 more anomalies of this kind are not listed");
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let mut notes = Notes::default();
        notes.add(AnomalyKind::OddName, &"é".repeat(2000), "");
        assert_eq!(notes.finish()[0].name, "é".repeat(TEXT_BYTES / 2));
    }
}
