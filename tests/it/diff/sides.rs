//! What is seldom seen in small packages, on sides built by hand.

use std::collections::BTreeMap;

use mcpscan::diff::{Difference, Kind, Side, Turn, Weight, compare};
use mcpscan::model::*;
use mcpscan::report::diff::{json, text};
use mcpscan::report::terminal::Options;

use super::fits;
use crate::sample;

fn side(version: &str) -> Side {
    let mut report = sample::clean();
    report.package.version = version.to_owned();
    Side { report, contents: Contents::default() }
}

fn pair() -> (Side, Side) {
    (side("1.2.3"), side("1.2.4"))
}

fn rows(difference: &Difference) -> Vec<(Weight, Kind, Turn, &str)> {
    difference.changes.iter().map(|change| (change.weight, change.kind, change.turn, change.subject.as_str())).collect()
}

fn shown(old: &Side, new: &Side) -> String {
    let difference = compare(old, new);
    fits(&serde_json::from_str(&json(old, new, &difference)).unwrap());
    text(old, new, &difference, Options { width: 100, color: false, verbose: false })
}

fn file(path: &str, text: &str) -> ContentFile {
    ContentFile { path: sample::path(path), in_wheel: false, sha256: Sha256::of(text.as_bytes()), bytes: text.len() as u64 }
}

fn finding() -> Finding {
    sample::hostile().findings.remove(0)
}

fn offer(kind: OfferKind, text: &str, location: &Location) -> Offer {
    Offer {
        kind,
        name: text.to_owned(),
        address: text.to_owned(),
        description: text.to_owned(),
        inputs: vec![text.to_owned()],
        input_texts: BTreeMap::from([(text.to_owned(), text.to_owned())]),
        input_forms: BTreeMap::new(),
        location: location.clone(),
    }
}

#[test]
fn hostile_text_is_escaped_wherever_it_comes_from() {
    let (old, mut new) = pair();
    let bad = "x\u{1b}]0;owned\u{7}\u{202e}\u{e0041}\r\ny";
    new.report = ScanReport { package: new.report.package.clone(), ..sample::hostile() };
    new.report.dependencies.direct.push((bad.to_owned(), bad.to_owned()));
    new.report.observed.env[0].name = bad.to_owned();
    new.report.observed.hosts[0].name = bad.to_owned();
    new.report.capabilities[0].detail = bad.to_owned();
    new.report.tools.push(Tool { name: bad.to_owned(), description: bad.to_owned(), ..new.report.tools[0].clone() });
    new.report.tools[0].annotations.insert(bad.to_owned(), true);
    new.report.tools[0].inputs.push(bad.to_owned());
    new.report.tools[0].input_texts.insert(bad.to_owned(), bad.to_owned());
    new.report.tools[0].input_forms.insert("path".to_owned(), format!("string().default(“{bad} {bad} {bad} {bad}”)"));
    let location = new.report.tools[0].location.clone();
    new.report.offers = [OfferKind::Instructions, OfferKind::Prompt, OfferKind::Resource].map(|kind| offer(kind, bad, &location)).into();
    new.contents.scripts.push(ContentScript { name: bad.to_owned(), command: bad.to_owned(), at_install: true, files: Vec::new() });
    new.contents.elsewhere.push(Elsewhere { name: bad.to_owned(), address: bad.to_owned(), at_install: true });
    new.contents.withdrawn = Some(bad.to_owned());
    new.contents.publisher = Some(Publisher { name: bad.to_owned(), email: None, trusted: Some(bad.to_owned()) });
    let mut old = Side {
        contents: Contents { publisher: Some(Publisher { name: "ann".to_owned(), email: None, trusted: None }), ..old.contents },
        ..old
    };
    old.report.provenance.attestations.clear();
    for verbose in [false, true] {
        let difference = compare(&old, &new);
        let text = text(&old, &new, &difference, Options { width: 100, color: false, verbose });
        let is_bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{e0041}');
        assert!(!text.contains(is_bad), "{text:?}");
        let document = json(&old, &new, &difference);
        fits(&serde_json::from_str(&document).unwrap());
        assert!(!document.contains(is_bad));
    }
}

