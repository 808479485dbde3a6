//! Proofs that come with a package: those that hold add nothing, those that do not are told, and what cannot be had hurts nobody.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha512};

use super::desk::Desk;
use super::{pack, shop};
use crate::npm_world::sri;
use crate::registry::{Answer, Server};
use crate::sigstore::{Key, RELEASE, Sigstore, Workflow, base64};

const KEYS: &str = "/-/npm/v1/keys";
const ATTESTATIONS: &str = "/-/npm/v1/attestations/server@1.2.3";
const PERSON: Workflow = Workflow { issuer: "https://mail.example", identity: "mallory@mail.example", repository: None };
const ELSEWHERE: Workflow = Workflow {
    identity: "https://github.com/mallory/server/.github/workflows/release.yml@refs/heads/main",
    repository: Some("https://github.com/mallory/server"),
    ..RELEASE
};

/// A desk, a registry that signs `server@1.2.3`, and the Sigstore that counts at this desk.
struct World {
    desk: Desk,
    npm: Server,
    sigstore: Sigstore,
    key: Key,
    tarball: Vec<u8>,
}

impl World {
    /// The registry shows a signature and an attestation; both hold until a test says otherwise.
    fn new() -> Self {
        Self::with(|_| ())
    }

    /// After `edit` of the document about the package.
    fn with(edit: impl FnOnce(&mut Value)) -> Self {
        let manifest = br#"{"name":"server","version":"1.2.3","main":"index.js","repository":"github:acme/server"}"#;
        let tarball = pack::tgz("package", &[("package.json", manifest), ("index.js", b"console.error('ready')\n")]);
        let (desk, npm, sigstore, key) = (Desk::new(), shop::npm(tarball.clone()), Sigstore::new(), Key::new());
        desk.file("root.json", sigstore.trusted_root());
        let world = Self { desk, npm, sigstore, key, tarball };
        let mut manifest = shop::manifest(&world.npm, &world.tarball);
        manifest["dist"]["signatures"] = json!([world.signature("server@1.2.3")]);
        manifest["dist"]["attestations"] = json!({ "url": "https://elsewhere.invalid/-/npm/v1/attestations/server@1.2.3" });
        let mut document = json!({ "name": "server", "dist-tags": { "latest": "1.2.3" }, "versions": { "1.2.3": manifest } });
        edit(&mut document);
        world.npm.route("/server", [Answer::json(&document)]);
        world.npm.route(KEYS, [Answer::json(&json!({ "keys": [Key::new().published(None), world.key.published(None)] }))]);
        world.attested(&[world.sigstore.attest(RELEASE, &world.statement()), world.sigstore.publish(&world.key, &world.statement())]);
        world
    }

    fn signature(&self, version: &str) -> Value {
        let text = format!("{version}:{}", sri(&self.tarball));
        json!({ "keyid": self.key.id(), "sig": base64(&self.key.sign(text.as_bytes())) })
    }

    fn statement(&self) -> Value {
        statement("pkg:npm/server@1.2.3", json!({ "sha512": hex::encode(Sha512::digest(&self.tarball)) }))
    }

    fn attested(&self, bundles: &[Value]) {
        let list: Vec<Value> = bundles.iter().map(|bundle| json!({ "predicateType": "x", "bundle": bundle })).collect();
        self.npm.route(ATTESTATIONS, [Answer::json(&json!({ "attestations": list }))]);
    }

    fn line(&self, flags: &[&str]) -> Vec<String> {
        let line = ["npm", "server@1.2.3", "--registry", &self.npm.url("/")].map(str::to_owned);
        let root = ["--trusted-root".to_owned(), self.desk.arg("root.json")];
        let root = if flags.contains(&"--no-provenance") { &[][..] } else { &root };
        line.iter().chain(root).cloned().chain(flags.iter().map(|flag| (*flag).to_owned())).collect()
    }

