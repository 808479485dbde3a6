//! What holds for every set of findings, and the verdicts that REPORT.md promises.

use proptest::prelude::*;

use super::{judge, summary};
use crate::model::{
    Category, Confidence, Coverage, Finding, Frame, Gap, GapReason, Location, Origin, RelPath, Score, Severity, Shim, Verdict,
};
use crate::signatures::Signatures;

fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

fn finding(rule: &str, severity: Severity, confidence: Confidence, origin: Origin) -> Finding {
    Finding {
        rule: rule.to_owned(),
        category: Category::CodeEval,
        severity,
        confidence,
        message: format!("`{rule}` was seen"),
        location: Location::line(path("dist/index.js"), 7),
        snippet: String::new(),
        frame: Frame::default(),
        trace: Vec::new(),
        cwe: None,
        fingerprint: String::new(),
        origin,
        artifact: "server-1.0.0.tgz".to_owned(),
    }
}

fn own(rule: &str, severity: Severity, confidence: Confidence) -> Finding {
    finding(rule, severity, confidence, Origin::Own)
}

fn read() -> Coverage {
    Coverage { files: 3, files_analyzed: 3, bytes: 1000, bytes_analyzed: 1000, gaps: Vec::new(), bounds: Default::default() }
}

fn with_gap(reason: GapReason, reached: bool) -> Coverage {
    Coverage { gaps: vec![Gap { path: path("dist/a.js"), reason, bytes: 10, reached }], ..read() }
}

fn shim() -> Shim {
    Shim { path: path("cli.js"), line: 3, dependencies: vec!["playwright".to_owned()] }
}

fn judged(findings: &[Finding], coverage: &Coverage, shim: Option<&Shim>) -> (Score, Verdict) {
    judge(findings, coverage, shim, Signatures::builtin().weights())
}

fn value(findings: &[Finding]) -> u8 {
    judged(findings, &read(), None).0.value
}

fn verdict(findings: &[Finding]) -> Verdict {
    judged(findings, &read(), None).1
}

fn shown(score: &Score) -> String {
    score.deductions.iter().map(|row| format!("{} {} ({})\n", row.points, row.rule, row.reason)).collect()
}

#[test]
fn nothing_found_costs_nothing() {
    assert_eq!(judged(&[], &read(), None), (Score { value: 100, deductions: Vec::new() }, Verdict::Pass));
    assert_eq!(value(&[own("dynamic-code", Severity::Info, Confidence::High)]), 100);
}

