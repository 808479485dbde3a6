//! `fetch` against npm registries that behave, and that do not.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use mcpscan::fetch::{FetchError, Resolved};
use mcpscan::model::Verification;
use serde_json::json;

use crate::npm_world::{BYTES, MS, TARBALL, World, authorization, block_on, manifest, packument, registry, registry_with, sri};
use crate::registry::{Answer, Server};

mod resolving {
    use super::*;

    #[test]
    fn a_version_comes_with_its_verified_bytes() {
        let (server, world) = registry();
        let (resolved, artifact) = world.fetch("server@1.2.3").unwrap();
        assert_eq!(resolved.id.to_string(), "server@1.2.3");
        assert_eq!(resolved.source, server.url("/"));
        let mcpscan::model::RegistryFacts { deprecated, yanked, notes, .. } = resolved.facts;
        assert_eq!((deprecated, yanked, notes), (None, None, Vec::new()));
        assert_eq!((artifact.file.as_str(), &*artifact.bytes), ("server-1.2.3.tgz", BYTES));
        assert_eq!(artifact.verification, Verification::Verified { integrity: sri(BYTES) });
    }

    #[test]
    fn requests_say_who_asks_and_for_which_form() {
        let (server, world) = registry();
        world.fetch("server").unwrap();
        let asked = server.asked();
        let agent = concat!("mcpscan/", env!("CARGO_PKG_VERSION"));
        assert!(asked.iter().all(|asked| asked.method == "GET" && asked.header("user-agent") == Some(agent)));
        assert!(asked[0].header("accept").unwrap().starts_with("application/json"));
        assert_eq!(asked[0].header("accept-encoding"), Some("gzip"));
        assert_eq!(asked[1].header("accept-encoding"), None);
    }

    #[test]
    fn ranges_and_tags_end_as_a_pin() {
        let server = Server::start();
        let versions = ["1.0.0", "1.5.0", "2.0.0-rc.1"].map(|version| (version.to_owned(), manifest("@acme/server", version, "x.tgz")));
        let tags = json!({ "latest": "1.5.0", "next": "2.0.0-rc.1" });
        let document = json!({ "name": "@acme/server", "dist-tags": tags, "versions": serde_json::Map::from_iter(versions) });
        server.route("/npm/@acme%2fserver", [Answer::json(&document)]);
        let world = World::with_registry(&server.url("/npm"));
        for (spec, pin) in [("", "1.5.0"), ("@^1", "1.5.0"), ("@next", "2.0.0-rc.1"), ("@<1.5", "1.0.0"), ("@1.0.0", "1.0.0")] {
            let resolved = world.resolve(&format!("@acme/server{spec}")).unwrap();
            assert_eq!(resolved.id.version, pin, "{spec}");
            assert_eq!(resolved.files[0].file, format!("server-{pin}.tgz"));
        }
        assert!(matches!(world.resolve("@acme/server@^7"), Err(FetchError::NoMatch { nearest, .. }) if nearest.len() == 5));
        assert!(matches!(world.resolve("@acme/server@1.0.1"), Err(FetchError::UnknownVersion { nearest, .. }) if nearest[0] == "1.0.0"));
    }

    #[test]
    fn deprecation_is_told() {
        let (_server, world) = registry_with(|manifest| manifest["deprecated"] = json!("use other"));
        assert_eq!(world.resolve("server@1.2.3").unwrap().facts.deprecated.as_deref(), Some("use other"));
    }

    #[test]
    fn compressed_documents_are_read() {
        let server = Server::start();
        let document = packument("server", manifest("server", "1.2.3", &server.url(TARBALL)));
        server.route("/server", [Answer::json(&document).gzipped()]);
        assert!(World::with_registry(&server.url("/")).resolve("server").is_ok());
    }

    #[test]
    fn an_unknown_package_is_named_with_its_registry() {
        let server = Server::start();
        let error = World::with_registry(&server.url("/")).error("@acme/nothing@1.0.0").to_string();
        assert!(error.starts_with(&format!("`@acme/nothing` is not in the registry {}\nhint: ", server.url("/"))), "{error}");
    }

    #[test]
    fn a_document_about_another_package_is_refused() {
        let server = Server::start();
        server.route("/server", [Answer::json(&packument("evil", manifest("evil", "1.2.3", "x.tgz")))]);
        let error = World::with_registry(&server.url("/")).error("server");
        assert_eq!(error, FetchError::OtherPackage { asked: "server".into(), got: "evil".into() });
    }