    fn judge(&self, flags: &[&str]) -> Value {
        let line = self.line(flags);
        self.desk.json(&line.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

fn statement(name: &str, digest: Value) -> Value {
    let subject = json!([{ "name": name, "digest": digest }]);
    json!({ "_type": "https://in-toto.io/Statement/v1", "subject": subject, "predicateType": "https://slsa.dev/provenance/v1", "predicate": {} })
}

/// Severity and message of what the rule found.
fn doubts(report: &Value) -> Vec<(&str, &str)> {
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "doubtful-provenance");
    findings.map(|finding| (finding["severity"].as_str().unwrap(), finding["message"].as_str().unwrap())).collect()
}

fn states(report: &Value) -> Vec<&str> {
    let provenance = &report["provenance"];
    let all = provenance["attestations"].as_array().unwrap().iter().chain([&provenance["signature"]]);
    all.map(|proof| proof["state"].as_str().unwrap()).collect()
}

fn notes(report: &Value) -> Vec<&str> {
    report["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect()
}

#[test]
fn proofs_that_hold_are_told_and_add_nothing() {
    let world = World::new();
    let report = world.judge(&[]);
    assert_eq!((states(&report), doubts(&report), notes(&report)), (vec!["verified"; 3], vec![], vec![]));
    let build = json!({
        "artifact": "server-1.2.3.tgz", "predicate": "https://slsa.dev/provenance/v1", "state": "verified",
        "issuer": "https://token.actions.githubusercontent.com", "identity": RELEASE.identity,
        "repository": "https://github.com/acme/server", "workflow": ".github/workflows/release.yml",
        "commit": "0123456789abcdef0123456789abcdef01234567",
    });
    assert_eq!(report["provenance"]["attestations"][0], build);
    let bare = World::with(|document| {
        let dist = document["versions"]["1.2.3"]["dist"].as_object_mut().unwrap();
        dist.retain(|key, _| key != "signatures" && key != "attestations");
    });
    let plain = bare.judge(&[]);
    assert_eq!(states(&plain), ["absent", "absent"]);
    assert_eq!((&report["score"], &report["verdict"], &report["summary"]), (&plain["score"], &plain["verdict"], &plain["summary"]));
    assert_eq!(bare.npm.asked().len(), 2, "what is not shown is not asked for");
    let line = world.line(&[]);
    let text = world.desk.run(&line.iter().map(String::as_str).collect::<Vec<_>>()).out;
    assert!(text.contains("Provenance: built from github.com/acme/server at 0123456789 by release.yml (verified)"), "{text}");
}

#[test]
fn a_second_run_asks_nobody_and_says_the_same() {
    let world = World::new();
    let first = world.judge(&[]);
    assert_eq!(world.npm.asked().len(), 4);
    assert_eq!(world.judge(&[]), first);
    assert_eq!(world.judge(&["--offline"]), first);
    assert_eq!(world.npm.asked().len(), 4);
    assert_eq!(world.judge(&["--no-cache"]), first);
    let off = world.judge(&["--no-provenance"]);
    assert_eq!((states(&off), world.npm.asked_for(KEYS).len()), (vec!["not-asked"], 2));
    assert_eq!(world.judge(&[]), first);
    let other = Sigstore::new().trusted_root();
    world.desk.file("root.json", other);
    assert_eq!(states(&world.judge(&[])), ["unknown", "unknown", "verified"], "another root is another question");
}

#[test]
fn without_a_network_what_is_not_kept_is_not_known() {
    let world = World::new();
    world.judge(&["--no-provenance"]);
    let report = world.judge(&["--offline"]);
    assert_eq!((states(&report), doubts(&report)), (vec!["unavailable", "unavailable"], vec![]));
    assert_eq!(world.npm.asked_for(KEYS).len(), 0);
    assert_eq!(states(&world.judge(&[])), ["verified"; 3], "what was not asked is not kept as an answer");
}

#[test]
fn a_signature_that_does_not_fit_blocks() {
    for edit in ["server@1.2.4", "other@1.2.3"] {
        let world = World::new();
        let signature = world.signature(edit);
        let mut manifest = shop::manifest(&world.npm, &world.tarball);
        manifest["dist"]["signatures"] = json!([signature]);
        world.npm.route("/server", [shop::packument(&manifest)]);
        let report = world.judge(&[]);
        assert_eq!((doubts(&report)[0].0, report["verdict"].as_str()), ("critical", Some("block")), "{edit}");
        assert!(doubts(&report)[0].1.starts_with("the registry's signature does not fit"));
    }
    let world = World::new();
    let mut forged = Key::new().published(None);
    forged["keyid"] = json!(world.key.id());
    world.npm.route(KEYS, [Answer::json(&json!({ "keys": [forged] }))]);
    world.attested(&[world.sigstore.attest(RELEASE, &world.statement())]);
    assert_eq!(doubts(&world.judge(&[])).iter().map(|doubt| doubt.0).collect::<Vec<_>>(), ["critical"]);
}

#[test]
fn keys_count_until_they_expire_and_only_where_they_are_known() {
    let at = |time: Option<&'static str>, expires: &str| {
        let world = World::with(|document| {
            document["time"] = time.map_or(Value::Null, |time| json!({ "1.2.3": time }));
        });
        world.npm.route(KEYS, [Answer::json(&json!({ "keys": [world.key.published(Some(expires))] }))]);
        world.attested(&[world.sigstore.attest(RELEASE, &world.statement())]);
        let report = world.judge(&[]);
        (states(&report)[1].to_owned(), doubts(&report).first().map(|doubt| doubt.0.to_owned()))
    };
    assert_eq!(at(Some("2025-01-01T00:00:00.000Z"), "2025-01-29T00:00:00.000Z"), ("verified".into(), None));
    assert_eq!(at(Some("2025-02-01T00:00:00.000Z"), "2025-01-29T00:00:00.000Z"), ("untrusted".into(), Some("high".into())));
    assert_eq!(at(None, "2025-01-29T00:00:00.000Z"), ("unknown".into(), None));
    let world = World::new();
    world.npm.route(KEYS, [Answer::json(&json!({ "keys": [Key::new().published(None)] }))]);
    let report = world.judge(&[]);
    assert_eq!((states(&report), doubts(&report)), (vec!["verified", "unknown", "unknown"], vec![]));
}

#[test]
fn attestations_that_do_not_hold_are_told_apart() {
    let world = World::new();
    let sha512 = json!({ "sha512": hex::encode(Sha512::digest(&world.tarball)) });
    let attest = |statement: &Value| world.sigstore.attest(RELEASE, statement);
    let mut tampered = attest(&statement("pkg:npm/server@1.2.2", sha512.clone()));
    tampered["dsseEnvelope"]["payload"] = json!(base64(world.statement().to_string().as_bytes()));
    let mut borrowed = attest(&world.statement());
    borrowed["verificationMaterial"]["tlogEntries"] = attest(&world.statement())["verificationMaterial"]["tlogEntries"].clone();
    let mut unlogged = attest(&world.statement());
    unlogged["verificationMaterial"]["tlogEntries"] = json!([]);
    let mut backdated = attest(&world.statement());
    backdated["verificationMaterial"]["tlogEntries"][0]["integratedTime"] = json!("1748779100");
    let cases = [
        ("another package", attest(&statement("pkg:npm/other@1.2.3", sha512)), "invalid", "critical"),
        ("other bytes", attest(&statement("pkg:npm/server@1.2.3", json!({ "sha512": "00" }))), "invalid", "critical"),
        ("no subject", attest(&statement("", json!({}))), "invalid", "critical"),
        ("a changed statement", tampered, "invalid", "critical"),
        ("another's log entry", borrowed, "invalid", "critical"),
        ("another time", backdated, "invalid", "critical"),
        ("no log entry", unlogged, "untrusted", "medium"),
        ("a person", world.sigstore.attest(PERSON, &world.statement()), "untrusted", "medium"),
        ("another repository", world.sigstore.attest(ELSEWHERE, &world.statement()), "verified", "medium"),
    ];
    for (what, bundle, state, severity) in cases {
        world.attested(&[bundle]);
        let report = world.judge(&["--no-cache"]);
        let severities: Vec<&str> = doubts(&report).iter().map(|doubt| doubt.0).collect();
        assert_eq!((states(&report)[0], severities), (state, vec![severity]), "{what}: {}", report["provenance"]);
    }
}

/// Whoever makes a certificate authority is none that counts; a log that opens later may well be one.
#[test]
fn strangers_are_no_authority_and_unknown_logs_no_forgers() {
    let world = World::new();
    let mut root: Value = serde_json::from_str(&world.sigstore.trusted_root()).unwrap();
    let other: Value = serde_json::from_str(&Sigstore::new().trusted_root()).unwrap();
    root["certificateAuthorities"] = other["certificateAuthorities"].clone();
    world.desk.file("root.json", root.to_string());
    let report = world.judge(&[]);
    assert_eq!((states(&report)[0], doubts(&report)[0].0), ("untrusted", "medium"));
    world.attested(&[Sigstore::new().attest(RELEASE, &world.statement())]);
    let report = world.judge(&["--no-cache"]);
    assert_eq!((states(&report)[0], doubts(&report)), ("unknown", vec![]));
    assert!(notes(&report)[0].ends_with("it stands in a transparency log that is not known here"), "{:?}", notes(&report));
}

#[test]
fn what_cannot_be_had_is_a_note_and_no_more() {
    let bad = [
        ("404", Answer::status(404)),
        ("500", Answer::status(500)),
        ("403", Answer::status(403)),
        ("html", Answer::html("<html>log in</html>")),
        ("empty", Answer::json(&json!({}))),
        (
            "odd",
            Answer::json(
                &json!({ "keys": [7, { "keyid": [] }], "attestations": [null, {}, { "bundle": {} }, { "bundle": { "dsseEnvelope": 7 } }] }),
            ),
        ),
        ("endless", Answer::new(200, "application/json", vec![b'['; 1 << 16]).endless()),
        ("truncated", Answer::json(&json!({ "keys": [] })).truncated(3)),
        ("late", Answer::json(&json!({})).late(Duration::from_secs(60))),
        ("elsewhere", Answer::redirect("https://127.0.0.1:1/")),
    ];
    // Each waits, so that they wait together.
    std::thread::scope(|scope| {
        for (what, answer) in bad {
            scope.spawn(move || cannot_be_had(what, answer));
        }
    });
}

fn cannot_be_had(what: &str, answer: Answer) {
    let world = World::new();
    world.npm.route(KEYS, [answer.clone()]);
    world.npm.route(ATTESTATIONS, [answer]);
    let start = Instant::now();
    let report = world.judge(&[]);
    assert!(start.elapsed() < Duration::from_secs(30), "{what}");
    assert_eq!((doubts(&report), report["verdict"].as_str()), (vec![], Some("pass")), "{what}");
    assert!(states(&report).iter().all(|state| ["unknown", "unavailable"].contains(state)), "{what}: {}", report["provenance"]);
    assert!(matches!(notes(&report).len(), 2..=4), "{what}: {:?}", notes(&report));
    let asked = world.npm.asked().len();
    assert_eq!((world.judge(&[]), world.npm.asked().len()), (report, asked), "{what}: nobody is waited for twice");
}

#[test]
fn a_release_that_no_longer_says_how_it_was_built_is_told() {
    let lost = |user: &str, attested: [bool; 2]| {
        let user = json!({ "name": user, "email": format!("{user}@acme.example") });
        let world = World::with(|document| {
            document["versions"]["1.2.3"]["dist"].as_object_mut().unwrap().remove("attestations");
            document["versions"]["1.2.3"]["_npmUser"] = user;
            document["time"] = json!({ "1.2.1": "2025-01-01T00:00:00Z", "1.2.2": "2025-01-02T00:00:00Z", "1.2.3": "2025-01-03T00:00:00Z" });
            for (version, attested) in ["1.2.1", "1.2.2"].into_iter().zip(attested) {
                let dist = if attested { json!({ "attestations": { "url": "x" } }) } else { json!({}) };
                let ann = json!({ "name": "ann", "email": "ann@acme.example" });
                document["versions"][version] = json!({ "name": "server", "version": version, "dist": dist, "_npmUser": ann });
            }
        });
        let report = world.judge(&[]);
        assert_eq!(world.npm.asked_for(ATTESTATIONS).len(), 0);
        doubts(&report).first().map(|doubt| doubt.0.to_owned())
    };
    assert_eq!(lost("ann", [true, true]).as_deref(), Some("medium"));
    assert_eq!(lost("mallory", [true, true]).as_deref(), Some("high"));
    assert_eq!(lost("ann", [true, false]).as_deref(), Some("low"));
    assert_eq!(lost("mallory", [false, false]), None);
}

#[test]
fn a_trusted_root_that_is_none_is_refused() {
    let world = World::new();
    for (text, error) in [("{}", "not a trusted root"), ("no", "not a trusted root")] {
        world.desk.file("root.json", text);
        let line = world.line(&[]);
        world.desk.run(&line.iter().map(String::as_str).collect::<Vec<_>>()).says(error, "trusted_root.json");
    }
    let line = world.line(&["--no-cache"]);
    std::fs::remove_file(world.desk.path("root.json")).unwrap();
    world.desk.run(&line.iter().map(String::as_str).collect::<Vec<_>>()).says("cannot be read", "--trusted-root");
}

mod pypi {
    use super::*;

    fn provenance(bundle: &Value, repository: &str) -> Value {
        let material = &bundle["verificationMaterial"];
        let attestation = json!({
            "version": 1,
            "verification_material": { "certificate": material["certificate"]["rawBytes"], "transparency_entries": material["tlogEntries"] },
            "envelope": { "statement": bundle["dsseEnvelope"]["payload"], "signature": bundle["dsseEnvelope"]["signatures"][0]["sig"] },
        });
        let publisher = json!({ "kind": "GitHub", "repository": repository, "workflow": "release.yml" });
        json!({ "version": 1, "attestation_bundles": [{ "publisher": publisher, "attestations": [attestation] }] })
    }

    /// The wheel and the sdist of `my-server`, each attested as `of` says.
    fn judge(of: impl Fn(&Sigstore, &str, &[u8]) -> Option<Value>) -> Value {
        let (wheel, sdist) = (pack::wheel_of("x = 1\n", &[]), pack::sdist("x = 1\n", &[]));
        let files: [(&str, &[u8]); 2] = [(shop::WHEEL, &wheel), (shop::SDIST, &sdist)];
        let sigstore = Sigstore::new();
        let answers: Vec<Option<Value>> = files.iter().map(|(name, bytes)| of(&sigstore, name, bytes)).collect();
        let path = |name: &Value| format!("/integrity/my-server/1.0/{}/provenance", name.as_str().unwrap());
        let shown = |name: &Value| files.iter().zip(&answers).any(|((file, _), answer)| *name == *file && answer.is_some());
        let server = shop::pypi_with(&files, |entry| {
            if shown(&entry["filename"]) {
                entry["provenance"] = json!(path(&entry["filename"]));
            }
        });
        for ((name, _), answer) in files.iter().zip(answers) {
            if let Some(answer) = answer {
                server.route(&path(&json!(name)), [Answer::new(200, "application/vnd.pypi.integrity.v1+json", answer.to_string())]);
            }
        }
        let desk = Desk::new();
        let root = desk.file("root.json", sigstore.trusted_root());
        desk.json(&["pypi", "my-server==1.0", "--index-url", &server.url("/simple"), "--trusted-root", &root])
    }

    fn about(name: &str, bytes: &[u8]) -> Value {
        statement(name, json!({ "sha256": hex::encode(Sha256::digest(bytes)) }))
    }

    #[test]
    fn each_file_is_held_to_its_own_attestation() {
        let report = judge(|sigstore, name, bytes| Some(provenance(&sigstore.attest(RELEASE, &about(name, bytes)), "acme/server")));
        assert_eq!((states(&report), doubts(&report)), (vec!["verified", "verified", "absent"], vec![]));
        let report = judge(|sigstore, _, bytes| Some(provenance(&sigstore.attest(RELEASE, &about(shop::SDIST, bytes)), "acme/server")));
        assert_eq!((states(&report)[..2].to_vec(), doubts(&report)[0].0), (vec!["invalid", "verified"], "critical"));
    }

    #[test]
    fn the_publisher_whom_the_index_names_must_be_the_one_who_built_it() {
        let report = judge(|sigstore, name, bytes| Some(provenance(&sigstore.attest(ELSEWHERE, &about(name, bytes)), "acme/server")));
        assert_eq!(states(&report)[..2], ["invalid", "invalid"]);
        assert_eq!(doubts(&report).len(), 2);
    }

    #[test]
    fn a_file_that_was_added_to_a_release_is_told() {
        let attest =
            |sigstore: &Sigstore, name: &str, bytes: &[u8]| provenance(&sigstore.attest(RELEASE, &about(name, bytes)), "acme/server");
        let report = judge(|sigstore, name, bytes| (name == shop::SDIST).then(|| attest(sigstore, name, bytes)));
        assert_eq!((states(&report)[..2].to_vec(), doubts(&report)[0].0), (vec!["absent", "verified"], "medium"));
        let report = judge(|sigstore, name, bytes| (name == shop::WHEEL).then(|| attest(sigstore, name, bytes)));
        assert_eq!(doubts(&report)[0].0, "low");
    }

    #[test]
    fn an_index_that_gives_nonsense_is_a_note() {
        for nonsense in [json!(7), json!({}), json!({ "attestation_bundles": [7, { "attestations": [{}] }] })] {
            let report = judge(|_, _, _| Some(nonsense.clone()));
            assert_eq!((states(&report)[..2].to_vec(), doubts(&report)), (vec!["unknown", "unknown"], vec![]), "{nonsense}");
            assert_eq!(notes(&report).iter().filter(|note| note.contains("attested")).count(), 2);
        }
    }
}
