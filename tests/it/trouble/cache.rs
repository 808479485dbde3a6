//! What a run leaves behind, and what the next one makes of it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::process::Stdio;
use std::time::Duration;

use super::desk::Desk;
use super::pack::THIEF;
use super::{pack, shop};
use crate::registry::{Answer, Server};

/// The bytes of a run that judged.
fn report(desk: &Desk, arguments: &[&str]) -> String {
    let ran = desk.run(&[arguments, &["--format", "json"]].concat());
    ran.json();
    ran.out
}

#[test]
fn a_second_run_asks_nobody_and_says_the_same() {
    let (desk, server) = (Desk::new(), shop::npm(pack::npm(THIEF, &[])));
    let line = ["npm", "server@1.2.3", "--registry", &server.url("/")];
    let first = report(&desk, &line);
    assert_eq!(server.asked().len(), 2);
    assert_eq!(report(&desk, &line), first);
    assert_eq!(server.asked().len(), 2);
    assert_eq!(report(&desk, &[&line[..], &["--no-cache"]].concat()), first);
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn a_tag_is_asked_for_again_and_its_tarball_is_not() {
    let (desk, server) = (Desk::new(), shop::npm(pack::npm(THIEF, &[])));
    for spec in ["server@latest", "server", "server@^1.0.0"] {
        let ran = desk.run(&["npm", spec, "--registry", &server.url("/")]);
        assert_eq!(ran.code, Some(1));
        assert!(ran.out.contains("server@1.2.3"), "the pin of {spec} is shown: {}", ran.out);
        desk.run(&["npm", spec, "--registry", &server.url("/")]);
    }
    assert_eq!(server.asked_for("/server").len(), 6);
    assert_eq!(server.asked_for(shop::TARBALL).len(), 1, "one tarball, however it was named");
    let address = server.url("/");
    drop(server);
    assert_eq!(desk.run(&["npm", "server@^1.0.0", "--registry", &address, "--offline"]).code, Some(1));
}

#[test]
fn without_a_network_the_cache_answers_or_says_what_it_lacks() {
    let desk = Desk::new();
    let server = shop::npm(pack::npm(THIEF, &[]));
    let address = server.url("/");
    let line = ["npm", "server@1.2.3", "--registry", &address];
    let offline = [&line[..], &["--offline"]].concat();
    desk.run(&offline).says("is not in the cache", "without --offline");
    assert_eq!(server.asked().len(), 0);
    let first = report(&desk, &line);
    drop(server);
    assert_eq!(report(&desk, &offline), first);
    let other = ["npm", "server@1.2.4", "--registry", &address, "--offline"];
    desk.run(&other).says("server", "without --offline");

    let index = shop::pypi(&[(shop::SDIST, &pack::sdist("x = 1\n", &[]))]);
    let address = index.url("/simple");
    let offline = ["pypi", "my-server", "--index-url", &address, "--offline"];
    desk.run(&offline).says("is not in the cache", "without --offline");
    let first = report(&desk, &offline[..4]);
    drop(index);
    assert_eq!(report(&desk, &offline), first);
}

#[test]
fn a_version_that_changed_under_its_name_is_judged_anew() {
    let (desk, server) = (Desk::new(), shop::npm(pack::npm("console.error('ready')\n", &[])));
    let line = ["npm", "server", "--registry", &server.url("/")];
    assert_eq!(desk.run(&line).code, Some(0));
    let other = pack::npm(THIEF, &[]);
    server.route("/server", [shop::packument(&shop::manifest(&server, &other))]);
    server.route(shop::TARBALL, [Answer::file(other)]);
    assert_eq!(desk.run(&line).code, Some(1));
}

/// The same bytes from a registry that vouches for them and from one that does not are two reports.
#[test]
fn what_a_registry_vouches_for_is_not_taken_from_another_ones_report() {
    let tarball = pack::npm(THIEF, &[]);
    let strong = shop::npm(tarball.clone());
    let weak = shop::npm_with(tarball, |manifest| {
        manifest["dist"].as_object_mut().unwrap().remove("integrity");
    });
    let desk = Desk::new();
    let verified = |server: &Server| {
        let report = desk.json(&["npm", "server@1.2.3", "--registry", &server.url("/")]);
        report["package"]["artifacts"][0]["verified"].as_bool().unwrap()
    };
    assert_eq!((verified(&strong), verified(&weak), verified(&strong)), (true, false, true));
}

#[test]
fn a_file_is_judged_without_touching_the_disk() {
    let desk = Desk::new();
    let file = desk.file("server.tgz", pack::npm(THIEF, &[]));
    let ran = desk.run(&["scan", &file, "--no-cache", "--offline"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(!desk.path("cache").exists());
    for folder in ["home", "project"] {
        assert_eq!(std::fs::read_dir(desk.path(folder)).unwrap().count(), 0);
    }
    let folder: Vec<_> = std::fs::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(folder.len(), 3, "{folder:?}");
}

#[test]
fn several_processes_share_one_cache() {
    let (desk, server) = (Desk::new(), shop::npm(pack::npm(THIEF, &[])));
    let address = server.url("/");
    let start = || {
        let line = ["npm", "server@1.2.3", "--registry", &address, "--format", "json"];
        desk.program(&line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = (0..6).map(|_| start()).collect();
    let ended: Vec<_> = running.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    for output in &ended {
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
        assert_eq!(output.stdout, ended[0].stdout);
    }
    let info = desk.run(&["cache", "info"]).out;
    assert!(info.contains("results    1\n"), "{info}");
}

#[test]
fn a_killed_process_leaves_a_sound_cache() {
    let (desk, server) = (Desk::new(), shop::npm(pack::npm(THIEF, &[])));
    let address = server.url("/");
    let line = ["npm", "server@1.2.3", "--registry", &address];
    let whole = report(&desk, &[&line[..], &["--no-cache"]].concat());
    for after in [0, 5, 15, 30, 60, 120] {
        let mut child = desk.program(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(after));
        child.kill().unwrap();
        child.wait().unwrap();
        let ran = desk.run(&[&line[..], &["--format", "json"]].concat());
        assert_eq!((ran.err.as_str(), &ran.out), ("", &whole), "killed after {after} ms");
        assert_eq!(desk.run(&["cache", "clear"]).code, Some(0));
    }
}

#[test]
fn a_link_in_a_folder_is_not_overlooked_because_the_folder_was_judged_before() {
    let desk = Desk::new();
    desk.file("server/package.json", br#"{"name":"server","version":"1.2.3","main":"index.js"}"#);
    desk.file("server/index.js", "console.error('ready')\n");
    let line = ["scan", &desk.arg("server")];
    let before = report(&desk, &line);
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", desk.path("server/users")).unwrap();
    let fresh = report(&desk, &[&line[..], &["--no-cache"]].concat());
    assert_eq!(report(&desk, &line), fresh);
    #[cfg(unix)]
    assert_ne!(before, fresh);
}
