//! What a person and what a program are shown of one report.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::*;
use mcpscan::report::json::v1;
use mcpscan::report::terminal::{self, Options};
use proptest::prelude::*;
use serde_json::Value;

use crate::sample;

const PLAIN: Options = Options { width: 100, color: false, verbose: false };

#[test]
fn a_small_clean_server_fits_a_screen() {
    let text = terminal::render(&sample::clean(), PLAIN);
    assert!(text.lines().count() <= 45, "{text}");
    insta::assert_snapshot!(text, @r##"
PASS  Trusted: everything was read, and nothing stands against it.
@acme/server@1.2.3 (npm)
  server-1.2.3.tgz, verified by sha512

Score: 100 of 100

Findings: none

Capabilities
  process         git
  file-read       bundled code only: known only at run time
  network-out     api.acme.example, others known only at run time

Tools it offers: 1
  read_file [file-read]

Environment variables: 2, 1 undeclared
! ACME_DEBUG  only in a help text  dist/index.js:7
  ACME_TOKEN  README.md:31         dist/index.js:7
  1 documented, but not seen to be read: ACME_REGION

Hosts it connects to: 1, all declared
  api.acme.example  README.md:12  dist/api.js:3
  1 only written down, never seen to be connected to: docs.acme.example

Coverage: 2 of 2 code files analysed, 4.5 kB of 4.5 kB (100.0 %)

Next: install exactly what was judged, `@acme/server@1.2.3`; another version is another package.
"##);
}

#[test]
fn a_hostile_server_is_answered_first_and_explained_after() {
    insta::assert_snapshot!(terminal::render(&sample::hostile(), PLAIN), @r##"
BLOCK  Not to be trusted: it reads `~/.ssh/id_rsa` and connects to `paste.example`.
@acme/server@1.2.3 (npm)
  server-1.2.3.tgz, NOT VERIFIED: the registry gives only sha1

Score: 12 of 100
   -60  credential-access: reads `~/.ssh/id_rsa`
   -28  undeclared-host: connects to `paste.example`

Findings: 1 critical, 6 medium
critical[credential-access]: `fs.readFileSync` reads `~/.ssh/id_rsa`
  --> dist/index.js:52:13
   |
51 | const key = join(homedir(), '.ssh', 'id_rsa');
52 | const it = readFileSync(key); // \u{202e}safe
   |            ^^^^^^^^^^^^^^^^^
   |
   = trace: 1. path `~/.ssh/id_rsa` (dist/index.js:51)
   = trace: 2. is read (dist/index.js:52)
   = confidence: high, CWE-522

medium[dynamic-code]: `eval` runs text that is built at run time
  --> dist/lib.js:10:3
   |
10 |   eval(text)
   |   ^^^^^^^^^^
   |
   = confidence: medium, CWE-95, in bundled code of lib

medium[dynamic-code]: `eval` runs text that is built at run time
  --> dist/lib.js:20:3
   |
20 |   eval(text)
   |   ^^^^^^^^^^
   |
   = confidence: medium, CWE-95, in bundled code of lib

  … 4 more like this (dynamic-code) in 1 file; --verbose shows all

Capabilities
  process         git
  file-read       bundled code only: known only at run time
  network-out     api.acme.example, others known only at run time

Tools it offers: 1
  read_file [file-read]

Environment variables: 2, 1 undeclared
! ACME_DEBUG  only in a help text  dist/index.js:7
  ACME_TOKEN  README.md:31         dist/index.js:7
  1 documented, but not seen to be read: ACME_REGION

Hosts it connects to: 2, 1 undeclared
! paste.example (mail)  undeclared    dist/index.js:52
  api.acme.example      README.md:12  dist/api.js:3
  1 only written down, never seen to be connected to: docs.acme.example

Coverage: 2 of 3 code files analysed, 4.5 kB of 5.3 kB (85.2 %)
! build/addon.node: native-binary, 789 B not analysed, and an entry point or install hook reaches it

Notes
  deprecated: use \u{1b}]0;other\u{7} instead

Next: do not install it; `mcpscan explain credential-access` says what the first one means.
"##);
}

#[test]
fn verbose_folds_nothing() {
    let text = terminal::render(&sample::hostile(), Options { verbose: true, ..PLAIN });
    assert!(!text.contains("--verbose"), "{text}");
    assert_eq!(text.matches("medium[dynamic-code]").count(), 6);
}

#[test]
fn a_shim_is_named_and_the_next_step_judges_what_does_the_work() {
    let mut report = sample::clean();
    report.verdict = Verdict::Review;
    report.shim = Some(Shim { path: sample::path("cli.js"), line: 3, dependencies: vec!["playwright-core".to_owned()] });
    let text = terminal::render(&report, PLAIN);
    let (_, end) = text.split_once("Shim\n").unwrap();
    insta::assert_snapshot!(end, @r##"
! The entry point (cli.js:3) only hands over to `playwright-core`, which was not judged here.

Next: judge what does the work: `mcpscan npm playwright-core`.
"##);
}

#[test]
fn colour_only_repeats_what_the_words_say() {
    let plain = terminal::render(&sample::hostile(), PLAIN);
    let colored = terminal::render(&sample::hostile(), Options { color: true, ..PLAIN });
    assert_ne!(plain, colored);
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn no_line_of_ours_is_wider_than_the_terminal() {
    for width in [60, 80, 120] {
        let text = terminal::render(&sample::clean(), Options { width, ..PLAIN });
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(width), "{width}:\n{text}");
    }
}

#[test]
fn json_has_the_fields_of_the_contract_in_their_order() {
    let mut report = sample::hostile();
    report.findings.truncate(1);
    insta::assert_snapshot!(v1::render(&report), @r##"
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
    ]
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
    ]
  },
  "observed": {
    "env": [
      {
        "name": "ACME_DEBUG",
        "declared": false,
        "declared_by": "code",
        "path": "dist/index.js",
        "line": 7,
        "origin": "own"
      },
      {
        "name": "ACME_TOKEN",
        "declared": true,
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
        "path": "dist/api.js",
        "line": 3,
        "origin": "own"
      },
      {
        "name": "docs.acme.example",
        "declared": false,
        "reached": false,
        "path": "dist/api.js",
        "line": 3,
        "origin": "own"
      },
      {
        "name": "paste.example",
        "declared": false,
        "reached": true,
        "email": true,
        "path": "dist/index.js",
        "line": 52,
        "origin": "own"
      }
    ]
  },
  "tools": [
    {
      "name": "read_file",
      "description": "Reads a file.\u001b[8m\u202e\udb40\udc41",
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
  "shim": null,
  "notes": [
    "deprecated: use \u001b]0;other\u0007 instead"
  ]
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a package says, in whatever field: it neither steers the terminal nor hides, and JSON reads back the same.
    #[test]
    fn package_text_never_reaches_a_person_raw(text in any::<String>(), start in 0usize..40, end in 0usize..40, width in 0usize..300) {
        let report = poisoned(&text, (start, end));
        for verbose in [false, true] {
            let out = terminal::render(&report, Options { width, color: false, verbose });
            prop_assert_eq!(out.chars().find(|c| (c.is_control() && *c != '\n') || invisible(*c)), None);
        }
        let document = v1::render(&report);
        prop_assert_eq!(document.chars().find(|c| (c.is_control() && *c != '\n') || invisible(*c)), None);
        let document: Value = serde_json::from_str(&document).unwrap();
        prop_assert_eq!(&document["findings"][0]["message"], &text);
    }
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The text in every field that a package can fill.
fn poisoned(text: &str, mark: (usize, usize)) -> ScanReport {
    let mut report = sample::hostile();
    let place = RelPath::new(text).unwrap_or_else(|_| sample::path("a"));
    let finding = &mut report.findings[0];
    finding.message = text.to_owned();
    finding.snippet = text.to_owned();
    finding.location.path = place.clone();
    finding.frame = Frame { first_line: 7, text: format!("{text}\n{text}\n").repeat(5), mark };
    finding.origin = Origin::Bundled(text.to_owned());
    finding.trace[0].message = text.to_owned();
    report.summary = text.to_owned();
    report.package.name = PackageName::local(text);
    report.package.version = text.to_owned();
    report.artifacts[0].file = text.to_owned();
    report.artifacts[0].verification = Verification::Unverified { why: text.to_owned() };
    report.score.deductions[0].reason = text.to_owned();
    report.capabilities[0].detail = text.to_owned();
    report.capabilities[0].location.path = place.clone();
    report.observed.env[0].name = text.to_owned();
    report.observed.hosts[0].name = text.to_owned();
    report.observed.hosts[1].name = text.to_owned();
    report.declared.env[0].name = text.to_owned();
    report.tools[0].name = text.to_owned();
    report.tools[0].description = text.to_owned();
    report.tools[0].capabilities = vec![text.to_owned()];
    report.coverage.gaps[0].path = place.clone();
    report.shim = Some(Shim { path: place, line: 1, dependencies: vec![text.to_owned()] });
    report.notes = vec![text.to_owned()];
    report
}

fn json(report: &ScanReport) -> Value {
    serde_json::from_str(&v1::render(report)).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(v1::SCHEMA).unwrap()).unwrap()
}
