//! `mcpscan export`: the approved list as clients and gateways take it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::Sha256;
use serde_json::{Value, json};

use crate::trouble::desk::{Desk, Ran};

const LIST: &str = "project/mcpscan-approved.toml";
const FORMS: [(&str, &str); 5] = [
    ("claude", include_str!("schemas/managed-settings.json")),
    ("vscode", include_str!("schemas/managed-settings.json")),
    ("docker", include_str!("schemas/docker-catalog.json")),
    ("toolhive", include_str!("schemas/toolhive-registry.json")),
    ("mcp-registry", include_str!("schemas/mcp-registry.json")),
];

/// Of the approval of a version, with a file for each of `files`.
fn approve(registry: &str, name: &str, version: &str, files: usize) -> String {
    let artifacts: Vec<String> = (0..files).map(|at| format!("\"sha256:{}\"", digest(at))).collect();
    let artifacts = artifacts.join(", ");
    format!(
        "[[approve]]\nregistry = \"{registry}\"\nname = \"{name}\"\nversion = \"{version}\"\nartifacts = [{artifacts}]\n\
         by = \"Ann\"\non = 2026-01-02\nwhy = \"we need it\"\ncapabilities = [\"process:git\"]\n"
    )
}

fn digest(at: usize) -> String {
    Sha256::of(at.to_string().as_bytes()).to_string()
}

fn block(registry: &str, name: &str, versions: &str) -> String {
    format!("[[block]]\nregistry = \"{registry}\"\nname = \"{name}\"\nversions = \"{versions}\"\nwhy = \"it was taken over\"\n")
}

fn run(list: &str, form: &str, more: &[&str]) -> (Desk, Ran) {
    let desk = Desk::new();
    desk.file(LIST, list);
    let ran = desk.run(&[&["export", "--for", form], more].concat());
    (desk, ran)
}

#[track_caller]
fn fits(schema: &str, document: &Value) {
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let wrong: Vec<String> = schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{document:#}");
}

/// The file and the notes, held against the form's schema.
#[track_caller]
fn exported(list: &str, form: &str) -> (Value, String) {
    let (_, ran) = run(list, form, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let document = serde_json::from_str(&ran.out).unwrap();
    fits(FORMS.iter().find(|(name, _)| *name == form).unwrap().1, &document);
    for server in servers(form, &document) {
        fits(include_str!("schemas/mcp-server.json"), server);
    }
    (document, ran.err)
}

fn servers<'d>(form: &str, document: &'d Value) -> Vec<&'d Value> {
    match form {
        "toolhive" => document["data"]["servers"].as_array().unwrap().iter().collect(),
        "mcp-registry" => document["servers"].as_array().unwrap().iter().map(|entry| &entry["server"]).collect(),
        _ => Vec::new(),
    }
}

