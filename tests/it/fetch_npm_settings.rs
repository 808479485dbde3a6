//! Settings as npm reads them: which registry is asked, with which credentials, through which proxy.

use mcpscan::fetch::FetchError;
use mcpscan::model::PackageName;
use serde_json::json;

use crate::npm_world::{BYTES, TARBALL, World, authorization, manifest, packument, registry, registry_with};
use crate::registry::{Answer, Server};

fn registry_of(world: &World, name: &str) -> String {
    let name = PackageName::npm(name).expect("the test names a package");
    world.fetcher().and_then(|fetcher| fetcher.npm_registry_for(&name)).expect("the settings can be read").into()
}

mod registries {
    use super::*;

    #[test]
    fn the_public_registry_is_the_default() {
        let url = registry_of(&World::new(), "server");
        assert!(url.starts_with("https://registry.npm") && url.ends_with("/"), "{url}");
    }

    #[test]
    fn flags_win_over_environment_over_project_over_user_over_global() {
        let mut world = World::new();
        let global = world.path("etc/npmrc");
        world = world.file("etc/npmrc", "registry=https://global.example/").env("npm_config_globalconfig", global.to_str().unwrap());
        assert_eq!(registry_of(&world, "server"), "https://global.example/");
        world = world.file("home/.npmrc", "registry = https://user.example/npm");
        assert_eq!(registry_of(&world, "server"), "https://user.example/npm/");
        world = world.file("project/.npmrc", "registry=https://project.example/ ; why");
        assert_eq!(registry_of(&world, "server"), "https://project.example/");
        world = world.env("NPM_CONFIG_REGISTRY", "https://env.example/");
        assert_eq!(registry_of(&world, "server"), "https://env.example/");
        world.options.registry = Some("https://flag.example".to_owned());
        assert_eq!(registry_of(&world, "server"), "https://flag.example/");
    }

    #[test]
    fn the_user_file_may_lie_elsewhere() {
        let world = World::new().file("elsewhere/rc", "registry=https://a.example/").file("home/.npmrc", "registry=https://b.example/");
        let file = world.path("elsewhere/rc");
        assert_eq!(registry_of(&world.env("NPM_CONFIG_USERCONFIG", file.to_str().unwrap()), "x"), "https://a.example/");
    }

    #[test]
    fn the_global_file_lies_under_the_prefix_or_beside_node() {
        let world = World::new().file("usr/bin/node", "").file("usr/etc/npmrc", "registry=https://beside.example/");
        let bin = world.path("usr/bin");
        let world = world.env("PATH", bin.to_str().unwrap());
        assert_eq!(registry_of(&world, "x"), "https://beside.example/");
        let world = world.file("prefix/etc/npmrc", "registry=https://prefix.example/");
        let prefix = world.path("prefix");
        let world = world.file("home/.npmrc", &format!("prefix={}", prefix.display()));
        assert_eq!(registry_of(&world, "x"), "https://prefix.example/");
    }

    #[test]
    fn the_project_is_the_nearest_folder_with_a_manifest() {
        let mut world = World::new().file("project/.npmrc", "registry=https://project.example/").file("project/src/deep/a.js", "");
        world.surroundings.cwd = world.path("project/src/deep");
        assert_eq!(registry_of(&world, "x"), "https://project.example/");
    }

    #[test]
    fn scopes_have_registries_of_their_own() {
        let world = World::with_registry("https://flag.example/").file("home/.npmrc", "@acme:registry=https://acme.example/npm\n");
        assert_eq!(registry_of(&world, "@acme/server"), "https://acme.example/npm/");
        assert_eq!(registry_of(&world, "@other/server"), "https://flag.example/");
        assert_eq!(registry_of(&world, "server"), "https://flag.example/");
        let world = world.env("npm_config_@acme:registry", "https://env.example/");
        assert_eq!(registry_of(&world, "@acme/server"), "https://env.example/");
    }

    #[test]
    fn tarballs_of_the_public_registry_come_from_the_mirror() {
        let public = registry_of(&World::new(), "server");
        let (server, world) = registry_with(|manifest| manifest["dist"]["tarball"] = json!(format!("{public}server/-/server-1.2.3.tgz")));
        let (resolved, _) = world.fetch("server").unwrap();
        assert_eq!(resolved.files[0].url.as_str(), server.url(TARBALL));
        assert!(resolved.facts.notes.is_empty());
        let kept = world.env("npm_config_replace_registry_host", "never").resolve("server").unwrap();
        assert!(kept.files[0].url.as_str().starts_with(&public));
    }

    #[test]
    fn a_registry_that_is_no_url_is_named_by_its_place() {
        let world = World::new().file("home/.npmrc", "; mine\nregistry=nonsense");
        let error = world.error("server").to_string();
        let place = format!("`nonsense`, given by `registry` in {}:2, is not a URL", world.path("home/.npmrc").display());
        assert!(error.starts_with(&place) && error.contains("\nhint: "), "{error}");
        let flag = World::with_registry("ftp://me:secret@a.example/");
        let error = flag.fetcher().err().unwrap().to_string();
        assert!(error.starts_with("`a.example/`, given by --registry") && !error.contains("secret"), "{error}");
    }

