//! What a person is shown of one report.
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
    let text = terminal::render(&sample::clean(), None, PLAIN);
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

Hosts it connects to: 1, none undeclared
  api.acme.example  README.md:12  dist/api.js:3
  1 only written down, never seen to be connected to: docs.acme.example

Coverage: 2 of 2 code files analysed, 4.5 kB of 4.5 kB (100.0 %)

Provenance: built from github.com/acme/server at 0123456789 by release.yml (verified)
  the registry's signature: verified

Known flaws: not looked up: no advisory data; `mcpscan db update` fetches it

Dependencies: 1 direct, not judged here
  zod

Next: install exactly what was judged, `@acme/server@1.2.3`; another version is another package.
"##);
}

#[test]
fn a_hostile_server_is_answered_first_and_explained_after() {
    insta::assert_snapshot!(terminal::render(&sample::hostile(), None, PLAIN), @r##"
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

Provenance: none; nothing is attested of how it was built
  the registry's signature: FALSE, it is over \u{1b}[8mother bytes

Known flaws: not looked up: no advisory data; `mcpscan db update` fetches it

Dependencies: 1 direct, not judged here
  zod

Notes
  deprecated: use \u{1b}]0;other\u{7} instead

Next: do not install it; `mcpscan explain credential-access` says what the first one means.
"##);
}

#[test]
fn verbose_folds_nothing() {
    let text = terminal::render(&sample::hostile(), None, Options { verbose: true, ..PLAIN });
    assert!(!text.contains("--verbose"), "{text}");
    assert_eq!(text.matches("medium[dynamic-code]").count(), 6);
}

#[test]
fn a_shim_is_named_and_the_next_step_judges_what_does_the_work() {
    let mut report = sample::clean();
    report.verdict = Verdict::Review;
    report.shim = Some(Shim { path: sample::path("cli.js"), line: 3, dependencies: vec!["playwright-core".to_owned()] });
    let text = terminal::render(&report, None, PLAIN);
    let (_, end) = text.split_once("Shim\n").unwrap();
    insta::assert_snapshot!(end, @r##"
! The entry point (cli.js:3) only hands over to `playwright-core`, which was not judged here.

Next: judge what does the work: `mcpscan npm playwright-core`.
"##);
}

#[test]
fn colour_only_repeats_what_the_words_say() {
    let plain = terminal::render(&sample::hostile(), None, PLAIN);
    let colored = terminal::render(&sample::hostile(), None, Options { color: true, ..PLAIN });
    assert_ne!(plain, colored);
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn no_line_of_ours_is_wider_than_the_terminal() {
    for width in [60, 80, 120] {
        let text = terminal::render(&sample::clean(), None, Options { width, ..PLAIN });
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(width), "{width}:\n{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a package says, in whatever field: it neither steers the terminal nor hides, and JSON reads back the same.
    #[test]
    fn package_text_never_reaches_a_person_raw(text in any::<String>(), start in 0usize..40, end in 0usize..40, width in 0usize..300) {
        let report = poisoned(&text, (start, end));
        for verbose in [false, true] {
            let out = terminal::render(&report, None, Options { width, color: false, verbose });
            prop_assert_eq!(out.chars().find(|c| (c.is_control() && *c != '\n') || invisible(*c)), None);
        }
        let document = v1::render(&report, None);
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
    report.dependencies.direct = vec![(text.to_owned(), text.to_owned())];
    report.notes = vec![text.to_owned()];
    report
}
