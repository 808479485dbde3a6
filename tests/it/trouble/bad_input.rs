//! What cannot be judged is refused in one line, with the next step, exit 2 and nothing on stdout.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::json;

use super::desk::Desk;
use super::pack;
use super::shop::{self, TARBALL};
use crate::registry::{Answer, Server};

const HARMLESS: &str = "console.error('ready');\n";

fn npm(desk: &Desk, server: &Server, spec: &str) -> super::desk::Ran {
    desk.run(&["npm", spec, "--registry", &server.url("/")])
}

#[test]
fn an_unknown_package_or_version_is_named_with_what_there_is() {
    let (desk, server) = (Desk::new(), shop::npm(pack::npm(HARMLESS, &[])));
    npm(&desk, &server, "sorver").says("`sorver` is not in the registry", "check the spelling");
    npm(&desk, &server, "server@9.9.9").says("`server` has no version `9.9.9`", "1.2.3");
    npm(&desk, &server, "server@beta").says("`server` has no version `beta`", "1.2.3");
    npm(&desk, &server, "server@^7").says("no version of `server` satisfies `^7`", "1.2.3");
    let index = shop::pypi(&[(shop::SDIST, &pack::sdist("x = 1\n", &[]))]);
    let pypi = |spec| desk.run(&["pypi", spec, "--index-url", &index.url("/simple")]);
    pypi("my-sorver").says("`my-sorver` is not in the registry", "check the spelling");
    pypi("my-server==9.9").says("`my-server` has no version `9.9`", "1.0");
    pypi("my-server>=9").says("no version of `my-server` satisfies `>=9`", "1.0");
}

#[test]
fn other_bytes_than_promised_are_refused() {
    let (desk, server) = (Desk::new(), shop::npm(pack::npm(HARMLESS, &[])));
    server.route(TARBALL, [Answer::file(pack::npm("eval(x)", &[]))]);
    npm(&desk, &server, "server@1.2.3").says("server-1.2.3.tgz: the bytes are not those that the registry promised", "do not install it");
    let index = shop::pypi(&[(shop::SDIST, &pack::sdist("x = 1\n", &[]))]);
    index.route(&format!("/files/{}", shop::SDIST), [Answer::file(pack::sdist("x = 2\n", &[]))]);
    desk.run(&["pypi", "my-server", "--index-url", &index.url("/simple")]).says(shop::SDIST, "do not install it");
}

#[test]
fn an_archive_cut_short_is_damaged_wherever_it_is_cut() {
    let desk = Desk::new();
    let whole = pack::npm(&HARMLESS.repeat(500), &[]);
    for at in [11, 40, whole.len() / 2, whole.len() - 9] {
        let file = desk.file("cut.tgz", &whole[..at]);
        desk.run(&["scan", &file]).says("cut.tgz: the archive is damaged", "fetch it again");
    }
    let wheel = pack::wheel_of("x = 1\n", &[]);
    for at in [30, wheel.len() / 2, wheel.len() - 1] {
        let file = desk.file("cut-1.0-py3-none-any.whl", &wheel[..at]);
        let (error, hint) = desk.run(&["scan", &file]).refused();
        assert!(error.starts_with("cut-1.0-py3-none-any.whl: ") && hint.is_some(), "{error}");
    }
    let half = whole[..whole.len() / 2].to_vec();
    npm(&desk, &shop::npm(half), "server@1.2.3").says("server@1.2.3: the archive is damaged", "fetch it again");
}

#[test]
fn a_page_where_a_document_belongs_is_told() {
    let (desk, server) = (Desk::new(), Server::start());
    server.route("/server", [Answer::html("<html><title>Sign in</title></html>")]);
    npm(&desk, &server, "server").says("answered with an HTML page instead of", "proxy");
    server.route("/server", [Answer::new(200, "application/json", "<!doctype html><p>Sign in")]);
    npm(&desk, &server, "server").says("answered with an HTML page instead of", "proxy");
    server.route("/server", [Answer::json(&json!([]))]);
    npm(&desk, &server, "server").says("/server", "registry");
    let shop = shop::npm(Vec::new());
    shop.route(TARBALL, [Answer::html("<html>Sign in</html>")]);
    let (error, hint) = npm(&desk, &shop, "server").refused();
    assert!(error.contains("server-1.2.3.tgz") && hint.is_some(), "{error}");
}

#[test]
fn a_registry_that_is_down_or_refuses_is_told() {
    let desk = Desk::new();
    let gone = Server::start().url("/");
    desk.run(&["npm", "server", "--registry", &gone]).says("cannot connect to 127.0.0.1", "check the network");
    let server = Server::start();
    server.route("/server", [Answer::status(401)]);
    npm(&desk, &server, "server").says("refused access (status 401)", "credentials");
    server.route("/server", [Answer::status(503).header("Retry-After", "0")]);
    npm(&desk, &server, "server").says("status 503", "try again later");
}

#[test]
fn a_cache_that_cannot_be_written_is_told_and_can_be_done_without() {
    let desk = Desk::new();
    let archive = desk.file("server.tgz", pack::npm(HARMLESS, &[]));
    let file = desk.file("a file", "");
    desk.run(&["scan", &archive, "--cache-dir", &file]).says(&file, "--no-cache");
    desk.run(&["scan", &archive, "--cache-dir", &format!("{file}/below")]).says("a file/below", "--cache-dir DIR");
    assert_eq!(desk.run(&["scan", &archive, "--cache-dir", &file, "--no-cache"]).code, Some(0));
    std::fs::create_dir_all(desk.path("taken/mcpscan.db")).unwrap();
    desk.run(&["scan", &archive, "--cache-dir", &desk.arg("taken")]).says("mcpscan.db", "--no-cache");
}

