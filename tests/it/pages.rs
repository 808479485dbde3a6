//! The pages of the rules keep their word: flagged examples are found, clean ones are not.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use mcpscan::advisories::{Advisories, issues};
use mcpscan::detectors::ALL;
use mcpscan::model::{
    ArtifactKind, ArtifactSummary, Context, File, PackageId, PackageName, Registry, RegistryFacts, RelPath, ScanReport, Sha256, Tree,
    Verification,
};
use mcpscan::scan::{analyze, analyze_trees};
use mcpscan::signatures::Signatures;
use serde_json::{Value, json};

use crate::judged::{Entry, context, judge, pack, pack_entries, package_of};

/// A code block of a page.
struct Example {
    language: String,
    is_flagged: bool,
    line: usize,
    code: String,
}

fn examples(page: &str) -> Vec<Example> {
    let mut all: Vec<Example> = Vec::new();
    let mut open = false;
    for (line, text) in (1..).zip(page.lines()) {
        match text.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(info) => {
                let (language, tag) = info.split_once(' ').unwrap_or((info, ""));
                assert!(matches!(tag, "flagged" | "clean"), "line {line}: a block is flagged or clean");
                all.push(Example { language: language.to_owned(), is_flagged: tag == "flagged", line, code: String::new() });
                open = true;
            }
            None if open => {
                let example = all.last_mut().unwrap();
                example.code.push_str(text);
                example.code.push('\n');
            }
            None => {}
        }
    }
    all
}

/// Rules that weigh what happens by when it happens.
const WEIGHED: [&str; 16] = [
    "agent-control",
    "credential-access",
    "dead-drop",
    "destruction",
    "download-and-run",
    "dynamic-code",
    "exfiltration",
    "mining",
    "obfuscated-code",
    "persistence",
    "reverse-shell",
    "self-publishing",
    "shell-command",
    "software-install",
    "swapped-address",
    "undeclared-host",
];

#[test]
fn pages_tell_what_a_rule_makes_of_an_installation() {
    for detector in ALL.iter().filter(|detector| WEIGHED.contains(&detector.id)) {
        let page = detector.docs.to_lowercase().replace('\n', " ");
        assert!(page.contains("at installation") || page.contains("an installer runs"), "{} does not tell", detector.id);
    }
}

