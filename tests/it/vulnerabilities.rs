//! Known flaws from the records to the report: imported, fetched, updated, folded, and said how old they are.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use crate::registry::{Answer, Server};

fn mcpscan(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("mcpscan"));
    command.env_clear().env("HOME", folder).current_dir(folder).args(arguments).arg("--cache-dir").arg(folder.join("cache"));
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const CRITICAL: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

/// A flaw of `notes` up to 2.0.0.
fn flaw(id: &str, aliases: &[&str]) -> Value {
    json!({
        "id": id, "aliases": aliases, "modified": "2026-11-20T08:00:00Z", "summary": "Reads files outside its folder",
        "severity": [{ "type": "CVSS_V3", "score": CRITICAL }],
        "affected": [{
            "package": { "ecosystem": "npm", "name": "notes" },
            "ranges": [{ "type": "SEMVER", "events": [{ "fixed": "2.0.0" }, { "introduced": "0" }] }],
        }],
    })
}

fn of_python(id: &str) -> Value {
    json!({ "id": id, "modified": "2026-11-19T08:00:00Z",
        "affected": [{ "package": { "ecosystem": "PyPI", "name": "notes" }, "versions": ["1.1.0"] }] })
}

fn zipped(records: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in records {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn all(records: &[Value]) -> Vec<u8> {
    let names: Vec<String> = records.iter().map(|record| format!("{}.json", record["id"].as_str().unwrap())).collect();
    let files: Vec<(&str, Vec<u8>)> =
        names.iter().zip(records).map(|(name, record)| (name.as_str(), record.to_string().into_bytes())).collect();
    zipped(&files)
}

/// `notes@1.1.0` in a folder of its own.
fn world() -> TempDir {
    let folder = TempDir::new().unwrap();
    let package = folder.path().join("notes");
    std::fs::create_dir(&package).unwrap();
    std::fs::write(package.join("package.json"), r#"{ "name": "notes", "version": "1.1.0", "main": "index.js" }"#).unwrap();
    std::fs::write(package.join("README.md"), "# Notes\n").unwrap();
    std::fs::write(package.join("index.js"), "export const a = 1;\n").unwrap();
    folder
}

fn judged(folder: &Path) -> Value {
    let ran = mcpscan(folder, &["scan", "notes", "--format", "json", "--mcp-registry", "none"]);
    serde_json::from_slice(&ran.stdout).unwrap_or_else(|_| panic!("{}", err(&ran)))
}

/// Rule, severity and message of each finding.
fn findings(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    findings.map(|finding| format!("{} {} {}", text(finding, "rule"), text(finding, "severity"), text(finding, "message"))).collect()
}

fn import(folder: &Path, records: &[Value]) {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    std::fs::write(folder.join("list.jsonl"), lines.join("\n")).unwrap();
    let ran = mcpscan(folder, &["db", "import", "list.jsonl"]);
    assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
}

#[test]
fn an_imported_flaw_asks_for_a_look_and_names_its_fix() {
    let folder = world();
    assert_eq!(judged(folder.path())["verdict"], "pass");
    import(folder.path(), &[flaw("GHSA-a", &["CVE-2026-1"]), flaw("PYSEC-1", &["CVE-2026-1"]), flaw("GHSA-c", &[])]);
    let report = judged(folder.path());
    assert_eq!(report["verdict"], "review");
    let rated = "CVSS 9.8, fixed in `2.0.0`: Reads files outside its folder";
    assert_eq!(
        findings(&report),
        [
            format!("known-vulnerability critical has a publicly known flaw, CVE-2026-1 (GHSA-a, PYSEC-1); {rated}"),
            format!("known-vulnerability critical has a publicly known flaw, GHSA-c; {rated}"),
        ]
    );
    let prints: Vec<&str> = report["findings"].as_array().unwrap().iter().map(|finding| finding["fingerprint"].as_str().unwrap()).collect();
    assert_ne!(prints[0], prints[1], "one that is accepted does not answer for the other");
    assert_eq!(report["advisories"], json!({ "records": 3, "found": 2, "as_of": "2026-11-20", "newest": "2026-11-20" }));
}

#[test]
fn a_malicious_alias_blocks_and_what_is_withdrawn_says_nothing() {
    let folder = world();
    let malicious = json!({ "id": "MAL-1", "aliases": ["GHSA-a"], "affected": [{ "package": { "ecosystem": "npm", "name": "notes" } }] });
    import(folder.path(), &[flaw("GHSA-a", &["CVE-2026-1"]), malicious]);
    let report = judged(folder.path());
    assert_eq!(report["verdict"], "block");
    assert_eq!(
        findings(&report),
        ["known-malicious critical is publicly known as malicious (MAL-1, CVE-2026-1, GHSA-a): Reads files outside its folder"]
    );
    let mut back = flaw("GHSA-a", &[]);
    back["withdrawn"] = "2026-11-21T00:00:00Z".into();
    import(folder.path(), &[back, json!({ "id": "MAL-1", "withdrawn": "2026-11-21T00:00:00Z" })]);
    assert_eq!((findings(&judged(folder.path())), &judged(folder.path())["verdict"]), (Vec::new(), &json!("pass")));
}

#[test]
fn a_report_says_on_what_it_rests_and_never_that_there_is_no_flaw() {
    let folder = world();
    let line = || {
        let report = out(&mcpscan(folder.path(), &["scan", "notes", "--mcp-registry", "none"]));
        report.lines().find(|line| line.starts_with("Known flaws")).unwrap_or_default().to_owned()
    };
    assert_eq!(line(), "Known flaws: not looked up: no advisory data; `mcpscan db update` fetches it");
    assert_eq!(judged(folder.path())["advisories"], Value::Null);
    import(folder.path(), &[of_python("PYSEC-1")]);
    assert_eq!(line(), "Known flaws: not looked up: no advisory data; `mcpscan db update` fetches it", "those are about another registry");
    import(folder.path(), &[flaw("GHSA-a", &[])]);
    assert_eq!(line(), "Known flaws: 1 of 1 advisory, as of 2026-11-20");
}

#[test]
fn news_about_others_leaves_a_kept_result_as_it_is() {
    let folder = world();
    let package = folder.path().join("notes.tgz");
    let archive = crate::judged::pack(
        mcpscan::model::ArtifactKind::NpmTarball,
        &vec![
            ("package.json".to_owned(), br#"{ "name": "notes", "version": "1.1.0", "main": "index.js" }"#.to_vec()),
            ("index.js".to_owned(), b"export const a = 1;\n".to_vec()),
        ],
    );
    std::fs::write(package, &archive.bytes).unwrap();
    let results = || {
        mcpscan(folder.path(), &["scan", "notes.tgz", "--mcp-registry", "none"]);
        let info = out(&mcpscan(folder.path(), &["cache", "info"]));
        info.lines().find_map(|line| line.strip_prefix("results    ")).unwrap().to_owned()
    };
    assert_eq!(results(), "1");
    let mut other = flaw("GHSA-o", &[]);
    other["affected"][0]["package"]["name"] = "other".into();
    import(folder.path(), &[other.clone()]);
    assert_eq!(results(), "1");
    import(folder.path(), &[other, flaw("GHSA-a", &[])]);
    assert_eq!(results(), "2");
    let mut touched = flaw("GHSA-a", &[]);
    touched["modified"] = "2026-11-21T08:00:00Z".into();
    import(folder.path(), &[touched]);
    assert_eq!(results(), "2", "a record that says the same as before is no news");
}

#[test]
fn records_are_imported_from_an_address() {
    let (folder, server) = (world(), Server::start());
    server.route("/one.json", [Answer::json(&flaw("GHSA-a", &[]))]);
    let url = server.url("/one.json?key=secret");
    server.route("/one.json?key=secret", [Answer::json(&flaw("GHSA-a", &[]))]);
    let ran = mcpscan(folder.path(), &["db", "import", &url]);
    assert_eq!(out(&ran), "imported 1 entries about packages of npm and PyPI\n", "{}", err(&ran));
    let info = out(&mcpscan(folder.path(), &["db", "info"]));
    assert!(info.contains("/one.json  1 records") && !info.contains("secret"), "{info}");
    assert!(info.contains("npm        1 records, taken in ") && info.contains("(less than a day ago), the newest of 2026-11-20"), "{info}");
    assert!(info.contains("PyPI       no data"), "{info}");
    assert_eq!(judged(folder.path())["verdict"], "review");
    let gone = mcpscan(folder.path(), &["db", "import", &server.url("/gone.json")]);
    assert_eq!((gone.status.code(), out(&gone).as_str()), (Some(2), ""));
    assert!(err(&gone).starts_with("error: the records cannot be fetched: http://") && err(&gone).contains("status 404"), "{}", err(&gone));
    let far = mcpscan(folder.path(), &["db", "import", "http://records.example/all.zip"]);
    assert!(err(&far).contains("only https is fetched"), "{}", err(&far));
    assert!(!folder.path().join("cache/advisories.part").exists());
}

fn update(folder: &Path, server: &Server) -> Output {
    mcpscan(folder, &["db", "update", "--osv", &server.url("/osv")])
}

#[test]
fn an_update_replaces_what_its_source_said_and_leaves_what_was_imported_by_hand() {
    let (folder, server) = (world(), Server::start());
    import(folder.path(), &[flaw("GHSA-hand", &[])]);
    let first = Answer::file(all(&[flaw("GHSA-a", &[]), flaw("GHSA-b", &[]), of_python("GHSA-p")])).header("ETag", "\"one\"");
    let second = Answer::file(all(&[flaw("GHSA-b", &[])])).header("ETag", "\"two\"");
    server.route("/osv/npm/all.zip", [first, Answer::status(304), second]);
    server.route("/osv/PyPI/all.zip", [Answer::file(all(&[of_python("GHSA-p")]))]);
    let ran = update(folder.path(), &server);
    assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
    assert_eq!(
        out(&ran),
        "npm     imported 3 entries about packages of npm and PyPI\nPyPI    imported 1 entries about packages of npm and PyPI\n"
    );
    let ids = || {
        let report = judged(folder.path());
        let known = findings(&report);
        ["GHSA-a", "GHSA-b", "GHSA-hand"].map(|id| known.iter().any(|finding| finding.contains(&format!("{id};"))))
    };
    assert_eq!(ids(), [true, true, true]);
    let unchanged = out(&update(folder.path(), &server));
    assert!(unchanged.starts_with("npm     unchanged\nPyPI    imported 1 "), "{unchanged}");
    assert_eq!(server.asked_for("/osv/npm/all.zip")[1].header("if-none-match"), Some("\"one\""));
    assert_eq!(ids(), [true, true, true]);
    assert_eq!(update(folder.path(), &server).status.code(), Some(0));
    assert_eq!(ids(), [false, true, true], "what vanished is no longer said");
    let info = out(&mcpscan(folder.path(), &["db", "info"]));
    assert!(info.starts_with("records    3\n"), "{info}");
    assert_eq!(info.matches("/osv/npm/all.zip").count(), 1, "{info}");
}

#[test]
fn one_that_fails_leaves_the_other_and_what_was_known() {
    let (folder, server) = (world(), Server::start());
    server.route("/osv/npm/all.zip", [Answer::file(all(&[flaw("GHSA-a", &[])]))]);
    server.route("/osv/PyPI/all.zip", [Answer::file(all(&[of_python("GHSA-p")])), Answer::status(404)]);
    assert_eq!(update(folder.path(), &server).status.code(), Some(0));
    let ran = update(folder.path(), &server);
    assert_eq!((ran.status.code(), out(&ran).lines().count()), (Some(2), 1));
    let said = err(&ran);
    assert!(said.starts_with("error: PyPI was not updated, and what was known of it stays: the records cannot be fetched: "), "{said}");
    assert!(said.contains("status 404") && said.contains("\nhint: check the address"), "{said}");
    // A page that is no archive, an archive of others, a record that is none.
    let broken = zipped(&[
        ("GHSA-b.json", flaw("GHSA-b", &[]).to_string().into_bytes()),
        ("GHSA-x.json", b"{ \"id\": ".to_vec()),
        ("GHSA-c.json", flaw("GHSA-c", &[]).to_string().into_bytes()),
    ]);
    let bodies = [
        (b"<html>log in</html>".to_vec(), "all.zip is no OSV record: "),
        (all(&[of_python("X-1")]), "no record about packages of npm"),
        (broken, "all.zip, GHSA-x.json is no OSV record: "),
    ];
    for (body, why) in bodies {
        server.route("/osv/npm/all.zip", [Answer::file(body)]);
        let ran = update(folder.path(), &server);
        assert_eq!(ran.status.code(), Some(2));
        assert!(err(&ran).contains(why), "{}", err(&ran));
        let known = findings(&judged(folder.path()));
        assert!(known.len() == 1 && known[0].contains("GHSA-a"), "{known:?}");
    }
    let info = out(&mcpscan(folder.path(), &["db", "info"]));
    assert!(info.starts_with("records    2\n"), "{info}");
}

#[test]
fn what_breaks_off_is_fetched_again_from_its_beginning() {
    let (folder, server) = (world(), Server::start());
    let whole = all(&[flaw("GHSA-a", &[]), flaw("GHSA-b", &[])]);
    server.route("/all.zip", [Answer::file(whole.clone()).truncated(100), Answer::file(whole)]);
    let ran = mcpscan(folder.path(), &["db", "import", &server.url("/all.zip")]);
    assert_eq!(out(&ran), "imported 2 entries about packages of npm and PyPI\n", "{}", err(&ran));
    assert_eq!(server.asked_for("/all.zip").len(), 2);
}

#[test]
fn of_one_record_in_several_states_the_newest_counts() {
    let (folder, server) = (world(), Server::start());
    import(folder.path(), &[flaw("GHSA-a", &[])]);
    assert_eq!(judged(folder.path())["verdict"], "review");
    let narrowed = |day: &str| {
        let mut record = flaw("GHSA-a", &[]);
        record["modified"] = format!("{day}T08:00:00Z").into();
        record["affected"][0]["ranges"][0]["events"][0]["fixed"] = "1.0.0".into();
        Answer::file(all(&[record]))
    };
    server.route("/osv/npm/all.zip", [narrowed("2026-11-19"), narrowed("2026-11-21")]);
    server.route("/osv/PyPI/all.zip", [Answer::file(all(&[of_python("X-1")]))]);
    assert_eq!(update(folder.path(), &server).status.code(), Some(0));
    assert_eq!(judged(folder.path())["verdict"], "review");
    assert_eq!(update(folder.path(), &server).status.code(), Some(0));
    assert_eq!(judged(folder.path())["verdict"], "pass");
}

#[test]
fn what_a_killed_import_has_left_tells_nobody_anything_and_goes() {
    let folder = world();
    import(folder.path(), &[of_python("X-1")]);
    let rows = || {
        let raw = rusqlite::Connection::open(folder.path().join("cache/mcpscan.db")).unwrap();
        raw.query_row("SELECT count(*) FROM advisories", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let raw = rusqlite::Connection::open(folder.path().join("cache/mcpscan.db")).unwrap();
    raw.execute_batch(
        r#"INSERT INTO feeds (id, place, ecosystem, active, checked) VALUES (99, '', '', 0, 0);
           INSERT INTO advisories SELECT 99, 'npm', name, id, replace(replace(entries, 'pypi', 'npm'), 'X-1', 'GHSA-k') FROM advisories;"#,
    )
    .unwrap();
    drop(raw);
    assert_eq!(rows(), 2);
    assert_eq!(findings(&judged(folder.path())), Vec::<String>::new());
    import(folder.path(), &[of_python("X-1")]);
    assert_eq!(rows(), 1);
}

#[test]
fn archives_that_would_fill_the_disk_or_the_memory_are_refused() {
    let folder = world();
    let record = flaw("GHSA-a", &[]).to_string().into_bytes();
    let huge = [record.clone(), vec![b' '; 33 << 20]].concat();
    let many: Vec<(String, Vec<u8>)> = (0..6).map(|at| (format!("{at}.json"), [record.clone(), vec![b' '; 16 << 20]].concat())).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let cut = all(&[flaw("GHSA-a", &[])]);
    for (bytes, why) in [
        (zipped(&[("GHSA-a.json", huge)]), "`GHSA-a.json` has more bytes than a file may have"),
        (zipped(&many), "bytes after unpacking: limit "),
        (cut[..cut.len() - 9].to_vec(), "is no sound zip archive"),
        (zipped(&[("README.md", record.clone())]), "holds no .json file"),
        (zipped(&[("a.json", b"\xff".to_vec())]), "not text"),
    ] {
        std::fs::write(folder.path().join("all.zip"), bytes).unwrap();
        let ran = mcpscan(folder.path(), &["db", "import", "all.zip"]);
        assert_eq!((ran.status.code(), out(&ran).as_str()), (Some(2), ""));
        assert!(err(&ran).contains(why) && err(&ran).contains("\nhint: "), "{}", err(&ran));
        assert_eq!(out(&mcpscan(folder.path(), &["db", "info"])), "records    0\n");
    }
}

#[test]
fn a_database_of_an_older_program_is_brought_along() {
    let folder = world();
    assert_eq!(mcpscan(folder.path(), &["db", "import", "notes/package.json"]).status.code(), Some(2));
    let raw = rusqlite::Connection::open(folder.path().join("cache/mcpscan.db")).unwrap();
    // The tables as they were, with a row as it was written.
    raw.execute_batch(
        "DROP TABLE advisories; DROP TABLE feeds; DELETE FROM refinery_schema_history WHERE version >= 4;
         CREATE TABLE advisories (registry TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, entries TEXT NOT NULL,
             PRIMARY KEY (registry, name, id)) WITHOUT ROWID;
         CREATE INDEX advisories_by_id ON advisories (id);
         PRAGMA user_version = 3;",
    )
    .unwrap();
    let row = json!([{ "id": "GHSA-a", "kind": "vulnerability", "summary": "", "registry": "npm", "name": "notes", "versions": ["1.1.0"], "ranges": [] }]);
    raw.execute("INSERT INTO advisories VALUES ('npm', 'notes', 'GHSA-a', ?1)", [row.to_string()]).unwrap();
    drop(raw);
    let wanted = "known-vulnerability medium has a publicly known flaw, GHSA-a; nobody has rated it, no fixed version is known";
    assert_eq!(findings(&judged(folder.path())), [wanted]);
    assert!(out(&mcpscan(folder.path(), &["db", "info"])).starts_with("records    1\n"));
}

/// Run by hand: `cargo test --test it -- --ignored an_archive_of_200000 --nocapture`.
#[test]
#[ignore = "takes a minute, and is about time and memory"]
fn an_archive_of_200000_records_is_taken_in_with_little_memory() {
    let folder = world();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.path().join("all.zip")).unwrap());
    for number in 0..200_000 {
        let mut record = flaw(&format!("GHSA-{number}"), &[&format!("CVE-{number}")]);
        record["affected"][0]["package"]["name"] = format!("package-{}", number % 70_000).into();
        record["details"] = format!("{number:x}").repeat(200).into();
        zip.start_file(format!("GHSA-{number}.json"), SimpleFileOptions::default()).unwrap();
        zip.write_all(record.to_string().as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let begun = std::time::Instant::now();
    let ran = mcpscan(folder.path(), &["db", "import", "all.zip"]);
    println!("{:?}: {}", begun.elapsed(), out(&ran));
    assert_eq!(out(&ran), "imported 200000 entries about packages of npm and PyPI\n", "{}", err(&ran));
}