#[test]
fn a_lost_attestation_and_another_builder_are_told_apart_from_one_that_could_not_be_asked_for() {
    let (old, mut new) = pair();
    let proof = |new: &mut Side, proof: Proof| new.report.provenance.attestations[0].proof = proof;
    proof(&mut new, Proof::Absent);
    assert_eq!(rows(&compare(&old, &new))[0].0, Weight::Trust);
    assert!(
        shown(&old, &new).starts_with("DOUBT  1.2.4 can do nothing that 1.2.3 could not, as far as can be told: 1 doubt about the build.")
    );
    proof(&mut new, Proof::Unavailable { why: "no network".to_owned() });
    let difference = compare(&old, &new);
    assert_eq!((rows(&difference)[0].0, difference.wants_a_look()), (Weight::Detail, false));
    let Proof::Verified { signer: Signer::Certified(build) } = old.report.provenance.attestations[0].proof.clone() else { panic!() };
    let elsewhere = Build { repository: Some("https://github.com/other/server".to_owned()), ..build.clone() };
    proof(&mut new, Proof::Verified { signer: Signer::Certified(elsewhere) });
    let difference = compare(&old, &new);
    assert_eq!(rows(&difference), [(Weight::Trust, Kind::Provenance, Turn::Changed, "the files were built elsewhere")]);
    let next = Build { commit: Some("fedc".to_owned()), ..build };
    proof(&mut new, Proof::Verified { signer: Signer::Certified(next) });
    assert_eq!(rows(&compare(&old, &new)), []);
    new.report.provenance.signature = Proof::Absent;
    assert_eq!(rows(&compare(&old, &new))[0].0, Weight::Trust);
}

#[test]
fn a_person_after_a_build_service_is_told_and_the_other_way_round_is_no_alarm() {
    let (mut old, mut new) = pair();
    old.contents.publisher = Some(Publisher { name: "GitHub Actions".to_owned(), email: None, trusted: Some("github".to_owned()) });
    new.contents.publisher = Some(Publisher { name: "ann".to_owned(), email: None, trusted: None });
    assert_eq!(rows(&compare(&old, &new)), [(Weight::Trust, Kind::Publisher, Turn::Changed, "ann")]);
    assert!(!compare(&new, &old).wants_a_look());
}

#[test]
fn a_file_that_runs_and_is_no_longer_read_is_an_alarm_unless_it_only_has_another_name() {
    let gap = |path: &str, reached| Gap { path: sample::path(path), reason: GapReason::ParseBudget, bytes: 9, reached };
    let (mut old, mut new) = pair();
    new.report.coverage.gaps = vec![gap("dist/chunk-b.js", true)];
    new.contents.files = vec![file("dist/chunk-b.js", "b")];
    assert_eq!(rows(&compare(&old, &new))[0], (Weight::Unread, Kind::Gap, Turn::Added, "dist/chunk-b.js"));
    assert!(shown(&old, &new).contains("\nRuns, and was not read in full\n! dist/chunk-b.js; parse-budget;"));
    old.report.coverage.gaps = vec![gap("dist/chunk-a.js", true)];
    old.contents.files = vec![file("dist/chunk-a.js", "a")];
    assert!(!compare(&old, &new).wants_a_look());
    old.report.coverage.gaps = vec![gap("dist/chunk-b.js", false)];
    assert_eq!(rows(&compare(&old, &new))[0], (Weight::Unread, Kind::Gap, Turn::Changed, "dist/chunk-b.js"));
}

#[test]
fn a_finding_is_the_same_where_the_code_around_it_changed_or_its_file_was_renamed() {
    let (mut old, mut new) = pair();
    old.report.findings = vec![finding()];
    let moved = Finding { fingerprint: "other".to_owned(), ..finding() };
    new.report.findings = vec![moved.clone()];
    assert_eq!(rows(&compare(&old, &new)), []);
    let renamed = Finding { location: Location::line(sample::path("dist/chunk-b.js"), 3), ..moved };
    new.report.findings = vec![renamed.clone()];
    new.contents.files = vec![file("dist/chunk-b.js", "b")];
    assert_eq!(rows(&compare(&old, &new)).len(), 1, "the file alone is new");
    old.contents.files = vec![file("dist/chunk-b.js", "b"), file("dist/index.js", "a")];
    new.contents.files.clone_from(&old.contents.files);
    assert_eq!(rows(&compare(&old, &new)).len(), 2, "one came and one went in files that both have");
    new.report.findings = vec![finding(), renamed];
    let difference = compare(&old, &new);
    assert_eq!(rows(&difference), [(Weight::Finding, Kind::Finding, Turn::Added, "credential-access")]);
    assert!(difference.wants_a_look() && !difference.has_new_power());
    assert!(shown(&old, &new).starts_with("WORSE  1.2.4 can do nothing that 1.2.3 could not, but more was found in it."));
}