#[test]
fn one_row_stands_for_a_rule_and_a_severity() {
    let findings = [
        own("undeclared-host", Severity::Medium, Confidence::High),
        own("undeclared-host", Severity::High, Confidence::High),
        own("undeclared-host", Severity::High, Confidence::Medium),
        own("undeclared-env", Severity::Low, Confidence::High),
    ];
    let (score, _) = judged(&findings, &read(), None);
    insta::assert_snapshot!(shown(&score), @r"
    36 undeclared-host (2 high findings: undeclared-host)
    8 undeclared-host (1 medium finding: undeclared-host)
    3 undeclared-env (1 low finding: undeclared-env)
    ");
    assert_eq!(score.value, 53);
}

#[test]
fn grave_findings_cost_in_full_and_lesser_ones_are_damped() {
    let high = own("shell-command", Severity::High, Confidence::High);
    assert_eq!(100 - value(&vec![high.clone(); 3]), 3 * (100 - value(&[high])));
    let medium = own("undeclared-env", Severity::Medium, Confidence::High);
    assert!(value(&vec![medium.clone(); 3]) > 100 - 3 * (100 - value(std::slice::from_ref(&medium))));
    assert_eq!(verdict(&vec![medium; 500]), Verdict::Pass, "one rule alone, however often, is a question of size");
}

#[test]
fn one_high_finding_among_any_number_of_lesser_ones_asks_for_a_look() {
    let mut findings = vec![own("ssrf", Severity::High, Confidence::High)];
    for rule in 0..40 {
        let named = |severity| own(&format!("rule-{rule}"), severity, Confidence::High);
        findings.extend(vec![named(Severity::Medium); 20]);
        findings.extend(vec![named(Severity::Low); 20]);
    }
    assert_eq!((value(&findings), verdict(&findings)), (40, Verdict::Review));
    findings.push(own("sql-injection", Severity::High, Confidence::Medium));
    assert_eq!(verdict(&findings), Verdict::Block, "a second one among them is more than a look");
}

fn of(category: Category, severity: Severity, confidence: Confidence) -> Finding {
    Finding { category, ..own(category.as_str(), severity, confidence) }
}

#[test]
fn one_theft_leaves_nothing_however_clean_the_rest_is() {
    let theft = of(Category::Exfiltration, Severity::Critical, Confidence::Medium);
    let (score, verdict) = judged(std::slice::from_ref(&theft), &read(), None);
    insta::assert_snapshot!(shown(&score), @r"
    61 exfiltration (1 critical finding: exfiltration)
    39 cap:hostile (works against whoever installs it: exfiltration)
    ");
    assert_eq!((score.value, verdict), (0, Verdict::Block));
    // An honest server with grave flaws still ranks above it.
    let flaw = own("command-injection", Severity::Critical, Confidence::High);
    assert!(value(&[flaw]) > score.value);
}

#[test]
fn known_flaws_ask_for_a_look_and_never_block() {
    let flaw = |severity| of(Category::KnownVulnerability, severity, Confidence::High);
    let critical = flaw(Severity::Critical);
    let (score, word) = judged(std::slice::from_ref(&critical), &read(), None);
    insta::assert_snapshot!(shown(&score), @"55 known-vulnerability (1 critical finding: known-vulnerability)");
    assert_eq!((score.value, word), (45, Verdict::Review));
    assert_eq!(verdict(&vec![critical.clone(); 50]), Verdict::Review);
    assert_eq!(verdict(&[flaw(Severity::High)]), Verdict::Review);
    assert_eq!((value(&[flaw(Severity::Medium)]), verdict(&[flaw(Severity::Medium)])), (92, Verdict::Pass));
    let malware = of(Category::KnownMalware, Severity::Critical, Confidence::High);
    assert_eq!(judged(&[critical, malware], &read(), None).1, Verdict::Block);
}

#[test]
fn two_independent_signs_block_and_one_asks_for_a_look() {
    let hidden = of(Category::Obfuscation, Severity::High, Confidence::High);
    let text = of(Category::HiddenText, Severity::High, Confidence::Medium);
    assert_eq!(value(&[hidden.clone(), hidden.clone()]), 60);
    assert_eq!((value(&[hidden.clone(), text.clone()]), verdict(&[hidden, text])), (35, Verdict::Block));
    let doubtful = of(Category::Obfuscation, Severity::High, Confidence::Low);
    assert_eq!(value(&[doubtful]), 94);
}

#[test]
fn what_cannot_be_inspected_is_no_pass_and_no_accusation() {
    let opaque = of(Category::NativeBinary, Severity::Medium, Confidence::High);
    assert_eq!((value(std::slice::from_ref(&opaque)), verdict(&[opaque])), (65, Verdict::Review));
}

#[test]
fn a_flood_of_findings_is_no_pass() {
    let medium = own("undeclared-env", Severity::Medium, Confidence::High);
    assert_eq!(verdict(&vec![medium.clone(); 1000]), Verdict::Pass);
    let (score, verdict) = judged(&vec![medium; 1001], &read(), None);
    assert_eq!((score.value, verdict), (70, Verdict::Review));
    assert!(shown(&score).contains("cap:flood (1001 findings of undeclared-env are more than anyone reads)"));
}

#[test]
fn lesser_findings_alone_never_block() {
    let rules: Vec<String> = (0..50).map(|number| format!("rule-{number}")).collect();
    let lesser = rules.iter().flat_map(|rule| [own(rule, Severity::Medium, Confidence::High), own(rule, Severity::Low, Confidence::High)]);
    let findings: Vec<Finding> = lesser.collect();
    assert_eq!(verdict(&findings), Verdict::Review);
}

#[test]
fn bundled_code_weighs_less() {
    let bundled = finding("dynamic-code", Severity::Medium, Confidence::High, Origin::Bundled("ajv".into()));
    assert!(value(&[bundled]) > value(&[own("dynamic-code", Severity::Medium, Confidence::High)]));
    let bundled = finding("dynamic-code", Severity::High, Confidence::High, Origin::Bundled("ajv".into()));
    assert_eq!(value(&[bundled]), value(&[own("dynamic-code", Severity::High, Confidence::High)]));
}

#[test]
fn sure_findings_decide_the_verdict() {
    assert_eq!(verdict(&[own("a", Severity::Critical, Confidence::Medium)]), Verdict::Block);
    assert_eq!(verdict(&[own("a", Severity::Critical, Confidence::Low)]), Verdict::Review);
    assert_eq!(verdict(&[own("a", Severity::High, Confidence::Medium)]), Verdict::Review);
    assert_eq!(verdict(&[own("a", Severity::High, Confidence::Low)]), Verdict::Pass);
    assert_eq!(verdict(&[own("a", Severity::Medium, Confidence::High)]), Verdict::Pass);
}

#[test]
fn a_shim_is_no_pass_and_says_so() {
    let shim = shim();
    let (score, verdict) = judged(&[], &read(), Some(&shim));
    assert_eq!((score.value, verdict), (70, Verdict::Review));
    assert_eq!(shown(&score), "30 cap:shim (only hands over to playwright, which was not judged)\n");
}

#[test]
fn what_was_not_read_counts() {
    let word = |coverage: &Coverage| judged(&[], coverage, None).1;
    assert_eq!(word(&Coverage { files_analyzed: 0, bytes_analyzed: 0, ..read() }), Verdict::Incomplete);
    assert_eq!(word(&Coverage::default()), Verdict::Incomplete);
    assert_eq!(word(&with_gap(GapReason::Missing, true)), Verdict::Incomplete);
    assert_eq!(word(&with_gap(GapReason::Encoding, true)), Verdict::Incomplete);
    assert_eq!(word(&with_gap(GapReason::SyntaxErrors, true)), Verdict::Review);
    assert_eq!(word(&with_gap(GapReason::NativeBinary, true)), Verdict::Review);
    assert_eq!(word(&with_gap(GapReason::NativeBinary, false)), Verdict::Pass);
    assert_eq!(word(&Coverage { bytes_analyzed: 400, ..read() }), Verdict::Review);
    // Nothing that is missing makes up for what is there.
    let found = [own("shell-command", Severity::Critical, Confidence::High)];
    assert_eq!(judged(&found, &Coverage::default(), None).1, Verdict::Block);
}

#[test]
fn the_summary_names_what_matters_most() {
    let sentence = |findings: &[Finding], coverage: &Coverage, shim: Option<&Shim>| {
        let (score, verdict) = judged(findings, coverage, shim);
        summary(findings, coverage, shim, &score, verdict)
    };
    let host = own("undeclared-host", Severity::High, Confidence::High);
    let code = own("dynamic-code", Severity::High, Confidence::Low);
    let low = own("undeclared-env", Severity::Low, Confidence::High);
    let sentences = [
        sentence(&[], &read(), None),
        sentence(std::slice::from_ref(&low), &read(), None),
        sentence(&[low.clone(), code, host.clone(), host.clone()], &read(), None),
        sentence(&[own("dynamic-code", Severity::Critical, Confidence::High)], &read(), None),
        sentence(&[low], &read(), Some(&shim())),
        sentence(&[], &with_gap(GapReason::SyntaxErrors, true), None),
        sentence(&[host], &with_gap(GapReason::Missing, true), None),
        sentence(&[], &Coverage::default(), None),
    ];
    insta::assert_snapshot!(sentences.join("\n"), @r"
    Can be trusted as far as its code shows: nothing hidden, dangerous or undeclared in 3 files.
    Can be trusted as far as its code shows: nothing grave in 3 files; at most `undeclared-env` was seen (dist/index.js:7).
    Look before you trust it: `undeclared-host` was seen (dist/index.js:7); and `dynamic-code` was seen (dist/index.js:7) (2 more findings).
    Not to be trusted: `dynamic-code` was seen (dist/index.js:7).
    Look before you trust it: only hands over to playwright, which was not judged; and `undeclared-env` was seen (dist/index.js:7).
    Look before you trust it: dist/a.js runs, but was not read in full: syntax-errors.
    Could not be judged: dist/a.js runs, but could not be read: missing; in what was read, `undeclared-host` was seen (dist/index.js:7).
    Could not be judged: no code was read.
    ");
}

fn any_finding() -> impl Strategy<Value = Finding> {
    use {Confidence as C, Severity as S};
    let rule = prop::sample::select(vec!["a", "b", "c"]);
    let severity = prop::sample::select(vec![S::Info, S::Low, S::Low, S::Medium, S::Medium, S::High, S::Critical]);
    let confidence = prop::sample::select(vec![C::Low, C::Medium, C::High]);
    let origin = prop::sample::select(vec![Origin::Own, Origin::Bundled("x".into()), Origin::Dependency("y@1".into())]);
    (rule, severity, confidence, origin).prop_map(|(rule, severity, confidence, origin)| finding(rule, severity, confidence, origin))
}

fn any_coverage() -> impl Strategy<Value = Coverage> {
    let reason = prop::sample::select(vec![GapReason::Missing, GapReason::NativeBinary, GapReason::SyntaxErrors]);
    (0..3_u64, 0..=1000_u64, prop::option::of((reason, any::<bool>()))).prop_map(|(files_analyzed, bytes_analyzed, gap)| {
        let gaps = gap.map(|(reason, reached)| with_gap(reason, reached).gaps).unwrap_or_default();
        Coverage { files_analyzed, bytes_analyzed, gaps, ..read() }
    })
}

proptest! {
    #[test]
    fn deductions_add_up_exactly(findings in prop::collection::vec(any_finding(), 0..40), coverage in any_coverage(), shimmed: bool) {
        let shim = shimmed.then(shim);
        let (score, _) = judged(&findings, &coverage, shim.as_ref());
        let sum: u32 = score.deductions.iter().map(|row| u32::from(row.points)).sum();
        prop_assert_eq!(sum + u32::from(score.value), 100);
        prop_assert!(score.deductions.iter().all(|row| row.points > 0 && !row.reason.is_empty()));
    }

    #[test]
    fn one_more_finding_never_helps(mut findings in prop::collection::vec(any_finding(), 0..40), more in any_finding(), coverage in any_coverage()) {
        let (before, word) = judged(&findings, &coverage, None);
        findings.push(more);
        let (after, next) = judged(&findings, &coverage, None);
        prop_assert!(after.value <= before.value);
        prop_assert!(next >= word);
    }

    #[test]
    fn known_flaws_make_no_verdict_block(findings in prop::collection::vec(any_finding(), 0..20), flaws in prop::collection::vec(any_finding(), 0..20)) {
        let known = |finding| Finding { category: Category::KnownVulnerability, rule: "known-vulnerability".to_owned(), ..finding };
        let without = verdict(&findings);
        let with = verdict(&[findings, flaws.into_iter().map(known).collect()].concat());
        prop_assert!(with >= without && (with != Verdict::Block || without == Verdict::Block));
    }

    #[test]
    fn a_thief_never_ranks_above_anyone(findings in prop::collection::vec(any_finding(), 0..40), honest in prop::collection::vec(any_finding(), 0..40)) {
        let thief = [findings, vec![of(Category::Exfiltration, Severity::Critical, Confidence::Medium)]].concat();
        prop_assert!(value(&thief) <= value(&honest));
    }

    #[test]
    fn the_order_of_findings_does_not_matter(findings in prop::collection::vec(any_finding(), 0..20)) {
        let mut reversed = findings.clone();
        reversed.reverse();
        prop_assert_eq!(judged(&findings, &read(), None), judged(&reversed, &read(), None));
    }

    #[test]
    fn the_summary_is_one_line(findings in prop::collection::vec(any_finding(), 0..8), coverage in any_coverage(), shimmed: bool) {
        let shim = shimmed.then(shim);
        let (score, verdict) = judged(&findings, &coverage, shim.as_ref());
        let sentence = summary(&findings, &coverage, shim.as_ref(), &score, verdict);
        prop_assert!(sentence.ends_with('.') && !sentence.contains('\n'));
    }
}
