//! What is known around a package reaches its report: the registry's document, and lists that the user imports.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use assert_cmd::Command;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mcpscan::model::ArtifactKind;
use serde_json::{Value, json};
use sha2::Digest;
use tempfile::TempDir;

use crate::judged::pack;
use crate::registry::{Answer, Server};

fn mcpscan(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("mcpscan"));
    command.env_clear().env("HOME", folder).current_dir(folder).args(arguments).arg("--cache-dir").arg(folder.join("cache"));
    command.output().unwrap()
}

/// `notes@1.1.0` with this package.json inside, and the registry's word on it.
fn registry(inside: &Value, document: Value) -> Server {
    let files =
        vec![("package.json".to_owned(), inside.to_string().into_bytes()), ("index.js".to_owned(), b"export const a = 1;\n".to_vec())];
    let tarball = pack(ArtifactKind::NpmTarball, &files).bytes;
    let server = Server::start();
    let mut version = document;
    let integrity = format!("sha512-{}", STANDARD.encode(sha2::Sha512::digest(&tarball)));
    version["name"] = json!("notes");
    version["version"] = json!("1.1.0");
    version["dist"] = json!({ "tarball": server.url("/notes.tgz"), "integrity": integrity });
    let first = json!({ "name": "notes", "version": "1.0.0", "_npmUser": { "name": "jane" }, "maintainers": [{ "name": "jane" }] });
    let packument = json!({
        "name": "notes", "dist-tags": { "latest": "1.1.0" },
        "time": { "created": "2026-01-01T00:00:00.000Z", "1.0.0": "2026-01-01T00:00:00.000Z", "1.1.0": "2026-02-01T00:00:00.000Z" },
        "versions": { "1.0.0": first, "1.1.0": version },
    });
    server.route("/notes", [Answer::json(&packument)]);
    server.route("/notes.tgz", [Answer::file(&*tarball)]);
    server
}

fn findings(output: &std::process::Output) -> Vec<(String, String)> {
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    report["findings"].as_array().unwrap().iter().map(|finding| (text(finding, "rule"), text(finding, "severity"))).collect()
}

fn judged(server: &Server, folder: &Path) -> Vec<(String, String)> {
    let url = server.url("/");
    findings(&mcpscan(folder, &["npm", "notes", "--registry", &url, "--format", "json", "--mcp-registry", "none"]))
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(rule, severity)| ((*rule).to_owned(), (*severity).to_owned())).collect()
}

#[test]
fn a_document_that_hides_a_script_is_found_and_an_honest_one_is_not() {
    let inside =
        json!({ "name": "notes", "version": "1.1.0", "main": "index.js", "readme": "x", "scripts": { "postinstall": "node index.js" } });
    let told = json!({ "_npmUser": { "name": "jane" }, "scripts": { "postinstall": "node index.js" } });
    let folder = TempDir::new().unwrap();
    let honest = judged(&registry(&inside, told), folder.path());
    assert!(!honest.iter().any(|(rule, _)| matches!(rule.as_str(), "manifest-confusion" | "new-publisher")), "{honest:?}");
    let folder = TempDir::new().unwrap();
    let hidden = judged(&registry(&inside, json!({ "_npmUser": { "name": "eve" } })), folder.path());
    for pair in pairs(&[("manifest-confusion", "high"), ("new-publisher", "medium")]) {
        assert!(hidden.contains(&pair), "{hidden:?}");
    }
}

const RECORD: &str = r#"{"id": "MAL-2026-7", "summary": "Sends the environment away", "affected": [
    {"package": {"ecosystem": "npm", "name": "notes"}, "versions": ["1.1.0"]}]}"#;

