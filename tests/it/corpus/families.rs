//! Which families of techniques the corpus covers, and how each is judged: recall and false alarms at a glance.

use std::collections::BTreeMap;

use mcpscan::model::Verdict;
use mcpscan::signatures::Signatures;
use serde::Deserialize;

use super::{Case, cases, report_on, root};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Families {
    family: Vec<Family>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    id: String,
    what: String,
    /// Where it exists.
    ecosystems: Vec<String>,
    /// Where the field has a name for it.
    reference: String,
}

fn families() -> Vec<Family> {
    let text = std::fs::read_to_string(root().join("families.toml")).unwrap();
    toml::from_str::<Families>(&text).unwrap().family
}

#[derive(Default)]
struct Row {
    malicious: u32,
    blocked: u32,
    reviewed: u32,
    benign: u32,
    passed: u32,
}

impl Row {
    fn add(&mut self, is_malicious: bool, verdict: Verdict) {
        if is_malicious {
            self.malicious += 1;
            self.blocked += u32::from(verdict == Verdict::Block);
            self.reviewed += u32::from(verdict == Verdict::Review);
        } else {
            self.benign += 1;
            self.passed += u32::from(verdict == Verdict::Pass);
        }
    }

    fn show(&self, name: &str) -> String {
        let Self { malicious, blocked, reviewed, benign, passed } = self;
        format!("{name:24} {malicious:>9} {blocked:>7} {reviewed:>6} {benign:>6} {passed:>4}\n")
    }
}

/// The malicious package with which a case makes a pair tells the families of both.
fn families_of<'c>(case: &'c Case, all: &'c [Case]) -> &'c [String] {
    let malicious = case.name.replacen("benign", "malicious", 1);
    all.iter().find(|other| other.name == malicious).map_or(&[], |other| &other.expected.families)
}

#[test]
fn every_family_is_judged_as_it_was() {
    let signatures = Signatures::builtin();
    let all = cases();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut total = Row::default();
    for case in &all {
        let verdict = report_on(case, &signatures).verdict;
        let is_malicious = case.name.starts_with("malicious/");
        total.add(is_malicious, verdict);
        for family in families_of(case, &all) {
            rows.entry(family.clone()).or_default().add(is_malicious, verdict);
        }
    }
    let mut table = format!("{:24} {:>9} {:>7} {:>6} {:>6} {:>4}\n", "family", "malicious", "blocked", "review", "benign", "pass");
    for family in families() {
        table += &rows.remove(&family.id).unwrap_or_default().show(&family.id);
    }
    table += &total.show("all");
    println!("{table}");
    assert!(rows.is_empty(), "not in families.toml: {:?}", rows.keys());
    insta::assert_snapshot!(table, @"");
}

#[test]
fn every_family_has_a_pair_wherever_it_exists() {
    let all = cases();
    for family in families() {
        assert!(!family.what.is_empty() && !family.reference.is_empty(), "{}", family.id);
        for ecosystem in &family.ecosystems {
            let has =
                |case: &&Case| case.name.starts_with(&format!("malicious/{ecosystem}/")) && case.expected.families.contains(&family.id);
            assert!(all.iter().any(|case| has(&case)), "{} has no package in {ecosystem}", family.id);
        }
    }
}
