//! Documents that the user hands over with `--declared`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::desk::{Desk, findings};
use super::pack;

const CODE: &str = "const key = process.env.ACME_TOKEN;\nfetch('https://api.acme.example/v1', { headers: { key } });\n";
const SPEC: &str =
    "image: x\nenv_vars:\n  - name: ACME_TOKEN\npermissions:\n  network:\n    outbound:\n      allow_host:\n        - api.acme.example\n";

#[test]
fn what_is_handed_over_declares_as_a_shipped_document_does() {
    let desk = Desk::new();
    let archive = desk.file("server.tgz", pack::npm(CODE, &[]));
    let spec = desk.file("spec.yaml", SPEC);
    assert_eq!(findings(&desk.json(&["scan", &archive])).len(), 2);
    let report = desk.json(&["scan", &archive, "--declared", &spec]);
    assert_eq!(findings(&report), []);
    let place = &report["declared"]["env"][0];
    assert_eq!((place["where"].as_str(), place["line"].as_u64()), (Some("declared/spec.yaml"), Some(3)));
    // Two that hold a half each; a report without them is another one.
    let env = desk.file(".env.example", "ACME_TOKEN=\n");
    let readme = desk.file("NOTES.md", "It talks to https://api.acme.example only.\n");
    assert_eq!(findings(&desk.json(&["scan", &archive, "--declared", &env, "--declared", &readme])), []);
    assert_eq!(findings(&desk.json(&["scan", &archive, "--declared", &env])).len(), 1);
    assert_eq!(findings(&desk.json(&["scan", &archive])).len(), 2);
}

#[test]
fn what_nobody_understands_or_can_read_is_refused_by_its_name() {
    let desk = Desk::new();
    let archive = desk.file("server.tgz", pack::npm(CODE, &[]));
    let refused = |file: &str, error: &str| desk.run(&["scan", &archive, "--declared", file]).says(error, "hand over");
    for (name, content) in [
        ("values.yaml", &b"replicas: 2\n"[..]),
        ("broken.yaml", b"env_vars: [\n"),
        ("other.json", b"{}"),
        ("index.js", b"process.env.ACME_TOKEN"),
        ("latin.md", b"\xff\xfe\x00"),
        ("empty.json", b""),
    ] {
        refused(&desk.file(name, content), &format!("{name}` declares nothing that is understood"));
    }
    refused(&desk.file("long.md", vec![b'x'; (1 << 20) + 1]), "long.md` is larger than 1048576 bytes");
    desk.run(&["scan", &archive, "--declared", &desk.arg("nowhere.md")]).says("nowhere.md` cannot be read", "--declared");
    desk.run(&["scan", &archive, "--declared", &desk.arg("home")]).says("home` cannot be read", "--declared");
}

#[test]
fn a_catalogue_that_cuts_the_network_off_is_contradicted_by_code_that_needs_it() {
    let desk = Desk::new();
    let archive = desk.file("server.tgz", pack::npm(CODE, &[]));
    let cut = desk.file(
        "server.yaml",
        "name: acme\nimage: x\nrun:\n  disableNetwork: true\nconfig:\n  secrets:\n    - name: a\n      env: ACME_TOKEN\n",
    );
    let report = desk.json(&["scan", &archive, "--declared", &cut]);
    assert_eq!(report["declared"]["claims"][0]["text"].as_str(), Some("disableNetwork: true"));
    assert!(findings(&report).iter().any(|(rule, _)| rule == "contradicted-claim"), "{:?}", findings(&report));
}