#[test]
fn an_imported_record_blocks_what_it_names_with_and_without_a_cache() {
    let folder = TempDir::new().unwrap();
    let package = folder.path().join("notes");
    std::fs::create_dir(&package).unwrap();
    std::fs::write(package.join("package.json"), r#"{ "name": "notes", "version": "1.1.0", "main": "index.js" }"#).unwrap();
    std::fs::write(package.join("README.md"), "# Notes\n").unwrap();
    std::fs::write(package.join("index.js"), "export const a = 1;\n").unwrap();
    let scan = |flags: &[&str]| {
        let arguments = [&["scan", "notes", "--format", "json", "--mcp-registry", "none"], flags].concat();
        findings(&mcpscan(folder.path(), &arguments))
    };
    assert_eq!(scan(&[]), []);
    let list = folder.path().join("list.json");
    std::fs::write(&list, RECORD).unwrap();
    let ran = mcpscan(folder.path(), &["db", "import", "list.json"]);
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "imported 1 entries about packages of npm and PyPI\n");
    let known = pairs(&[("known-malicious", "critical")]);
    assert_eq!(scan(&[]), known);
    assert_eq!(scan(&["--no-cache"]), known);
    assert_eq!(mcpscan(folder.path(), &["cache", "clear"]).status.code(), Some(0));
    assert_eq!(scan(&[]), known);
    std::fs::write(&list, r#"{"id": "MAL-2026-7", "withdrawn": "2026-03-01T00:00:00Z", "affected": []}"#).unwrap();
    assert_eq!(mcpscan(folder.path(), &["db", "import", "list.json"]).status.code(), Some(0));
    assert_eq!(scan(&[]), []);
}

#[test]
fn an_imported_flaw_is_found_in_the_version_that_the_registry_gives() {
    let folder = TempDir::new().unwrap();
    let inside = json!({ "name": "notes", "version": "1.1.0", "main": "index.js", "readme": "x" });
    let server = registry(&inside, json!({ "_npmUser": { "name": "jane" } }));
    let known = |found: Vec<(String, String)>| found.into_iter().filter(|(rule, _)| rule.starts_with("known-")).collect::<Vec<_>>();
    assert_eq!(known(judged(&server, folder.path())), []);
    let vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N";
    let record = |fixed: &str| {
        json!({ "id": "GHSA-a", "severity": [{ "type": "CVSS_V4", "score": vector }], "affected": [{
            "package": { "ecosystem": "npm", "name": "notes" },
            "ranges": [{ "type": "SEMVER", "events": [{ "introduced": "0" }, { "fixed": fixed }] }] }] })
    };
    for (fixed, wanted) in [("1.1.1-rc.1", pairs(&[("known-vulnerability", "high")])), ("1.1.0", Vec::new())] {
        std::fs::write(folder.path().join("one.json"), record(fixed).to_string()).unwrap();
        assert_eq!(mcpscan(folder.path(), &["db", "import", "one.json"]).status.code(), Some(0));
        assert_eq!(known(judged(&server, folder.path())), wanted, "{fixed}");
    }
}

#[test]
fn a_broken_list_is_named_and_nothing_of_it_is_kept() {
    let folder = TempDir::new().unwrap();
    let list = folder.path().join("list.jsonl");
    std::fs::write(&list, format!("{}\n{{\"id\": \"MAL-2\", \"affected\": 3}}\n", RECORD.replace('\n', " "))).unwrap();
    let ran = mcpscan(folder.path(), &["db", "import", "list.jsonl"]);
    assert_eq!((ran.status.code(), ran.stdout.len()), (Some(2), 0));
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(said.starts_with("error: list.jsonl, line 2 is no OSV record: MAL-2: ") && said.contains("\nhint: "), "{said}");
    let info = mcpscan(folder.path(), &["db", "info"]);
    assert_eq!(String::from_utf8_lossy(&info.stdout), "records    0\n");
    for missing in ["nothing.json", "."] {
        assert_eq!(mcpscan(folder.path(), &["db", "import", missing]).status.code(), Some(2));
    }
}

#[test]
fn a_zip_of_records_is_taken_in() {
    use std::io::Write;
    let folder = TempDir::new().unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.path().join("all.zip")).unwrap());
    for name in ["MAL-2026-7.json", "more/MAL-2026-8.json", "README.md"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(RECORD.replace("MAL-2026-7", name.trim_start_matches("more/").trim_end_matches(".json")).as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let ran = mcpscan(folder.path(), &["db", "import", "all.zip"]);
    assert_eq!(
        String::from_utf8_lossy(&ran.stdout),
        "imported 2 entries about packages of npm and PyPI\n",
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let info = String::from_utf8(mcpscan(folder.path(), &["db", "info"]).stdout).unwrap();
    assert!(info.starts_with("records    2\nimported   ") && info.contains("all.zip  2 records"), "{info}");
}