    #[test]
    fn a_file_that_is_not_text_is_named() {
        let world = World::new();
        std::fs::write(world.path("home/.npmrc"), [0xff, 0xfe, 0]).unwrap();
        let error = world.error("server");
        assert!(matches!(&error, FetchError::BadConfig { file, .. } if *file == world.path("home/.npmrc")), "{error:?}");
        assert!(error.to_string().contains("it is not UTF-8\nhint: "), "{error}");
    }

    #[test]
    fn plain_http_needs_a_setting_that_says_so() {
        let world = World::new();
        let proxy = Server::start();
        let world = world.env("http_proxy", &proxy.url("/"));
        proxy.route("http://plain.example/server", [Answer::json(&packument("server", manifest("server", "1.2.3", "x.tgz")))]);
        proxy.route("http://plain.example/x.tgz", [Answer::file(BYTES)]);
        assert!(world.file("home/.npmrc", "registry=http://plain.example/").fetch("server").is_ok());
    }
}

mod credentials {
    use super::*;

    /// What is sent for the document and for the tarball.
    fn sent(npmrc: &str) -> [Option<String>; 2] {
        let (server, world) = registry();
        let world = world.file("home/.npmrc", &npmrc.replace("HOST", &server.authority())).env("TOKEN", "t0k");
        world.fetch("server").expect("the registry refuses nobody");
        ["/server", TARBALL].map(|target| authorization(&server, target).remove(0))
    }

    fn both(header: &str) -> [Option<String>; 2] {
        [Some(header.to_owned()), Some(header.to_owned())]
    }

    #[test]
    fn every_form_of_credentials_is_sent() {
        assert_eq!(sent("//HOST/:_authToken=secret"), both("Bearer secret"));
        assert_eq!(sent("//HOST/:_authToken=123456"), both("Bearer 123456"));
        assert_eq!(sent("//HOST/:_authToken=${TOKEN}"), both("Bearer t0k"));
        assert_eq!(sent("//HOST:_auth=bWU6cGFzcw=="), both("Basic bWU6cGFzcw=="));
        assert_eq!(sent("//HOST/:username=me\n//HOST/:_password=cGFzcw=="), both("Basic bWU6cGFzcw=="));
    }

    #[test]
    fn nothing_is_sent_to_others_or_without_a_value() {
        assert_eq!(sent("//other.example/:_authToken=secret"), [None, None]);
        assert_eq!(sent("_authToken=secret"), [None, None]);
        assert_eq!(sent("//HOST/:_authToken=${ABSENT}"), [None, None]);
        assert_eq!(sent("//HOST/:username=me"), [None, None]);
    }

    #[test]
    fn credentials_reach_as_far_as_their_path() {
        let server = Server::start();
        for folder in ["/a", "/b"] {
            let tarball = server.url(&format!("{folder}/x.tgz"));
            server.route(&format!("{folder}/server"), [Answer::json(&packument("server", manifest("server", "1.2.3", &tarball)))]);
            server.route(&format!("{folder}/x.tgz"), [Answer::file(BYTES)]);
        }
        let npmrc = format!("//{0}/a/:_authToken=for-a\n//{0}/bb/:_authToken=for-bb", server.authority());
        for folder in ["/a", "/b"] {
            World::with_registry(&server.url(folder)).file("home/.npmrc", &npmrc).fetch("server").unwrap();
        }
        assert_eq!(authorization(&server, "/a/server"), [Some("Bearer for-a".to_owned())]);
        assert_eq!(authorization(&server, "/b/server"), [None]);
        assert_eq!(authorization(&server, "/b/x.tgz"), [None]);
    }

    #[test]
    fn a_tarball_beside_its_registry_gets_the_registrys_credentials() {
        let server = Server::start();
        let document = packument("server", manifest("server", "1.2.3", &server.url("/files/x.tgz")));
        server.route("/api/npm/server", [Answer::json(&document)]);
        server.route("/files/x.tgz", [Answer::file(BYTES)]);
        let npmrc = format!("//{}/api/npm/:_authToken=secret", server.authority());
        World::with_registry(&server.url("/api/npm/")).file("home/.npmrc", &npmrc).fetch("server").unwrap();
        assert_eq!(authorization(&server, "/files/x.tgz"), [Some("Bearer secret".to_owned())]);
    }

    #[test]
    fn credentials_in_the_registrys_address_are_sent_and_never_shown() {
        let (server, mut world) = registry();
        world.options.registry = Some(server.url("/").replace("http://", "http://me:p%40ss@"));
        let (resolved, _) = world.fetch("server").unwrap();
        assert_eq!(authorization(&server, "/server"), [Some("Basic bWU6cEBzcw==".to_owned())]);
        let json = serde_json::to_string(&resolved).unwrap();
        assert!(!json.contains("p%40ss") && !json.contains("me:"), "{json}");
        assert_eq!(resolved.source, server.url("/"));
    }