#[test]
fn a_finding_that_became_worse_says_what_it_was() {
    let (mut old, mut new) = pair();
    new.report.findings = vec![finding()];
    old.report.findings = vec![Finding { severity: Severity::Low, ..finding() }];
    assert_eq!(rows(&compare(&old, &new))[0].2, Turn::Changed);
    assert!(shown(&old, &new).contains("critical[credential-access]: `fs.readFileSync` reads `~/.ssh/id_rsa`, low before"));
    assert_eq!(rows(&compare(&new, &old)), []);
}

#[test]
fn a_worse_verdict_is_an_alarm_and_a_better_one_is_not() {
    let (old, mut new) = pair();
    new.report.verdict = Verdict::Review;
    assert!(compare(&old, &new).wants_a_look() && !compare(&new, &old).wants_a_look());
    assert!(shown(&old, &new).starts_with("WORSE  1.2.4 can do nothing that 1.2.3 could not, but it is judged worse: pass → review."));
}

#[test]
fn what_is_never_lost_is_never_folded() {
    let (old, mut new) = pair();
    let host = new.report.observed.hosts[0].clone();
    let names: Vec<String> = (0..60).map(|number| format!("host{number}.acme.example")).collect();
    new.report.observed.hosts.extend(names.iter().map(|name| ObservedHost { name: name.clone(), ..host.clone() }));
    new.contents.files = (0..500).map(|number| file(&format!("docs/{number:03}.js"), &number.to_string())).collect();
    let text = shown(&old, &new);
    assert!(names.iter().all(|name| text.contains(name.as_str())), "{text}");
    assert!(text.contains("\n  … 490 more; --verbose shows all\n"), "{text}");
    assert!(text.find("host59.acme.example") < text.find("docs/000.js"));
}

#[test]
fn own_code_that_does_what_only_bundled_code_did_is_new_and_more_of_the_same_is_not() {
    let (old, mut new) = pair();
    let mut read = new.report.capabilities.iter().find(|one| one.kind == CapabilityKind::FileRead).unwrap().clone();
    (read.detail, read.origin) = ("config.json".to_owned(), Origin::Own);
    new.report.capabilities.push(read.clone());
    assert_eq!(rows(&compare(&old, &new)), [(Weight::Power, Kind::FileRead, Turn::Added, "config.json")]);
    let mut next = side("1.2.5");
    next.report.capabilities.clone_from(&new.report.capabilities);
    next.report.capabilities.push(Capability { detail: "data-1.2.5.json".to_owned(), ..read.clone() });
    assert_eq!(rows(&compare(&new, &next)), [(Weight::Detail, Kind::FileRead, Turn::Added, "data-1.2.5.json")]);
    new.report.capabilities.push(Capability { detail: "data-1.2.4.json".to_owned(), ..read });
    assert_eq!(rows(&compare(&new, &next)), [], "a path that holds the version is no other path");
}

#[test]
fn a_tool_that_asks_for_trust_and_can_do_harm_is_told_and_an_honest_hint_is_a_detail() {
    let (mut old, mut new) = pair();
    for (can, weight) in [("file-write", Weight::Power), ("file-read", Weight::Detail)] {
        for side in [&mut old, &mut new] {
            side.report.tools[0].capabilities = vec![can.to_owned()];
            side.report.tools[0].annotations = BTreeMap::new();
        }
        new.report.tools[0].annotations = BTreeMap::from([("readOnlyHint".to_owned(), true)]);
        assert_eq!(rows(&compare(&old, &new)), [(weight, Kind::ToolAnnotation, Turn::Changed, "read_file")]);
    }
    new.report.tools[0].capabilities.push("process".to_owned());
    assert!(rows(&compare(&old, &new)).contains(&(Weight::Power, Kind::ToolAbility, Turn::Added, "read_file")));
}