    #[test]
    fn a_manifest_of_another_version_or_name_is_refused() {
        for (key, value, got) in [("version", "9.9.9", "server@9.9.9"), ("name", "evil\u{1b}", "evil\u{fffd}@1.2.3")] {
            let server = Server::start();
            let mut document = packument("server", manifest("server", "1.2.3", "x.tgz"));
            document["versions"]["1.2.3"][key] = json!(value);
            server.route("/server", [Answer::json(&document)]);
            let error = World::with_registry(&server.url("/")).error("server@1.2.3");
            assert_eq!(error, FetchError::OtherPackage { asked: "server@1.2.3".into(), got: got.into() });
        }
    }

    #[test]
    fn what_is_resolved_survives_the_cache() {
        let (_server, world) = registry();
        let resolved = world.resolve("server").unwrap();
        let json = serde_json::to_string(&resolved).unwrap();
        assert_eq!(serde_json::from_str::<Resolved>(&json).unwrap(), resolved);
    }
}

mod integrity {
    use super::*;

    #[test]
    fn other_bytes_than_promised_are_refused() {
        let (server, world) = registry();
        server.route(TARBALL, [Answer::file("something else")]);
        let error = world.error("server");
        let file = "server-1.2.3.tgz".to_owned();
        assert_eq!(error, FetchError::HashMismatch { file, expected: sri(BYTES), got: sri(b"something else") });
        assert!(error.to_string().contains("\nhint: "), "{error}");
    }

    #[test]
    fn a_matching_shasum_does_not_heal_a_wrong_integrity() {
        let (_server, world) = registry_with(|manifest| manifest["dist"]["integrity"] = json!(sri(b"another")));
        assert!(matches!(world.error("server"), FetchError::HashMismatch { .. }));
    }

    #[test]
    fn a_shasum_alone_is_weak() {
        let (_server, world) = registry_with(|manifest| _ = manifest["dist"].as_object_mut().unwrap().remove("integrity"));
        let (resolved, artifact) = world.fetch("server").unwrap();
        assert!(matches!(artifact.verification, Verification::Weak { .. }));
        assert_eq!(resolved.facts.notes, ["the registry gives only a SHA-1 for the tarball, which does not prove its content"]);
    }

    #[test]
    fn no_hash_is_unverified() {
        let (_server, world) = registry_with(|manifest| manifest["dist"] = json!({ "tarball": manifest["dist"]["tarball"] }));
        let (resolved, artifact) = world.fetch("server").unwrap();
        assert!(matches!(artifact.verification, Verification::Unverified { .. }));
        assert_eq!(resolved.facts.notes, ["the registry gives no hash for the tarball"]);
    }

    #[test]
    fn a_broken_integrity_is_an_error_and_not_a_downgrade() {
        let (_server, world) = registry_with(|manifest| manifest["dist"]["integrity"] = json!("sha512-AAAA"));
        assert!(matches!(world.error("server"), FetchError::BadDocument { .. }));
    }

    #[test]
    fn artifacts_are_not_decoded_on_the_way() {
        let (server, world) = registry_with(|manifest| {
            let integrity = sri(&Answer::file(BYTES).gzipped().into_body());
            manifest["dist"] = json!({ "tarball": manifest["dist"]["tarball"], "integrity": integrity });
        });
        server.route(TARBALL, [Answer::file(BYTES).gzipped()]);
        assert!(world.fetch("server").unwrap().1.verification.is_verified());
    }
}

mod trouble {
    use super::*;

    #[test]
    fn passing_trouble_is_retried() {
        let (server, world) = registry();
        let document = Answer::json(&packument("server", manifest("server", "1.2.3", &server.url(TARBALL))));
        server.route("/server", [Answer::status(503), Answer::status(429), document]);
        server.route(TARBALL, [Answer::file(BYTES).truncated(5), Answer::status(500), Answer::file(BYTES)]);
        assert!(world.fetch("server").is_ok());
        assert_eq!((server.asked_for("/server").len(), server.asked_for(TARBALL).len()), (3, 3));
    }

    #[test]
    fn lasting_trouble_ends_after_the_retries() {
        let (server, world) = registry();
        server.route(TARBALL, [Answer::status(503)]);
        let error = world.error("server");
        assert!(matches!(error, FetchError::Status { status: 503, .. }), "{error}");
        assert_eq!(server.asked_for(TARBALL).len(), 4);
    }