    #[test]
    fn tokens_may_come_from_the_environment() {
        let (server, world) = registry();
        world.env(&format!("npm_config_//{}/:_authToken", server.authority()), "secret").fetch("server").unwrap();
        assert_eq!(authorization(&server, "/server"), [Some("Bearer secret".to_owned())]);
    }
}

mod connections {
    use super::*;

    /// A proxy that answers for `http://far.example/`.
    fn proxy() -> Server {
        let proxy = Server::start();
        let document = packument("server", manifest("server", "1.2.3", "http://far.example/x.tgz"));
        proxy.route("http://far.example/server", [Answer::json(&document)]);
        proxy.route("http://far.example/x.tgz", [Answer::file(BYTES)]);
        proxy
    }

    fn far() -> World {
        World::with_registry("http://far.example/")
    }

    #[test]
    fn proxies_come_from_settings_and_environment() {
        for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "npm_config_proxy", "npm_config_https_proxy"] {
            let proxy = proxy();
            assert!(far().env(name, &proxy.url("/")).fetch("server").is_ok(), "{name}");
            assert_eq!(proxy.asked().len(), 2, "{name}");
        }
        let proxy = proxy();
        far().file("home/.npmrc", &format!("proxy={}", proxy.authority())).fetch("server").unwrap();
        assert_eq!(proxy.asked().len(), 2);
    }

    #[test]
    fn https_goes_through_a_tunnel() {
        let proxy = Server::start();
        let mut world = World::with_registry("https://far.example/").env("HTTPS_PROXY", &proxy.url("/"));
        world.options.retries = 0;
        assert!(matches!(world.error("server"), FetchError::Unreachable { .. }));
        let asked = proxy.asked();
        assert_eq!((asked[0].method.as_str(), asked[0].target.as_str()), ("CONNECT", "far.example:443"));
        assert_eq!(asked[0].header("authorization"), None);
    }

    #[test]
    fn a_proxys_password_goes_to_the_proxy_alone() {
        let proxy = proxy();
        far().env("http_proxy", &proxy.url("/").replace("http://", "http://me:pass@")).fetch("server").unwrap();
        let asked = &proxy.asked()[0];
        assert_eq!(asked.header("proxy-authorization"), Some("Basic bWU6cGFzcw=="));
        assert_eq!(asked.header("authorization"), None);
    }

    #[test]
    fn hosts_may_be_reached_past_the_proxy() {
        let dead = "http://127.0.0.1:9/";
        for (name, value) in [("NO_PROXY", "127.0.0.1"), ("npm_config_noproxy", "other.example,127.0.0.1"), ("npm_config_proxy", "null")] {
            let (_server, world) = registry();
            assert!(world.env("http_proxy", dead).env(name, value).fetch("server").is_ok(), "{name}");
        }
        let (_server, mut world) = registry();
        world.options.retries = 0;
        assert!(world.env("http_proxy", dead).fetch("server").is_err());
    }

    #[test]
    fn a_proxy_that_is_no_url_is_told_without_its_password() {
        let error = far().env("npm_config_proxy", "socks5://me:secret@a.example/").error("server").to_string();
        assert!(error.contains("given by npm_config_proxy") && !error.contains("secret"), "{error}");
    }

    #[test]
    fn certificates_that_cannot_be_read_are_named() {
        let world = || World::with_registry("https://registry.invalid/").file("ca.pem", "no certificate");
        for name in ["npm_config_cafile", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"] {
            let world = world();
            let (bad, missing) = (world.path("ca.pem"), world.path("missing.pem"));
            let world = world.env(name, bad.to_str().unwrap());
            assert!(matches!(world.error("server"), FetchError::BadConfig { file, .. } if file == bad), "{name}");
            let world = world.env(name, missing.to_str().unwrap());
            assert!(matches!(world.error("server"), FetchError::BadConfig { file, .. } if file == missing), "{name}");
        }
    }

    #[test]
    fn a_ca_in_the_npmrc_is_read_with_its_line_ends() {
        let error = |value: &str| {
            let world = World::with_registry("https://registry.invalid/").file("home/.npmrc", &format!("ca[]={value}"));
            world.error("server")
        };
        let pem = include_str!("fixtures/ca.pem").replace('\n', "\\n");
        assert!(matches!(error(&pem), FetchError::Dns { .. }), "{:?}", error(&pem));
        assert!(matches!(error(&format!("\"{pem}\"")), FetchError::Dns { .. }));
        assert!(matches!(error("nonsense"), FetchError::BadConfig { .. }));
    }

    #[test]
    fn unchecked_certificates_are_noted() {
        let (_server, world) = registry();
        let resolved = world.file("home/.npmrc", "strict-ssl=false").resolve("server").unwrap();
        assert_eq!(resolved.facts.notes, ["strict-ssl=false: the registry's certificate was not checked"]);
    }
}