fn report_on(rule: &str, example: &Example, signatures: &Signatures) -> ScanReport {
    match (rule, example.language.as_str()) {
        ("doubtful-provenance", "json") => judge_vouched(&example.code, signatures),
        ("server-name-mismatch", "json") => judge_server_json(&example.code, signatures),
        ("manifest-confusion" | "new-publisher", "json") => judge_published(&example.code, signatures),
        ("known-malicious" | "known-vulnerability", "json") => judge_known(&example.code, signatures),
        ("shipped-agent-config", "json") => judge_settings(&example.code, signatures),
        ("look-alike-name", "text") => {
            judge_package_json(&format!(r#"{{ "name": "{}", "version": "1.0.0" }}"#, example.code.trim()), signatures)
        }
        ("unmatched-source", "python") => judge_wheel_and_source(&example.code, signatures),
        (_, "json") => judge_package_json(&example.code, signatures),
        (_, "js") => judge(package_of("js", &example.code), signatures),
        (_, "ts") => judge(package_of("ts", &example.code), signatures),
        (_, "python") => judge(package_of("py", &example.code), signatures),
        ("disguised-file" | "opaque-code" | "pickled-code", "text") => judge_file(&example.code, signatures),
        (_, "text") => judge_listing(&example.code, signatures),
        (_, other) => panic!("no examples in {other}"),
    }
}

/// A package with this package.json and the modules that it speaks of; one that hides behind a hook has no README.
fn judge_package_json(manifest: &str, signatures: &Signatures) -> ScanReport {
    let file = |path: &str, content: &str| (path.to_owned(), content.as_bytes().to_vec());
    let mut files = vec![file("package.json", manifest), file("index.js", "export const ready = true;\n")];
    if manifest.contains("setup.js") {
        files.push(file("setup.js", "export const ready = true;\n"));
    }
    if !manifest.contains("install\":") || manifest.contains("readme") {
        files.push(file("README.md", "# Notes\n"));
    }
    judge(pack(ArtifactKind::NpmTarball, &files), signatures)
}

/// A package that names a repository, and what its registry says and gives with it.
fn judge_vouched(told: &str, signatures: &Signatures) -> ScanReport {
    let told: Value = serde_json::from_str(told).unwrap();
    let of = |key: &str| told.get(key).cloned().unwrap_or_else(|| json!({}));
    let manifest = json!({ "name": "acme", "version": "1.0.0", "main": "index.js", "repository": told["repository"] }).to_string();
    let files = vec![("package.json".to_owned(), manifest.into_bytes()), ("index.js".to_owned(), b"export const ready = true;\n".to_vec())];
    let registry = RegistryFacts { publication: serde_json::from_value(of("publication")).unwrap(), ..RegistryFacts::default() };
    let context = Context { provenance: serde_json::from_value(of("provenance")).unwrap(), registry, ..context() };
    analyze(None, &[pack(ArtifactKind::NpmTarball, &files)], &context, signatures).unwrap()
}

/// The server.json of a package called `notes`.
fn judge_server_json(document: &str, signatures: &Signatures) -> ScanReport {
    let file = |path: &str, content: &str| (path.to_owned(), content.as_bytes().to_vec());
    let manifest = r#"{ "name": "notes", "version": "1.0.0", "main": "index.js" }"#;
    let files = vec![file("package.json", manifest), file("index.js", "export const ready = true;\n"), file("server.json", document)];
    judge(pack(ArtifactKind::NpmTarball, &files), signatures)
}

/// `registry`: what the registry's document says; `package`: the package.json that its tarball holds.
fn judge_published(document: &str, signatures: &Signatures) -> ScanReport {
    let document: Value = serde_json::from_str(document).unwrap();
    let published = serde_json::from_value(document["registry"].clone()).unwrap();
    let facts = RegistryFacts { published: Some(published), ..RegistryFacts::default() };
    let id = PackageId { registry: Registry::Npm, name: PackageName::npm("notes").unwrap(), version: "1.0.0".to_owned() };
    let file = |path: &str, content: &str| (path.to_owned(), content.as_bytes().to_vec());
    let files = vec![file("package.json", &document["package"].to_string()), file("index.js", "export const ready = true;\n")];
    let artifact = pack(ArtifactKind::NpmTarball, &files);
    analyze(Some(&id), &[artifact], &Context { registry: facts, ..context() }, signatures).unwrap()
}

/// An OSV record, imported before `notes@1.0.0` is judged.
fn judge_known(record: &str, signatures: &Signatures) -> ScanReport {
    let mut advisories = Advisories::default();
    advisories.read("record.json", record).unwrap();
    let known = issues(&advisories.known, "1.0.0");
    let manifest = (String::from("package.json"), br#"{ "name": "notes", "version": "1.0.0" }"#.to_vec());
    let artifact = pack(ArtifactKind::NpmTarball, &vec![manifest, ("index.js".to_owned(), Vec::new())]);
    analyze(None, &[artifact], &Context { advisories: known, ..context() }, signatures).unwrap()
}

/// A file whose first line is a comment with its path.
fn judge_settings(document: &str, signatures: &Signatures) -> ScanReport {
    let path = document.lines().next().unwrap().trim_start_matches("// ").to_owned();
    let manifest = (String::from("package.json"), br#"{ "name": "notes", "version": "1.0.0" }"#.to_vec());
    let files = vec![(path, document.as_bytes().to_vec()), ("index.js".to_owned(), Vec::new()), manifest];
    judge(pack(ArtifactKind::NpmTarball, &files), signatures)
}

/// `path: bytes` of one more file in a package, `\\xNN` for a byte.
fn judge_file(line: &str, signatures: &Signatures) -> ScanReport {
    let (path, content) = line.trim_end().split_once(": ").unwrap();
    let (mut bytes, mut rest) = (Vec::new(), content.as_bytes());
    while let Some((first, behind)) = rest.split_first() {
        let escape = (*first == b'\\').then(|| behind.first().copied()).flatten();
        let (byte, length) = match escape {
            Some(b'x') => (u8::from_str_radix(std::str::from_utf8(&behind[1..3]).unwrap(), 16).unwrap(), 4),
            Some(b'r') => (b'\r', 2),
            Some(b'n') => (b'\n', 2),
            _ => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[length..];
    }
    let file = |path: &str, content: &[u8]| (path.to_owned(), content.to_vec());
    let manifest = br#"{ "name": "notes", "version": "1.0.0", "main": "index.js" }"#;
    let files = vec![file("package.json", manifest), file("index.js", b"export const ready = true;\n"), file(path, &bytes)];
    judge(pack(ArtifactKind::NpmTarball, &files), signatures)
}

/// One entry a line, in the order of the archive: `name` or `name -> target`.
fn judge_listing(listing: &str, signatures: &Signatures) -> ScanReport {
    let lines: Vec<String> = listing.lines().map(str::to_owned).collect();
    let contents: Vec<String> = (0..lines.len()).map(|at| format!("export const line = {at};\n")).collect();
    let entries: Vec<Entry<'_>> = lines
        .iter()
        .zip(&contents)
        .map(|(line, content)| match line.split_once(" -> ") {
            Some((name, target)) => Entry { name, link: Some(target), content: b"" },
            None => Entry { name: line, link: None, content: content.as_bytes() },
        })
        .collect();
    judge(pack_entries(ArtifactKind::NpmTarball, &entries), signatures)
}

/// The code as a file that only the wheel of a release holds.
fn judge_wheel_and_source(code: &str, signatures: &Signatures) -> ScanReport {
    let file = |path: &str, text: &str| File { path: RelPath::new(path).unwrap(), bytes: text.into(), executable: false };
    let shared = || file("notes/__init__.py", "from . import extra\n");
    let points = "[console_scripts]\nnotes = notes:main\n";
    let metadata = "Metadata-Version: 2.1\nName: notes\nVersion: 1.0.0\n";
    let wheel = vec![
        shared(),
        file("notes/extra.py", code),
        file("notes-1.0.0.dist-info/METADATA", metadata),
        file("notes-1.0.0.dist-info/entry_points.txt", points),
    ];
    let source = vec![shared(), file("notes/extra.py", "READY = True\n"), file("PKG-INFO", metadata)];
    let artifact = |name: &str, kind, files| {
        let verification = Verification::Unverified { why: "made by a test".to_owned() };
        let summary = ArtifactSummary { file: name.to_owned(), sha256: Sha256::of(name.as_bytes()), verification, bytes: 0 };
        (summary, kind, Tree::new(files, Vec::new()))
    };
    let trees = vec![
        artifact("notes-1.0.0-py3-none-any.whl", ArtifactKind::Wheel, wheel),
        artifact("notes-1.0.0.tar.gz", ArtifactKind::Sdist, source),
    ];
    analyze_trees(None, trees, &context(), signatures)
}

#[test]
fn examples_are_what_their_page_says() {
    let signatures = Signatures::builtin();
    let mut wrong = Vec::new();
    for detector in ALL {
        let examples = examples(detector.docs);
        assert!(examples.iter().any(|example| example.is_flagged), "{}: no flagged example", detector.id);
        assert!(examples.iter().any(|example| !example.is_flagged), "{}: no clean example", detector.id);
        for example in examples {
            let report = report_on(detector.id, &example, &signatures);
            let found = report.findings.iter().any(|finding| finding.rule == detector.id);
            if found != example.is_flagged {
                wrong.push(format!("{}.md, line {}: found is {found}", detector.id, example.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_answers_the_same_questions() {
    for detector in ALL {
        let headings: Vec<&str> = detector.docs.lines().filter(|line| line.starts_with('#') && !line.starts_with("#!")).collect();
        // A comment of Python inside an example is no heading.
        let headings: Vec<&str> =
            headings.into_iter().filter(|line| line.starts_with("## ") || *line == format!("# {}", detector.id)).collect();
        let title = format!("# {}", detector.id);
        let wanted = [&title, "## What", "## Why it matters", "## Flagged", "## Clean", "## What to do", "## Known misses"];
        assert_eq!(headings, wanted, "{}", detector.id);
    }
}

#[test]
fn rules_are_sorted_and_named_like_their_files() {
    let ids: Vec<&str> = ALL.iter().map(|detector| detector.id).collect();
    assert!(ids.is_sorted());
    assert!(ids.iter().all(|id| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/detectors");
    let mut files: Vec<String> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    let mut wanted: Vec<String> =
        ids.iter().flat_map(|id| ["md", "rs"].map(|ending| format!("{}.{ending}", id.replace('-', "_")))).collect();
    let helpers = [
        "around.rs",
        "changes.rs",
        "deeds.rs",
        "destination.rs",
        "downloads.rs",
        "exposed.rs",
        "forge.rs",
        "loot.rs",
        "mod.rs",
        "nearby.rs",
        "openly.rs",
        "overwriting.rs",
        "tapped.rs",
        "telling.rs",
        "vendors.rs",
    ];
    wanted.extend(helpers.map(str::to_owned));
    wanted.sort();
    assert_eq!(files, wanted);
}