    #[test]
    fn a_wish_to_wait_is_granted_and_a_long_one_is_not() {
        let (server, world) = registry();
        server.route(TARBALL, [Answer::status(429).header("Retry-After", "1"), Answer::file(BYTES)]);
        let start = Instant::now();
        world.fetch("server").unwrap();
        assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
        server.route(TARBALL, [Answer::status(429).header("Retry-After", "3600"), Answer::file(BYTES)]);
        let error = world.error("server").to_string();
        assert!(error.contains("answered with status 429, and asks to wait 3600 s\nhint: "), "{error}");
    }

    #[test]
    fn other_statuses_are_final() {
        let (server, world) = registry();
        for (status, hint) in [(404, "gone"), (410, "gone"), (418, "registry and proxy settings"), (204, "")] {
            server.route(TARBALL, [Answer::status(status)]);
            let before = server.asked_for(TARBALL).len();
            let error = world.error("server").to_string();
            assert!(error.contains(hint), "{error}");
            assert_eq!(server.asked_for(TARBALL).len(), before + 1);
        }
    }

    #[test]
    fn refused_access_hints_at_credentials() {
        let (server, mut world) = registry();
        server.route("/server", [Answer::status(401)]);
        let error = world.error("server").to_string();
        assert!(error.contains("(status 401)\nhint: it wants credentials"), "{error}");
        world = world.file("home/.npmrc", &format!("//{}/:_authToken=t", server.authority()));
        let error = world.error("server").to_string();
        assert!(error.contains("were refused"), "{error}");
    }

    #[test]
    fn an_html_page_is_called_one() {
        let (server, world) = registry();
        server.route("/server", [Answer::html("<html>Please log in")]);
        let error = world.error("server").to_string();
        assert!(error.contains("answered with an HTML page instead of JSON\nhint: a proxy"), "{error}");
    }

    #[test]
    fn a_body_cut_short_is_told() {
        let (server, mut world) = registry();
        world.options.retries = 0;
        server.route(TARBALL, [Answer::file(BYTES).truncated(7)]);
        let error = world.error("server");
        assert!(matches!(error, FetchError::CutShort { got: 7, .. }), "{error:?}");
    }

    #[test]
    fn bodies_have_a_cap_with_and_without_a_length() {
        let (server, mut world) = registry();
        world.options.max_size = 20;
        for answer in [Answer::file(BYTES), Answer::file([7; 4096]).endless()] {
            server.route(TARBALL, [answer]);
            let error = world.error("server").to_string();
            assert!(error.contains("is larger than the limit of 20 bytes\nhint: raise it with --max-size"), "{error}");
        }
        assert_eq!(server.asked_for(TARBALL).len(), 2, "a cap is no reason to try again");
    }

    #[test]
    fn documents_have_a_cap_after_decompression() {
        let (server, world) = registry();
        server.route("/server", [Answer::new(200, "application/json", vec![b' '; 70 << 20]).gzipped()]);
        assert!(matches!(world.error("server"), FetchError::TooLarge { .. }));
    }

    #[test]
    fn a_silent_registry_times_out() {
        let (server, mut world) = registry();
        world.options.read_timeout = MS * 100;
        world.options.retries = 1;
        server.route("/server", [Answer::status(200).late(MS * 2_000)]);
        let error = world.error("server").to_string();
        assert!(error.contains("gave no answer within 0.1 s\nhint: "), "{error}");
        assert_eq!(server.asked_for("/server").len(), 2);
    }

    #[test]
    fn a_body_that_never_ends_in_time_is_given_up() {
        let (server, mut world) = registry();
        world.options.timeout = MS * 300;
        server.route(TARBALL, [Answer::file(BYTES).trickle(MS * 100)]);
        let start = Instant::now();
        assert!(matches!(world.error("server"), FetchError::Timeout { .. }));
        assert!(start.elapsed() < MS * 2_000, "{:?}", start.elapsed());
    }

    #[test]
    fn a_registry_that_is_down_is_told_with_its_host() {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let error = World::with_registry(&format!("http://{closed}/")).error("server").to_string();
        assert!(error.starts_with(&format!("cannot connect to {closed}: ")) && error.contains("\nhint: "), "{error}");
    }

    #[test]
    fn a_host_without_address_is_told() {
        let error = World::with_registry("https://registry.invalid/").error("server");
        assert!(matches!(&error, FetchError::Dns { host, .. } if host == "registry.invalid"), "{error:?}");
    }