fn commands(document: &Value, key: &str) -> Vec<String> {
    let words = |entry: &Value| entry["serverCommand"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect();
    document[key].as_array().unwrap().iter().map(words).map(|words: Vec<String>| words.join(" ")).collect()
}

fn whole() -> String {
    [
        approve("npm", "@acme/server", "1.10.0", 1),
        approve("npm", "@acme/server", "1.9.0", 1),
        approve("pypi", "my-server", "2.0", 2),
        block("npm", "bad-one", "*"),
        block("pypi", "my-server", "<1"),
    ]
    .concat()
}

#[test]
fn every_form_fits_what_is_documented_of_it() {
    for (form, _) in FORMS {
        let (document, notes) = exported(&whole(), form);
        assert!(document.to_string().contains("1.10.0") && !notes.is_empty(), "{form}");
        exported("", form);
    }
}

#[test]
fn claude_allows_the_commands_of_the_approved_versions_alone() {
    let list = approve("npm", "@acme/server", "1.2.3", 1) + &approve("pypi", "my-server", "2.0", 1);
    let (document, notes) = exported(&list, "claude");
    assert_eq!(document["allowManagedMcpServersOnly"], true);
    assert_eq!(
        commands(&document, "allowedMcpServers"),
        [
            "npx @acme/server@1.2.3",
            "cmd /c npx @acme/server@1.2.3",
            "npx -y @acme/server@1.2.3",
            "cmd /c npx -y @acme/server@1.2.3",
            "npx --yes @acme/server@1.2.3",
            "cmd /c npx --yes @acme/server@1.2.3",
            "uvx my-server==2.0",
            "cmd /c uvx my-server==2.0",
            "uvx my-server@2.0",
            "cmd /c uvx my-server@2.0",
            "uvx --from my-server==2.0 my-server",
            "cmd /c uvx --from my-server==2.0 my-server",
        ]
    );
    assert!(notes.contains("binds neither the approved files"), "{notes}");
    // Without the key, everything would be allowed.
    assert_eq!(exported("", "claude").0["allowedMcpServers"], json!([]));
}

#[test]
fn what_runs_whatever_the_settings_say_is_told() {
    let notes = |form| exported(&whole(), form).1;
    let all = "every server that it does not name is kept from starting, remote ones too";
    assert!(notes("claude").contains(&format!("{all}\n")), "{}", notes("claude"));
    assert!(notes("vscode").contains(&format!("{all}, but for those that are built into a client")), "{}", notes("vscode"));
}

#[test]
fn blocks_are_denied_where_commands_can_say_them() {
    let list =
        block("npm", "bad-one", "*") + &block("npm", "other", "1.2.3") + &block("pypi", "third", "==1.0") + &block("npm", "ranged", "<2");
    for form in ["claude", "vscode"] {
        let (document, notes) = exported(&list, form);
        let denied = commands(&document, "deniedMcpServers");
        for command in ["npx -y bad-one", "npx bad-one@latest", "npx -y other@1.2.3", "uvx third==1.0"] {
            assert!(denied.iter().any(|known| known == command), "`{command}` is not in {denied:#?}");
        }
        assert!(!denied.iter().any(|command| command.contains("ranged")), "{denied:#?}");
        assert!(notes.contains("1 block of a range of versions has no entry of its own"), "{notes}");
    }
}

#[test]
fn what_does_not_count_today_is_in_no_form() {
    let list = [
        "[policy]\nmax_age_days = 36500\n".to_owned(),
        approve("npm", "over", "1.0.0", 1) + "until = 2026-01-03\n",
        approve("npm", "blocked", "1.0.0", 1),
        approve("npm", "kept", "1.0.0", 1) + "until = 2999-01-01\n",
        block("npm", "blocked", ">=1.0.0"),
    ]
    .concat();
    for (form, _) in FORMS {
        let (document, notes) = exported(&list, form);
        let allowed = match document.get("allowedMcpServers") {
            Some(allowed) => allowed.to_string(),
            None => document.to_string(),
        };
        assert!(allowed.contains("kept") && !allowed.contains("over@") && !allowed.contains("blocked"), "{form}: {allowed}");
        assert!(!allowed.contains("\"over\""), "{form}: {allowed}");
        assert!(notes.contains("note: left out: npm over@1.0.0: its approval counted until 2026-01-03\n"), "{notes}");
        assert!(notes.contains("note: left out: npm blocked@1.0.0: blocked >=1.0.0 is blocked: it was taken over\n"), "{notes}");
    }
}

#[test]
fn what_had_fewer_points_than_the_policy_asks_for_is_in_no_form() {
    let scored = |name: &str, more: &str| approve("npm", name, "1.0.0", 1) + more;
    let list = [
        "[policy]\nmin_score = 75\n".to_owned(),
        scored("low", "score = 74\n"),
        scored("enough", "score = 75\n"),
        scored("answered", "score = 62\naccept = [{ rule = \"ssrf\", why = \"by design\" }]\n"),
        scored("unsaid", ""),
    ]
    .concat();
    let (document, notes) = exported(&list, "claude");
    let allowed = commands(&document, "allowedMcpServers").join("\n");
    assert_eq!(["low@", "enough@", "answered@", "unsaid@"].map(|name| allowed.contains(name)), [false, true, true, true], "{allowed}");
    assert!(notes.contains("left out: npm low@1.0.0: its score was 74 when it was approved, and the policy asks for 75\n"), "{notes}");
}

#[test]
fn a_tag_or_a_range_is_no_version_to_allow() {
    for version in ["latest", "^1.0.0", "1.x", "1"] {
        for (form, _) in FORMS {
            let (document, notes) = exported(&approve("npm", "server", version, 1), form);
            assert!(!document.to_string().contains("server@"), "{form}: {document}");
            assert!(servers(form, &document).is_empty(), "{form}: {document}");
            assert!(notes.contains("that is no single version"), "{notes}");
        }
    }
}

#[test]
fn a_local_package_can_be_fetched_by_nobody() {
    let (document, notes) = exported(&approve("local", "ours", "1.0.0", 1), "claude");
    assert_eq!(document["allowedMcpServers"], json!([]));
    assert!(notes.contains("left out: local ours 1.0.0"), "{notes}");
}

#[test]
fn a_registry_binds_the_one_file_that_was_approved() {
    for form in ["mcp-registry", "toolhive"] {
        let (document, notes) = exported(&whole(), form);
        let servers = servers(form, &document);
        let names: Vec<String> = servers.iter().map(|server| format!("{}@{}", server["name"], server["version"])).collect();
        assert_eq!(names, ["\"npm.acme/server\"@\"1.9.0\"", "\"npm.acme/server\"@\"1.10.0\"", "\"pypi/my-server\"@\"2.0\""]);
        assert_eq!(servers[1]["packages"][0]["fileSha256"], digest(0));
        assert_eq!(servers[2]["packages"][0].get("fileSha256"), None, "nobody knows which of two files a client takes");
        let ours = &servers[2]["_meta"]["io.modelcontextprotocol.registry/publisher-provided"]["mcpscan"];
        assert_eq!((&ours["artifacts"].as_array().unwrap().len(), &ours["run"]), (&2, &"uvx://my-server@2.0".into()));
        assert!(notes.contains("a registry has no way to forbid"), "{notes}");
    }
    let (document, _) = exported(&whole(), "mcp-registry");
    let newest = |entry: &Value| entry["_meta"]["io.modelcontextprotocol.registry/official"]["isLatest"].as_bool().unwrap();
    assert_eq!(document["servers"].as_array().unwrap().iter().map(newest).collect::<Vec<_>>(), [false, true, true]);
}

#[test]
fn docker_runs_each_approved_version_by_its_runner() {
    let (document, notes) = exported(&whole(), "docker");
    let server = |key: &str| document["registry"][key].clone();
    let scoped = document["registry"].as_object().unwrap().keys().find(|key| key.starts_with("npm-acme-server-1.10.0")).unwrap().clone();
    assert_eq!(server(&scoped)["command"], json!(["npx", "--yes", "@acme/server@1.10.0"]));
    assert_eq!(server("pypi-my-server-2.0")["command"], json!(["uvx", "--from", "my-server==2.0", "my-server"]));
    assert!(notes.contains("neither the image nor the approved files are bound"), "{notes}");
    // By default the gateway looks for a catalog there, and newer ones for none in a file.
    assert!(notes.contains("put this one into ~/.docker/mcp/catalogs") && notes.contains("deprecated"), "{notes}");
}

#[test]
fn what_others_approve_is_exported_on_request_and_what_they_block_never() {
    let theirs = [
        approve("npm", "theirs", "1.0.0", 1).replace("process:git", "file-read"),
        approve("npm", "grave", "1.0.0", 1),
        block("npm", "ours", "*"),
    ]
    .concat();
    let sha256 = Sha256::of(theirs.as_bytes());
    let import =
        format!("[policy]\nneeds_person = [\"process\"]\n\n[[import]]\nname = \"acme\"\npath = \"theirs.toml\"\nsha256 = \"{sha256}\"\n");
    let desk = Desk::new();
    desk.file("project/theirs.toml", &theirs);
    desk.file(LIST, approve("npm", "ours", "1.0.0", 1) + &approve("npm", "kept", "1.0.0", 1) + &import);
    let export = |more: &[&str]| {
        let ran = desk.run(&[&["export", "--for", "claude"], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        (commands(&serde_json::from_str(&ran.out).unwrap(), "allowedMcpServers").join("\n"), ran.err)
    };
    let (own, notes) = export(&[]);
    assert!(own.contains("kept@1.0.0") && !own.contains("theirs@") && !own.contains("ours@"), "{own}");
    assert!(notes.contains("left out: 1 imported approval; --with-imports takes them in"), "{notes}");
    let (all, notes) = export(&["--with-imports"]);
    assert!(all.contains("theirs@1.0.0") && !all.contains("grave@") && !all.contains("ours@"), "{all}");
    assert!(notes.contains("left out: npm grave@1.0.0: it could do what the policy leaves to a person here: `process:git`"), "{notes}");
    // A list that is not the one that was looked at is an error.
    desk.file("project/theirs.toml", theirs + "\n");
    let ran = desk.run(&["export", "--for", "claude"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
}

#[test]
fn hostile_words_stay_words() {
    let list = approve("npm", "server", "1.0.0", 1).replace("we need it", "\\\" } ] \\u001B[2J\\n- image: x\\u202E");
    for (form, _) in FORMS {
        let (_, ran) = run(&list, form, &[]);
        let document: Value = serde_json::from_str(&ran.out).unwrap();
        fits(FORMS.iter().find(|(name, _)| *name == form).unwrap().1, &document);
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{form}");
    }
    // A name that no registry takes is left out of those, and of those only.
    let odd = approve("npm", "@a_b/server", "1.0.0", 1);
    let (document, notes) = exported(&odd, "mcp-registry");
    assert_eq!(document["servers"], json!([]));
    assert!(notes.contains("its name cannot be made one of a registry"), "{notes}");
    assert!(exported(&odd, "claude").0.to_string().contains("@a_b/server@1.0.0"));
}

#[test]
fn the_order_of_the_list_does_not_matter_and_a_file_is_written() {
    let shuffled = [block("pypi", "my-server", "<1"), approve("pypi", "my-server", "2.0", 2), block("npm", "bad-one", "*")].concat()
        + &approve("npm", "@acme/server", "1.9.0", 1)
        + &approve("npm", "@acme/server", "1.10.0", 1);
    for (form, _) in FORMS {
        assert_eq!(run(&whole(), form, &[]).1.out, run(&shuffled, form, &[]).1.out, "{form}");
        let (desk, ran) = run(&whole(), form, &["--output", "out.json", "-q"]);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
        assert_eq!(std::fs::read_to_string(desk.path("project/out.json")).unwrap(), run(&whole(), form, &[]).1.out);
    }
}

#[test]
fn an_unknown_form_or_a_broken_list_is_an_error() {
    let (_, ran) = run(&whole(), "netscape", &[]);
    let (error, _) = ran.refused();
    assert!(error.contains("netscape") && error.contains("claude") && error.contains("mcp-registry"), "{error}");
    run("[[approve]\n", "claude", &[]).1.says("mcpscan-approved.toml:1:", "mend the line");
    Desk::new().run(&["export", "--for", "claude"]).says("there is no mcpscan-approved.toml here", "mcpscan approve");
}
