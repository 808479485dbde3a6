//! The news for people and for programs.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::report::sweep;
use mcpscan::report::terminal::Options;
use serde_json::Value;

use super::nights::{APPROVED, Events, Nights, clean, hostile, two};

const PLAIN: Options = Options { width: 100, color: false, verbose: false };

/// Held against its schema.
fn document(text: &str) -> Value {
    let document: Value = serde_json::from_str(text).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(sweep::SCHEMA).unwrap()).unwrap();
    let wrong: Vec<String> = schema.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    document
}

/// Characters that steer a terminal or hide from its reader.
fn hides(text: &str) -> bool {
    text.contains(|c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c))
}

#[test]
fn a_terminal_shows_what_a_person_must_look_at_first() {
    insta::assert_snapshot!(sweep::text(&two().news(Some(APPROVED)), PLAIN), @r##"
NOT COMPLETE  night 2 of 2026-11-23: 8 of 9 items judged (88.8 %), 1 dead
  For a person: the night is not complete, 1 approved server with news, 1 verdict got worse
  7 pass, 0 review, 1 block, 0 incomplete
  Compared with what was known before, last on night 1 of 2026-11-22.
  1 known before, 16 requests, 80.0 kB received, 36.0 s of work

Approved servers with news (1)
  npm @acme/server, approved as 1.2.3
    - mcp-registry says of it: deprecated
    - 1.3.0: it can now: file-write:~/.bashrc, network-out:paste.example, process:curl
    - 1.3.0: a version that nobody approved: pass with 100 of 100

Verdicts that got worse (1)
  block       npm notes@1.0.1 since 1.0.0: it was pass with 100, it is block with 12. Not to be
              trusted: it reads `~/.ssh/id_rsa` and connects to `paste.example`.

New grave findings (1)
  block       npm notes@1.0.1 since 1.0.0
    - credential-access (critical, confidence high): `fs.readFileSync` reads `~/.ssh/id_rsa` at
      dist/index.js:52

New capabilities (1)
  pass        npm @acme/server@1.3.0 since 1.2.3
    - a new kind: file-write:~/.bashrc
    - also: network-out:paste.example, process:curl
    - in no document: paste.example

Changed words to models (3)
  block       npm notes@1.0.1 since 1.0.0
    - tool read_file was: Reads a file.
    - it is now: Reads a file.\u{1b}[8m\u{202e}\u{e0041}
  pass        npm mailer@1.0.0
    - tool read_file was: Reads a file.
    - it is now: Sends a mail.\u{202e}\u{1b}[8m `</code></script><img src=x onerror=alert(1)>
      [click](https://x.example) @all "'
  pass        npm sick@1.0.1 since 1.0.0
    - tool read_file was: Reads a file.\u{1b}[8m\u{202e}\u{e0041}
    - it is now: Reads a file.

Other files under the same version (1)
  pass        npm mailer@1.0.0: what was judged are not the files of before

Yanked or deprecated since (1)
  pass        npm old@1.0.0 (the same files): deprecated, use \u{1b}[8mnew instead

What the sources tell (2)
  deleted io.github.acme/old, by mcp-registry: taken down <b>for spam</b>
  deprecated io.github.acme/server, by mcp-registry

Not judged (1)
  npm gone@1.0.0, after 1 attempt: the registry answered with status 404\u{202e}

New packages (1)
  pass        npm fresh@0.1.0 with 100: Trusted: everything was read, and nothing stands against it.

Verdicts that got better (1)
  pass        npm sick@1.0.1 since 1.0.0: it was block with 12, it is pass with 100

Most common findings
  credential-access             1 version
  dynamic-code                  1 version
"##);
}

#[test]
fn the_first_night_lists_what_is_blocked() {
    let nights = Nights::new();
    nights.pass(&Events { judged: vec![clean("a", "1.0.0"), hostile("b", "1.0.0")], ..Events::default() });
    insta::assert_snapshot!(sweep::text(&nights.news(None), PLAIN), @r##"
COMPLETE  night 1 of 2026-11-22: 2 of 2 items judged (100 %)
  nothing asks for a person
  1 pass, 0 review, 1 block, 0 incomplete
  This is the first night: there is nothing to compare it with.
  1 known before, 4 requests, 20.0 kB received, 3.0 s of work

Blocked (1)
  block       npm b@1.0.0 with 12: Not to be trusted: it reads `~/.ssh/id_rsa` and connects to
              `paste.example`.

Most common findings
  credential-access             1 version
  dynamic-code                  1 version
"##);
    document(&sweep::json(&nights.news(None)));
}

#[test]
fn a_night_that_is_not_complete_says_so_before_everything_else() {
    let nights = Nights::new();
    nights.pass(&Events { judged: vec![clean("a", "1.0.0")], dead: vec![("x@1.0.0", "no answer")], ..Events::default() });
    let news = nights.news(None);
    let text = sweep::text(&news, PLAIN);
    assert!(text.starts_with("NOT COMPLETE  night 1 of 2026-11-22: 1 of 2 items judged (50.0 %), 1 dead\n"), "{text}");
    assert!(sweep::markdown(&news).lines().nth(2).unwrap().starts_with("**not complete** "), "{}", sweep::markdown(&news));
    let page = sweep::html(&news);
    assert!(page.find("<b>not complete</b>").unwrap() < page.find("<main>").unwrap());
    assert_eq!(document(&sweep::json(&news))["complete"], false);
    assert!(sweep::headline(&news).contains("the night is not complete"));
}

#[test]
fn long_sections_are_folded_with_their_number_and_unfold() {
    let nights = Nights::new();
    nights.pass(&Events { judged: vec![clean("zero", "1.0.0")], ..Events::default() });
    nights.pass(&Events { judged: (0..40).map(|at| clean(&format!("p{at}"), "1.0.0")).collect(), ..Events::default() });
    let news = nights.news(None);
    let (folded, unfolded) = (sweep::text(&news, PLAIN), sweep::text(&news, Options { verbose: true, ..PLAIN }));
    assert!(folded.contains("New packages (40)\n") && folded.contains("  and 37 more; -v shows them\n"), "{folded}");
    assert!(unfolded.contains("npm p39@1.0.0") && !unfolded.contains("more"), "{unfolded}");
    assert!(sweep::markdown(&news).contains("- and 20 more\n"));
    let page = sweep::html(&news);
    assert!(page.contains("<summary>28 more</summary>"));
}

#[test]
fn markdown_is_ready_for_an_issue() {
    insta::assert_snapshot!(sweep::markdown(&two().news(Some(APPROVED))), @r##"
# Sweep: night 2 of 2026-11-23

**not complete** night 2 of 2026-11-23: 8 of 9 items judged (88.8 %), 1 dead

**For a person:** the night is not complete, 1 approved server with news, 1 verdict got worse

- 7 pass, 0 review, 1 block, 0 incomplete
- Compared with what was known before, last on night 1 of 2026-11-22.
- 1 known before, 16 requests, 80.0 kB received, 36.0 s of work

## Approved servers with news (1)

- `npm @acme/server`, approved as `1.2.3`
  - `mcp-registry says of it: deprecated`
  - `1.3.0`: `it can now: file-write:~/.bashrc, network-out:paste.example, process:curl`
  - `1.3.0`: `a version that nobody approved: pass with 100 of 100`

## Verdicts that got worse (1)

- **block** `npm notes@1.0.1` since `1.0.0`: it was pass with 100, it is block with 12. `Not to be trusted: it reads '~/.ssh/id_rsa' and connects to 'paste.example'.`

## New grave findings (1)

- **block** `npm notes@1.0.1` since `1.0.0`
  - `credential-access` (critical, confidence high): `'fs.readFileSync' reads '~/.ssh/id_rsa'` at `dist/index.js:52`

## New capabilities (1)

- **pass** `npm @acme/server@1.3.0` since `1.2.3`
  - a new kind: `file-write:~/.bashrc`
  - also: `network-out:paste.example`, `process:curl`
  - in no document: `paste.example`

## Changed words to models (3)

- **block** `npm notes@1.0.1` since `1.0.0`
  - `tool read_file` was: `Reads a file.`
  - it is now: `Reads a file.\u{1b}[8m\u{202e}\u{e0041}`
- **pass** `npm mailer@1.0.0`
  - `tool read_file` was: `Reads a file.`
  - it is now: `Sends a mail.\u{202e}\u{1b}[8m '‹/code›‹/script›‹img src=x onerror=alert(1)› [click](https://x.example) @all "'`
- **pass** `npm sick@1.0.1` since `1.0.0`
  - `tool read_file` was: `Reads a file.\u{1b}[8m\u{202e}\u{e0041}`
  - it is now: `Reads a file.`

## Other files under the same version (1)

- **pass** `npm mailer@1.0.0`: what was judged are not the files of before

## Yanked or deprecated since (1)

- **pass** `npm old@1.0.0` (the same files): deprecated, `use \u{1b}[8mnew instead`

## What the sources tell (2)

- `deleted` `io.github.acme/old`, by `mcp-registry`: `taken down ‹b›for spam‹/b›`
- `deprecated` `io.github.acme/server`, by `mcp-registry`

## Not judged (1)

- `npm gone@1.0.0`, after 1 attempt: `the registry answered with status 404\u{202e}`

## New packages (1)

- **pass** `npm fresh@0.1.0` with 100: `Trusted: everything was read, and nothing stands against it.`

## Verdicts that got better (1)

- **pass** `npm sick@1.0.1` since `1.0.0`: it was block with 12, it is pass with 100
"##);
}

#[test]
fn json_holds_everything_by_its_schema() {
    let document = document(&sweep::json(&two().news(Some(APPROVED))));
    assert_eq!(document["schema"], "mcpscan.sweep/1");
    assert_eq!(document["approved"]["items"][0]["news"][1]["kind"], "new-capability");
    assert_eq!(document["worse"]["items"][0]["before"], serde_json::json!({ "version": "1.0.0", "verdict": "pass", "score": 100 }));
    assert_eq!(document["capabilities"]["items"][0]["capabilities"]["undeclared_hosts"], serde_json::json!(["paste.example"]));
    assert_eq!(document["withdrawn"]["items"][0]["withdrawn"]["how"], "deprecated");
    assert_eq!(document["texts"]["items"][1]["texts"]["items"][0]["what"], "tool read_file");
    assert_eq!(document["nights"].as_array().unwrap().len(), 2);
    assert_eq!(document["asks"], serde_json::json!(["the night is not complete", "1 approved server with news", "1 verdict got worse"]));
}

#[test]
fn no_format_lets_the_text_of_a_package_steer_or_hide() {
    let news = two().news(Some(APPROVED));
    let verbose = Options { verbose: true, ..PLAIN };
    let formats = [sweep::text(&news, verbose), sweep::markdown(&news), sweep::json(&news), sweep::html(&news), sweep::notice(&news)];
    for text in formats {
        assert!(!hides(&text), "{text}");
    }
    let markdown = sweep::markdown(&news);
    assert!(markdown.contains("\\u{202e}") && !markdown.contains('<') && !markdown.contains("</code>"), "{markdown}");
}

#[test]
fn a_notice_is_one_line_with_the_names_and_the_numbers() {
    let notice = sweep::notice(&two().news(Some(APPROVED)));
    assert_eq!(notice.matches('\n').count(), 1);
    let notice: Value = serde_json::from_str(&notice).unwrap();
    let text = "mcpscan sweep, night 2 of 2026-11-23: 8 of 9 items judged (88.8 %), 1 dead; the night is not complete, \
                1 approved server with news, 1 verdict got worse\n\
                Approved, with news: `npm @acme/server@1.2.3`\nWorse: `npm notes@1.0.1`";
    assert_eq!(notice["text"], text);
    assert_eq!((&notice["counts"]["worse"], &notice["complete"]), (&1.into(), &false.into()));
}
