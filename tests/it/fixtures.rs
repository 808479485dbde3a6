//! Each line of `tests/detectors/<rule>/` that ends in `expect: <rule>` has a finding of that rule, and no other line has.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mcpscan::detectors::ALL;
use mcpscan::signatures::Signatures;

use crate::judged::{judge, package_of};

/// Rules about archives, manifests, names and registries.
const OF_NO_CODE: &[&str] = &[
    "archive-anomaly",
    "bare-package",
    "disguised-file",
    "doubtful-provenance",
    "install-script",
    "known-malicious",
    "known-vulnerability",
    "look-alike-name",
    "manifest-confusion",
    "new-publisher",
    "pickled-code",
    "server-name-mismatch",
    "shipped-agent-config",
    "unmatched-source",
    "unusual-version",
    "url-dependency",
];

fn fixtures() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/detectors");
    let mut found = Vec::new();
    for folder in fs::read_dir(root).unwrap() {
        let folder = folder.unwrap();
        let rule = folder.file_name().into_string().unwrap();
        found.extend(fs::read_dir(folder.path()).unwrap().map(|file| (rule.clone(), file.unwrap().path())));
    }
    found.sort();
    found
}

/// The lines whose comment at the end expects the rule.
fn expected(code: &str, rule: &str) -> BTreeSet<u32> {
    let expects = |line: &str| line.rsplit_once("expect: ").is_some_and(|(_, rules)| rules.split(',').any(|one| one.trim() == rule));
    (1..).zip(code.lines()).filter(|(_, line)| expects(line)).map(|(number, _)| number).collect()
}

#[test]
fn exactly_the_marked_lines_are_found() {
    let signatures = Signatures::builtin();
    let mut wrong = Vec::new();
    for (rule, path) in fixtures() {
        let code = fs::read_to_string(&path).unwrap();
        let report = judge(package_of(path.extension().unwrap().to_str().unwrap(), &code), &signatures);
        let found: BTreeSet<u32> =
            report.findings.iter().filter(|finding| finding.rule == rule).map(|finding| finding.location.start_line).collect();
        let wanted = expected(&code, &rule);
        if found != wanted {
            let missed: Vec<_> = wanted.difference(&found).collect();
            let extra: Vec<_> = found.difference(&wanted).collect();
            wrong.push(format!("{rule}/{}: missed {missed:?}, false {extra:?}", path.file_name().unwrap().to_string_lossy()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_fixtures_is_a_rule_and_expects_something() {
    let ids: BTreeSet<&str> = ALL.iter().map(|detector| detector.id).collect();
    let mut rules = BTreeSet::new();
    for (rule, path) in fixtures() {
        assert!(ids.contains(rule.as_str()), "{rule} is no rule");
        if !expected(&fs::read_to_string(path).unwrap(), &rule).is_empty() {
            rules.insert(rule);
        }
    }
    // Archives, documents and releases of several files are no lines of code: their pages hold the examples.
    let of_code: BTreeSet<String> = ids.iter().filter(|id| !OF_NO_CODE.contains(id)).map(|id| (*id).to_owned()).collect();
    assert_eq!(rules, of_code);
}
