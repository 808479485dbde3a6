//! What a program is shown of one report, and the schema that says so.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::*;
use mcpscan::report::json::v1;
use serde_json::Value;

use crate::sample;

fn offers(report: &ScanReport) -> Vec<Offer> {
    let offer = |kind, name: &str, address: &str, description: &str| Offer {
        kind,
        name: name.to_owned(),
        address: address.to_owned(),
        description: description.to_owned(),
        inputs: Vec::new(),
        input_texts: Default::default(),
        input_forms: Default::default(),
        location: report.tools[0].location.clone(),
    };
    let mut prompt = offer(OfferKind::Prompt, "review", "", "Reviews code.");
    prompt.inputs = vec!["code".to_owned(), "rest".to_owned()];
    prompt.input_texts.insert("code".to_owned(), "What to look at".to_owned());
    prompt.input_forms.insert("code".to_owned(), "string()".to_owned());
    vec![
        offer(OfferKind::Instructions, "", "", "Ask first."),
        prompt,
        offer(OfferKind::Resource, "notes", "acme://notes", "All notes."),
        offer(OfferKind::Resource, "rules", "", ""),
    ]
}

#[test]
fn json_has_the_fields_of_the_contract_in_their_order() {
    let mut report = sample::hostile();
    report.findings.truncate(1);
    report.offers = offers(&report);
    insta::assert_snapshot!(v1::render(&report, None), @r##"
{
  "schema": "mcpscan.report/1",
  "tool": {
    "name": "mcpscan",
    "version": "0.1.0",
    "ruleset": "sha256:6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0"
  },
  "package": {
    "registry": "npm",
    "name": "@acme/server",
    "version": "1.2.3",
    "purl": "pkg:npm/%40acme/server@1.2.3",
    "artifacts": [
      {
        "file": "server-1.2.3.tgz",
        "sha256": "db4b4d0d1cb480bf9aeea253771c00febe627f236765fa37d6a5614f079a3aa0",
        "integrity": "sha1-BBBB",
        "verified": false,
        "bytes": 12345,
        "unverified_because": "the registry gives only a weak digest"
      }
    ]
  },
  "verdict": "block",
  "score": {
    "value": 12,
    "deductions": [
      {
        "points": 60,
        "rule": "credential-access",
        "reason": "reads `~/.ssh/id_rsa`"
      },
      {
        "points": 28,
        "rule": "undeclared-host",
        "reason": "connects to `paste.example`"
      }
    ]
  },
  "summary": "Not to be trusted: it reads `~/.ssh/id_rsa` and connects to `paste.example`.",
  "coverage": {
    "files": 3,
    "files_analyzed": 2,
    "bytes": 5356,
    "bytes_analyzed": 4567,
    "gaps": [
      {
        "path": "build/addon.node",
        "reason": "native-binary",
        "bytes": 789,
        "reached": true
      }
    ],
    "bounds": {
      "values": 0,
      "flows": false,
      "texts": 0
    }
  },
  "capabilities": [
    {
      "kind": "process",
      "detail": "git",
      "path": "dist/index.js",
      "line": 10,
      "origin": "own"
    },
    {
      "kind": "network-out",
      "detail": "api.acme.example",
      "path": "dist/index.js",
      "line": 10,
      "origin": "own"
    },
    {
      "kind": "network-out",
      "detail": "*",
      "path": "dist/index.js",
      "line": 10,
      "origin": "own"
    },
    {
      "kind": "file-read",
      "detail": "*",
      "path": "dist/index.js",
      "line": 10,
      "origin": "bundled:zod"
    }
  ],
  "declared": {
    "env": [
      {
        "name": "ACME_REGION",
        "where": "README.md",
        "line": 33
      },
      {
        "name": "ACME_TOKEN",
        "where": "README.md",
        "line": 31
      }
    ],
    "hosts": [
      {
        "name": "api.acme.example",
        "where": "README.md",
        "line": 12
      }
    ],
    "claims": []
  },
  "observed": {
    "env": [
      {
        "name": "ACME_DEBUG",
        "declared": false,
        "common": false,
        "declared_by": "code",
        "runs": "server",
        "path": "dist/index.js",
        "line": 7,
        "origin": "own"
      },
      {
        "name": "ACME_TOKEN",
        "declared": true,
        "common": false,
        "runs": "server",
        "path": "dist/index.js",
        "line": 7,
        "origin": "own"
      }
    ],
    "hosts": [
      {
        "name": "api.acme.example",
        "declared": true,
        "reached": true,
        "runs": "server",
        "path": "dist/api.js",
        "line": 3,
        "origin": "own"
      },
      {
        "name": "docs.acme.example",
        "declared": false,
        "reached": false,
        "runs": "server",
        "path": "dist/api.js",
        "line": 3,
        "origin": "own"
      },
      {
        "name": "paste.example",
        "declared": false,
        "reached": true,
        "email": true,
        "runs": "server",
        "path": "dist/index.js",
        "line": 52,
        "origin": "own"
      }
    ],
    "implied_hosts": [],
    "configured": [],
    "files": []
  },
  "tools": [
    {
      "name": "read_file",
      "description": "Reads a file.\u001b[8m\u202e\udb40\udc41",
      "input": [
        "path"
      ],
      "input_said": [
        {
          "name": "path",
          "form": "string()"
        }
      ],
      "path": "dist/index.js",
      "line": 40,
      "annotations": {
        "readOnlyHint": true
      },
      "capabilities": [
        "file-read"
      ]
    }
  ],
  "instructions": [
    {
      "text": "Ask first.",
      "path": "dist/index.js",
      "line": 40
    }
  ],
  "prompts": [
    {
      "name": "review",
      "description": "Reviews code.",
      "input": [
        "code",
        "rest"
      ],
      "input_said": [
        {
          "name": "code",
          "description": "What to look at",
          "form": "string()"
        }
      ],
      "path": "dist/index.js",
      "line": 40
    }
  ],
  "resources": [
    {
      "name": "notes",
      "uri": "acme://notes",
      "description": "All notes.",
      "path": "dist/index.js",
      "line": 40
    },
    {
      "name": "rules",
      "uri": null,
      "description": "",
      "path": "dist/index.js",
      "line": 40
    }
  ],
  "findings": [
    {
      "rule": "credential-access",
      "category": "credential-access",
      "severity": "critical",
      "confidence": "high",
      "message": "`fs.readFileSync` reads `~/.ssh/id_rsa`",
      "path": "dist/index.js",
      "start_line": 52,
      "end_line": 52,
      "start_column": 13,
      "end_column": 28,
      "snippet": "readFileSync(key)",
      "trace": [
        {
          "path": "dist/index.js",
          "line": 51,
          "message": "path `~/.ssh/id_rsa`"
        },
        {
          "path": "dist/index.js",
          "line": 52,
          "message": "is read"
        }
      ],
      "cwe": 522,
      "fingerprint": "2daf5a7240150afc0b2265a2237d0b6edcb714dd7f88283525716581c2cf1f3e",
      "origin": "own",
      "artifact": "server-1.2.3.tgz"
    }
  ],
  "dependencies": {
    "resolved": 0,
    "scanned": 0,
    "failed": [],
    "worst": [],
    "direct": [
      {
        "name": "zod",
        "requirement": "^3.25.0"
      }
    ]
  },
  "provenance": {
    "signature": {
      "state": "invalid",
      "why": "it is over \u001b[8mother bytes"
    },
    "attestations": [
      {
        "artifact": "server-1.2.3.tgz",
        "predicate": "https://slsa.dev/provenance/v1",
        "state": "absent"
      }
    ]
  },
  "shim": null,
  "notes": [
    "deprecated: use \u001b]0;other\u0007 instead"
  ],
  "advisories": null
}
"##);
}

#[test]
fn every_kind_of_report_satisfies_the_schema() {
    let schema = validator();
    let mut shim = sample::clean();
    shim.shim = Some(Shim { path: sample::path("cli.js"), line: 3, dependencies: vec!["core".to_owned()] });
    let mut local = sample::clean();
    local.package = PackageId { registry: Registry::Local, name: PackageName::local("a folder"), version: String::new() };
    local.artifacts[0].verification = Verification::Unverified { why: "a local file".to_owned() };
    let mut bare = sample::clean();
    bare.verdict = Verdict::Incomplete;
    (bare.artifacts, bare.capabilities, bare.tools) = Default::default();
    (bare.declared, bare.observed, bare.coverage) = Default::default();
    for report in [sample::clean(), sample::hostile(), shim, local, bare] {
        let document = json(&report);
        let errors: Vec<String> = schema.iter_errors(&document).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_breaks_the_contract() {
    let schema = validator();
    let good = json(&sample::hostile());
    let breaks: [(&str, Value); 9] = [
        ("/verdict", "fine".into()),
        ("/score/value", 101.into()),
        ("/tool/ruleset", "sha256:abc".into()),
        ("/package/artifacts/0/sha256", Value::Null),
        ("/findings/0/path", "../etc/passwd".into()),
        ("/findings/0/start_line", 0.into()),
        ("/findings/0/origin", "theirs".into()),
        ("/observed/env/0/declared", true.into()),
        ("/coverage/gaps/0/reason", "Native Binary".into()),
    ];
    for (pointer, value) in breaks {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("the sample has it") = value;
        assert!(!schema.is_valid(&bad), "{pointer}");
    }
    for field in good.as_object().unwrap().keys() {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(field);
        assert!(!schema.is_valid(&bad), "without {field}");
    }
}

#[test]
fn a_help_text_declares_nothing_in_json() {
    let document = json(&sample::clean());
    let env = &document["observed"]["env"];
    assert_eq!((&env[0]["declared"], &env[0]["declared_by"]), (&false.into(), &"code".into()));
    assert_eq!((&env[1]["declared"], env[1].get("declared_by")), (&true.into(), None));
    assert_eq!(document["observed"]["hosts"][0].get("email"), None);
    assert_eq!(json(&sample::hostile())["observed"]["hosts"][2]["email"], true);
}

fn json(report: &ScanReport) -> Value {
    serde_json::from_str(&v1::render(report, None)).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(v1::SCHEMA).unwrap()).unwrap()
}