#[test]
fn files_are_told_by_path_and_content() {
    let (mut old, mut new) = pair();
    old.contents.files = vec![file("a.js", "a"), file("b.js", "b"), file("c.js", "c")];
    new.contents.files = vec![file("a.js", "a!"), file("lib/b.js", "b"), file("d.js", "d")];
    new.contents.hooks = vec![sample::path("d.js")];
    let difference = compare(&old, &new);
    let turns: Vec<(Turn, &str)> = difference.changes.iter().map(|change| (change.turn, change.subject.as_str())).collect();
    assert_eq!(turns, [(Turn::Added, "d.js"), (Turn::Changed, "a.js"), (Turn::Moved, "lib/b.js"), (Turn::Removed, "c.js")]);
    insta::assert_snapshot!(shown(&old, &new), @r##"
SAME  1.2.4 can do nothing that 1.2.3 could not.
@acme/server 1.2.3 → 1.2.4 (npm)
  verdict pass, as before; score 100 of 100, as before

Files: 1 file changed, 1 added, 1 moved, 1 gone
  + d.js 1 B; runs at installation
  ~ a.js 1 B → 2 B
  ~ lib/b.js, was b.js
  - c.js 1 B
"##);
}

#[test]
fn a_wheels_metadata_is_the_same_file_in_each_version() {
    let (mut old, mut new) = pair();
    let wheel = |path: &str, text: &str| ContentFile { in_wheel: true, ..file(path, text) };
    old.contents.files = vec![wheel("acme-1.2.3.dist-info/METADATA", "m"), wheel("acme-1.2.3.dist-info/RECORD", "1"), file("acme.py", "x")];
    new.contents.files = vec![wheel("acme-1.2.4.dist-info/METADATA", "n"), wheel("acme-1.2.4.dist-info/RECORD", "2"), file("acme.py", "x")];
    assert_eq!(rows(&compare(&old, &new)), [(Weight::File, Kind::File, Turn::Changed, "acme-1.2.4.dist-info/METADATA")]);
}

#[test]
fn another_version_of_the_dependency_that_does_the_work_is_no_release_without_news() {
    let (mut old, mut new) = pair();
    new.report.dependencies.direct = vec![("zod".to_owned(), "^4.0.0".to_owned())];
    assert_eq!(rows(&compare(&old, &new)), [(Weight::Detail, Kind::Dependency, Turn::Changed, "zod")]);
    for side in [&mut old, &mut new] {
        side.report.shim = Some(Shim { path: sample::path("cli.js"), line: 1, dependencies: vec!["zod".to_owned()] });
    }
    assert_eq!(rows(&compare(&old, &new)), [(Weight::Unread, Kind::Dependency, Turn::Changed, "zod")]);
    assert!(shown(&old, &new).contains("\nRuns, and was not read in full\n! zod ^3.25.0 → ^4.0.0; does the work, and was not compared\n"));
}

#[test]
fn a_program_of_a_script_that_somebody_has_to_start_is_a_detail() {
    let (old, mut new) = pair();
    let build = Capability {
        kind: CapabilityKind::Process,
        detail: "rm".to_owned(),
        location: Location::line(sample::path("package.json"), 9),
        origin: Origin::Own,
    };
    new.report.capabilities.push(build);
    assert_eq!(rows(&compare(&old, &new)), [(Weight::Detail, Kind::Process, Turn::Added, "rm")]);
    let script = ContentScript { name: "postinstall".to_owned(), command: "rm -r x".to_owned(), at_install: true, files: Vec::new() };
    new.contents.scripts.push(script);
    assert!(rows(&compare(&old, &new)).contains(&(Weight::Power, Kind::Process, Turn::Added, "rm")));
}

#[test]
fn of_a_long_text_all_that_is_new_is_shown_and_of_what_is_gone_the_beginning() {
    let (mut old, mut new) = pair();
    let words = |word: &str| (0..900).map(|number| format!("{word}{number}")).collect::<Vec<_>>().join(" ");
    old.report.tools[0].description = words("old");
    new.report.tools[0].description = words("new");
    let text = shown(&old, &new);
    assert!(text.contains("new899") && text.contains("old0 ") && !text.contains("old899"), "{text}");
    let difference = compare(&old, &new);
    let verbose = mcpscan::report::diff::text(&old, &new, &difference, Options { width: 100, color: false, verbose: true });
    assert!(verbose.contains("old899"));
}
