//! What registries say of a release, and what is told to whom.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::json;

use super::desk::{Desk, findings};
use super::{pack, shop};
use crate::registry::{Answer, Server};

const HARMLESS: &str = "console.error('ready');\n";

#[test]
fn a_token_is_sent_to_its_registry_and_to_nobody_else() {
    let tarball = pack::npm(HARMLESS, &[]);
    let (desk, elsewhere) = (Desk::new(), Server::start());
    elsewhere.route("/t.tgz", [Answer::file(tarball.clone())]);
    let server = shop::npm_with(tarball, |manifest| manifest["dist"]["tarball"] = json!(elsewhere.url("/t.tgz")));
    let home = format!("registry={}\n//{}/:_authToken=s3cret\n", server.url("/"), server.authority());
    desk.file("home/.npmrc", home);
    let ran = desk.run(&["npm", "server@1.2.3"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told = |server: &Server| server.asked().iter().map(|asked| asked.header("authorization").map(str::to_owned)).collect::<Vec<_>>();
    assert_eq!(told(&server), [Some("Bearer s3cret".to_owned())]);
    assert_eq!(told(&elsewhere), [None]);
    assert!(!ran.out.contains("s3cret"));
}

#[test]
fn a_redirect_does_not_carry_a_token_away() {
    let tarball = pack::npm(HARMLESS, &[]);
    let (desk, elsewhere, server) = (Desk::new(), Server::start(), shop::npm(tarball.clone()));
    elsewhere.route("/t.tgz", [Answer::file(tarball)]);
    server.route(shop::TARBALL, [Answer::redirect(&elsewhere.url("/t.tgz"))]);
    desk.file("home/.npmrc", format!("registry={}\n//{}/:_authToken=s3cret\n", server.url("/"), server.authority()));
    let ran = desk.run(&["npm", "server@1.2.3"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(server.asked().iter().all(|asked| asked.header("authorization") == Some("Bearer s3cret")));
    assert!(elsewhere.asked().iter().all(|asked| asked.header("authorization").is_none()));
}

/// Neither an error, nor a report, nor a file of the cache may hold what only the registry should know.
#[test]
fn a_token_is_not_written_down() {
    let desk = Desk::new();
    let server = shop::npm(pack::npm(HARMLESS, &[]));
    desk.file("home/.npmrc", format!("registry={}\n//{}/:_authToken=s3cret\n", server.url("/"), server.authority()));
    assert_eq!(desk.run(&["npm", "server@1.2.3"]).code, Some(0));
    let mut folders = vec![desk.path("cache")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
                continue;
            }
            files += 1;
            let bytes = std::fs::read(entry.path()).unwrap();
            assert!(!bytes.windows(6).any(|window| window == b"s3cret"), "{}", entry.path().display());
        }
    }
    assert!(files >= 2, "the database and the tarball");
}

#[test]
fn what_was_taken_back_is_shown() {
    let desk = Desk::new();
    let server = shop::npm_with(pack::npm(HARMLESS, &[]), |manifest| manifest["deprecated"] = json!("use \u{1b}[2Jother\u{202e}"));
    let ran = desk.run(&["npm", "server@1.2.3", "--registry", &server.url("/")]);
    assert!(ran.out.contains("deprecated by its publisher: use "), "{}", ran.out);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.out);
    let sdist = pack::sdist("x = 1\n", &[]);
    let index = shop::pypi_with(&[(shop::SDIST, &sdist)], |entry| entry["yanked"] = json!("it deletes files"));
    let ran = desk.run(&["pypi", "my-server==1.0", "--index-url", &index.url("/simple")]);
    assert!(ran.out.contains("yanked by its publisher: it deletes files"), "{}", ran.out);
}

#[test]
fn a_weak_digest_is_not_called_verified() {
    let desk = Desk::new();
    let server = shop::npm_with(pack::npm(HARMLESS, &[]), |manifest| {
        manifest["dist"].as_object_mut().unwrap().remove("integrity");
    });
    let report = desk.json(&["npm", "server@1.2.3", "--registry", &server.url("/")]);
    assert_eq!(report["package"]["artifacts"][0]["verified"], false);
}

#[test]
fn wheel_and_source_are_both_judged_and_what_one_alone_holds_is_shown() {
    let desk = Desk::new();
    let shared = "import os\nfrom . import extra\n\ndef main():\n    os.system('echo ' + input())\n";
    let wheel = pack::wheel_of(shared, &[("my_server/extra.py", b"import subprocess\nsubprocess.run('ls ' + input(), shell=True)\n")]);
    let sdist = pack::sdist(shared, &[]);
    let index = shop::pypi(&[(shop::SDIST, &sdist), (shop::WHEEL, &wheel)]);
    let report = desk.json(&["pypi", "my-server==1.0", "--index-url", &index.url("/simple")]);
    let files: Vec<_> =
        report["package"]["artifacts"].as_array().unwrap().iter().map(|artifact| artifact["file"].as_str().unwrap()).collect();
    assert_eq!(files, [shop::WHEEL, shop::SDIST]);
    let found = findings(&report);
    let count = |rule: &str, path: &str| found.iter().filter(|(a, b)| a == rule && b == path).count();
    assert_eq!(count("shell-command", "my_server/__init__.py"), 1, "a file that both hold counts once: {found:?}");
    assert_eq!(count("unmatched-source", "my_server/extra.py"), 1, "{found:?}");
    assert_eq!(count("shell-command", "my_server/extra.py"), 1, "{found:?}");
}

#[test]
fn the_exit_code_follows_the_verdict_and_the_threshold() {
    let desk = Desk::new();
    let server = shop::npm(pack::npm(pack::THIEF, &[]));
    let codes = ["review", "block", "never"].map(|limit| {
        let ran = desk.run(&["npm", "server@1.2.3", "--registry", &server.url("/"), "--fail-on", limit, "--format", "json"]);
        (ran.json()["verdict"].as_str().unwrap().to_owned(), ran.code)
    });
    assert_eq!(codes, [("block", 1), ("block", 1), ("block", 0)].map(|(verdict, code)| (verdict.to_owned(), Some(code))));
}