#[cfg(unix)]
#[test]
fn a_cache_folder_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let archive = desk.file("server.tgz", pack::npm(HARMLESS, &[]));
    std::fs::create_dir(desk.path("locked")).unwrap();
    std::fs::set_permissions(desk.path("locked"), std::fs::Permissions::from_mode(0o500)).unwrap();
    if std::fs::write(desk.path("locked/probe"), "").is_ok() {
        eprintln!("skipped: permissions do not bind this user");
        return;
    }
    desk.run(&["scan", &archive, "--cache-dir", &desk.arg("locked")]).says("locked", "--no-cache");
}

#[test]
fn what_is_no_archive_is_not_taken_for_one() {
    let desk = Desk::new();
    let not_one =
        [("notes.txt", &b"plain text"[..]), ("empty.tgz", b""), ("page.tgz", b"<html></html>"), ("image.png", b"\x89PNG\r\n\x1a\n")];
    for (name, bytes) in not_one {
        let file = desk.file(name, bytes);
        let (error, hint) = desk.run(&["scan", &file]).refused();
        assert!(error.contains(name), "{error}");
        assert!(hint.is_some_and(|hint| hint.contains(".tgz, .tar.gz, .whl, .zip or .mcpb")), "{error}");
    }
    let (error, hint) = desk.run(&["scan", &desk.arg("nowhere.tgz")]).refused();
    assert!(error.contains("nowhere.tgz` does not exist") && hint.is_some(), "{error}");
}

#[test]
fn an_archive_over_a_limit_is_refused_with_the_way_out() {
    let desk = Desk::new();
    let file = desk.file("server.tgz", pack::npm(HARMLESS, &[]));
    desk.run(&["scan", &file, "--max-size", "100"]).says("server.tgz", "--max-size");
    let server = shop::npm(pack::npm(HARMLESS, &[]));
    desk.run(&["npm", "server", "--registry", &server.url("/"), "--max-size", "100"]).says("limit of 100 bytes", "--max-size");
    // Nor is it taken from an earlier run.
    assert_ne!(desk.run(&["npm", "server", "--registry", &server.url("/")]).code, Some(2));
    desk.run(&["npm", "server", "--registry", &server.url("/"), "--max-size", "100"]).says("limit of 100 bytes", "--max-size");
    // A megabyte of zeros from each kilobyte is more than npm would unpack.
    let bomb = desk.file("bomb.tgz", pack::bomb());
    let (error, hint) = desk.run(&["scan", &bomb]).refused();
    assert!(error.contains("bomb.tgz: ") && error.contains("limit 1000") && hint.is_some(), "{error} {hint:?}");
}

#[test]
fn wrong_usage_is_an_error_like_any_other() {
    let desk = Desk::new();
    let archive = desk.file("server.tgz", pack::npm(HARMLESS, &[]));
    let lines: [&[&str]; 13] = [
        &["npm"],
        &["nmp", "server"],
        &["npm", "server@1@2"],
        &["npm", "../server"],
        &["npm", "file:server"],
        &["pypi", "-x-"],
        &["npm", "server", "--offline", "--no-cache"],
        &["scan", &archive, "--python", "three"],
        &["scan", &archive, "--platform", "beos"],
        &["scan", &archive, "--fail-on", "pass"],
        &["scan", &archive, "--quiet", "--verbose"],
        &["explain", "dynamic-coda"],
        &["npm", "server", "--registry", "registry.example"],
    ];
    for line in lines {
        let (error, hint) = desk.run(line).refused();
        assert!(!error.is_empty() && hint.is_some(), "{line:?}: {error}");
    }
    desk.run(&["explain", "dynamic-coda"]).says("there is no rule `dynamic-coda`", "dynamic-code");
}

#[test]
fn signatures_of_ones_own_are_checked_to_the_line() {
    let desk = Desk::new();
    let archive = desk.file("server.tgz", pack::npm(HARMLESS, &[]));
    let scan = |folder: &str| desk.run(&["scan", &archive, "--no-cache", "--signatures", folder]);
    scan(&desk.arg("nowhere")).says("nowhere", "--signatures");
    desk.file("rules/weights.toml", "# mine\ncolour = \"red\"\n");
    let (error, _) = scan(&desk.arg("rules")).refused();
    assert!(error.contains("weights.toml:2") && error.contains("colour"), "{error}");
    desk.file("other/wights.toml", "");
    scan(&desk.arg("other")).says("wights.toml", "weights.toml");
}

#[test]
fn a_package_without_any_code_is_incomplete_and_still_reported() {
    let desk = Desk::new();
    let manifest = br#"{"name":"server","version":"1.2.3"}"#;
    let file = desk.file("server.tgz", pack::tgz("package", &[("package.json", manifest), ("README.md", b"# server\n")]));
    for flags in [&["--fail-on", "never"][..], &[]] {
        let ran = desk.run(&[&["scan", &file, "--format", "json"], flags].concat());
        assert_eq!((ran.code, ran.json()["verdict"].as_str()), (Some(2), Some("incomplete")));
        let said: Vec<&str> = ran.err.lines().collect();
        assert!(
            said.len() == 2 && said[0].starts_with("error: server@1.2.3 could not be judged") && said[1].starts_with("hint: "),
            "{said:?}"
        );
    }
    assert!(desk.run(&["scan", &file]).out.starts_with("INCOMPLETE"));
    std::fs::create_dir(desk.path("empty")).unwrap();
    assert_eq!(desk.run(&["scan", &desk.arg("empty"), "--format", "json"]).code, Some(2));
}
