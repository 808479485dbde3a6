//! Every package of `corpus/` gets the findings and the verdict that stand beside it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod blanked;
mod families;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use mcpscan::model::{ArtifactKind, ScanReport, Severity};
use mcpscan::signatures::Signatures;
use serde::Deserialize;

use crate::judged::{Files, judge, pack};

/// `verdict.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// What the package does, and why that is judged as it is.
    why: String,
    /// The public incident or the technique behind it.
    imitates: String,
    /// The families of techniques that it stands for, as `families.toml` names them.
    #[serde(default)]
    families: Vec<String>,
    /// Any one of these.
    verdict: Vec<String>,
    /// The same without comments and names, where these are what gives the package away.
    #[serde(default)]
    blanked: Vec<String>,
    #[serde(default)]
    finding: Vec<Place>,
    /// What is there and is not found yet.
    #[serde(default)]
    missed: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    rule: String,
    path: String,
    line: u32,
    severity: String,
}

struct Case {
    /// `malicious/npm/aliases`.
    name: String,
    folder: PathBuf,
    expected: Expected,
}

#[derive(Default)]
struct Count {
    caught: usize,
    missed: usize,
    false_alarms: usize,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn cases() -> Vec<Case> {
    let kinds = folders(&root()).into_iter().filter(|path| path.is_dir());
    let ecosystems = kinds.flat_map(|kind| folders(&kind));
    ecosystems
        .flat_map(|ecosystem| folders(&ecosystem))
        .map(|folder| {
            let name = folder.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(folder.join("verdict.toml")).unwrap();
            let expected = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            Case { name, folder, expected }
        })
        .collect()
}

fn files(folder: &Path) -> Files {
    let mut all = Files::new();
    let mut left = vec![folder.to_owned()];
    while let Some(at) = left.pop() {
        for path in folders(&at) {
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                all.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

fn report_on(case: &Case, signatures: &Signatures) -> ScanReport {
    report_of(case, &files(&case.folder.join("package")), signatures)
}

fn report_of(case: &Case, files: &Files, signatures: &Signatures) -> ScanReport {
    let kind = if case.name.contains("/npm/") { ArtifactKind::NpmTarball } else { ArtifactKind::Sdist };
    judge(pack(kind, files), signatures)
}

/// Information, such as that there is a hook, judges nobody.
fn places(report: &ScanReport) -> Vec<Place> {
    let mut all: Vec<Place> = report
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .map(|finding| Place {
            rule: finding.rule.clone(),
            path: finding.location.path.to_string(),
            line: finding.location.start_line,
            severity: finding.severity.as_str().to_owned(),
        })
        .collect();
    all.sort();
    all
}

/// What is in the first and not in the second, as often as it is.
fn without(all: &[Place], others: &[Place]) -> Vec<Place> {
    let mut others = others.to_vec();
    all.iter()
        .filter(|place| match others.iter().position(|other| other == *place) {
            Some(at) => {
                others.remove(at);
                false
            }
            None => true,
        })
        .cloned()
        .collect()
}

fn table(counts: &BTreeMap<String, Count>) -> String {
    let mut out = format!("{:20} {:>7} {:>7} {:>7}\n", "rule", "caught", "missed", "false");
    for (rule, count) in counts {
        out += &format!("{rule:20} {:>7} {:>7} {:>7}\n", count.caught, count.missed, count.false_alarms);
    }
    out
}

#[test]
fn every_package_is_judged_as_it_deserves() {
    let signatures = Signatures::builtin();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let report = report_on(&case, &signatures);
        let found = places(&report);
        let expected = &case.expected;
        let (lost, extra) = (without(&expected.finding, &found), without(&found, &expected.finding));
        let better = without(&expected.missed, &without(&expected.missed, &found));
        for place in without(&expected.finding, &lost) {
            counts.entry(place.rule).or_default().caught += 1;
        }
        for place in lost.iter().chain(&expected.missed) {
            counts.entry(place.rule.clone()).or_default().missed += 1;
        }
        for place in &extra {
            counts.entry(place.rule.clone()).or_default().false_alarms += 1;
        }
        wrong.extend(lost.iter().map(|place| format!("{}: not found: {place:?}", case.name)));
        wrong.extend(extra.iter().map(|place| format!("{}: not expected: {place:?}", case.name)));
        wrong.extend(better.iter().map(|place| format!("{}: found by now, no longer missed: {place:?}", case.name)));
        let verdict = report.verdict.as_str();
        if !expected.verdict.iter().any(|one| one == verdict) {
            wrong.push(format!("{}: is {verdict} ({}), should be {:?}", case.name, report.score.value, expected.verdict));
        }
    }
    let table = table(&counts);
    println!("{table}");
    assert!(wrong.is_empty(), "{}\n\n{table}", wrong.join("\n"));
}

/// Nothing is judged by what its author calls it.
#[test]
fn comments_and_names_change_no_verdict() {
    let signatures = Signatures::builtin();
    let mut wrong = Vec::new();
    for case in cases() {
        let expected = if case.expected.blanked.is_empty() { &case.expected.verdict } else { &case.expected.blanked };
        let report = report_of(&case, &blanked::blanked(&files(&case.folder.join("package"))), &signatures);
        let verdict = report.verdict.as_str();
        if !expected.iter().any(|one| one == verdict) {
            wrong.push(format!("{}: is {verdict} ({}), should be {expected:?}: {:?}", case.name, report.score.value, places(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_package_has_a_twin_and_a_reason() {
    let all = cases();
    let names: Vec<&str> = all.iter().map(|case| case.name.as_str()).collect();
    for case in &all {
        let is_malicious = case.name.starts_with("malicious/");
        let twin = if is_malicious { case.name.replacen("malicious", "benign", 1) } else { case.name.replacen("benign", "malicious", 1) };
        assert!(names.contains(&twin.as_str()), "{} has no twin", case.name);
        assert!(case.expected.why.len() > 10 && case.expected.imitates.len() > 10, "{}", case.name);
        assert_eq!(!case.expected.finding.is_empty(), is_malicious, "{}: only the malicious one has findings", case.name);
        assert_eq!(case.expected.verdict.iter().any(|verdict| verdict == "pass"), !is_malicious, "{}", case.name);
    }
}

#[test]
fn a_benign_package_has_nothing_at_medium_or_above() {
    let signatures = Signatures::builtin();
    for case in cases().iter().filter(|case| case.name.starts_with("benign/")) {
        let report = report_on(case, &signatures);
        let worst = report.findings.iter().map(|finding| finding.severity).max();
        assert!(worst < Some(Severity::Medium), "{}: {:?}", case.name, places(&report));
    }
}

/// Nothing in the corpus could reach anyone, whoever ran it.
#[test]
fn every_host_of_the_corpus_is_nobody() {
    let nobody = |host: &str| {
        host.is_empty() || host.ends_with(".example") || host.ends_with(".invalid") || host.starts_with("192.0.2.") || host == "localhost"
    };
    for case in cases() {
        for (path, content) in files(&case.folder) {
            let text = String::from_utf8_lossy(&content).into_owned();
            for (_, rest) in text.match_indices("://").map(|(at, _)| text.split_at(at + 3)) {
                let host: &str = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).next().unwrap();
                // A host in pieces ends where its first piece does.
                assert!(nobody(host) || !host.contains('.') || host.ends_with('.'), "{}/{path}: {host}", case.name);
            }
        }
    }
}