    #[test]
    fn a_server_without_tls_behind_https_is_told() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").unwrap();
            std::io::Read::read(&mut stream, &mut [0; 1024]).unwrap();
        });
        let error = World::with_registry(&format!("https://{address}/")).error("server");
        assert!(matches!(error, FetchError::Tls { .. }), "{error:?}");
    }

    #[test]
    fn progress_ends_at_the_whole() {
        let (_server, world) = registry();
        let resolved = world.resolve("server").unwrap();
        let (done, total) = (AtomicU64::new(0), AtomicU64::new(0));
        let progress = |now: u64, of: Option<u64>| {
            done.store(now, Ordering::SeqCst);
            total.store(of.unwrap(), Ordering::SeqCst);
        };
        block_on(world.fetcher().unwrap().download(&resolved.files[0], &progress)).unwrap();
        assert_eq!((done.into_inner(), total.into_inner()), (BYTES.len() as u64, BYTES.len() as u64));
    }

    #[test]
    fn offline_asks_nobody_and_says_what_is_missing() {
        let (server, mut world) = registry();
        let resolved = world.resolve("server").unwrap();
        world.options.offline = true;
        let before = server.asked().len();
        let error = world.error("server@1.2.3").to_string();
        assert!(error.starts_with("what the registry says of `server@1.2.3` is not in the cache"), "{error}");
        let download = block_on(world.fetcher().unwrap().download(&resolved.files[0], &|_, _| ()));
        let error = download.unwrap_err().to_string();
        assert!(error.starts_with("`server-1.2.3.tgz` is not in the cache"), "{error}");
        assert_eq!(server.asked().len(), before);
    }
}

mod redirects {
    use super::*;

    #[test]
    fn redirects_are_followed() {
        let (server, world) = registry();
        server.route(TARBALL, [Answer::redirect("/a")]);
        server.route("/a", [Answer::redirect("b")]);
        server.route("/b", [Answer::file(BYTES)]);
        assert!(world.fetch("server").is_ok());
    }

    #[test]
    fn redirects_in_a_circle_end() {
        let (server, world) = registry();
        server.route(TARBALL, [Answer::redirect(TARBALL)]);
        assert!(matches!(world.error("server"), FetchError::RedirectLoop { limit: 5, .. }));
        assert_eq!(server.asked_for(TARBALL).len(), 6);
    }

    #[test]
    fn redirects_to_other_schemes_are_refused() {
        let (server, world) = registry();
        for target in ["file:///etc/passwd", "ftp://a.example/x", "http://a.example/x", "data:,x"] {
            server.route(TARBALL, [Answer::redirect(target)]);
            let error = world.error("server");
            assert!(matches!(error, FetchError::Scheme { .. }), "{error:?}");
        }
        server.route(TARBALL, [Answer::redirect("https://")]);
        assert!(matches!(world.error("server"), FetchError::BadRedirect { .. }));
        server.route(TARBALL, [Answer::status(302)]);
        assert!(matches!(world.error("server"), FetchError::BadRedirect { .. }));
    }

    #[test]
    fn credentials_do_not_follow_to_another_origin_and_do_not_come_back() {
        let (server, world) = registry();
        let other = Server::start();
        server.route(TARBALL, [Answer::redirect(&other.url("/x"))]);
        other.route("/x", [Answer::redirect(&server.url("/back"))]);
        server.route("/back", [Answer::file(BYTES)]);
        let world = world.file("home/.npmrc", &format!("//{}/:_authToken=secret", server.authority()));
        world.fetch("server").unwrap();
        assert_eq!(authorization(&server, TARBALL), [Some("Bearer secret".to_owned())]);
        assert_eq!(authorization(&other, "/x"), [None]);
        assert_eq!(authorization(&server, "/back"), [None]);
    }

    #[test]
    fn a_tarball_on_another_host_gets_no_credentials_and_is_noted() {
        let other = Server::start();
        other.route("/cdn/x.tgz", [Answer::file(BYTES)]);
        let (server, world) = registry_with(|manifest| manifest["dist"]["tarball"] = json!(other.url("/cdn/x.tgz")));
        let world = world.file("home/.npmrc", &format!("//{}/:_authToken=secret", server.authority()));
        let (resolved, _) = world.fetch("server").unwrap();
        assert_eq!(authorization(&server, "/server"), [Some("Bearer secret".to_owned())]);
        assert_eq!(authorization(&other, "/cdn/x.tgz"), [None]);
        assert_eq!(resolved.facts.notes, [format!("the tarball is not served by the registry but by {}", other.authority())]);
    }

    #[test]
    fn a_tarball_may_not_be_a_file() {
        let (_server, world) = registry_with(|manifest| manifest["dist"]["tarball"] = json!("file:///etc/passwd"));
        assert!(matches!(world.error("server"), FetchError::Scheme { .. }));
    }
}
