//! What is kept of a judgement: enough to compare with, and never much.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::*;
use mcpscan::scan::analyze;
use mcpscan::signatures::Signatures;
use mcpscan::sweep::details::{Details, FINDINGS_MAX, WORDS_MAX};

use super::nights::{can, clean, hostile};
use crate::judged::{context, package_of};

#[test]
fn details_read_back_and_are_the_same_for_the_same_report() {
    let details = Details::of(&hostile("a", "1.0.0"));
    assert_eq!(Details::read(&details.json()), details);
    assert_eq!(details.json(), Details::of(&hostile("a", "1.0.0")).json());
    assert_eq!(Details::read("no JSON"), Details::default());
    // What an earlier version of this program wrote has fewer fields.
    assert_eq!(Details::read(r#"{"summary":"x"}"#).summary, "x");
}

#[test]
fn own_capabilities_are_told_from_bundled_ones() {
    let details = Details::of(&clean("a", "1.0.0"));
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    assert_eq!(details.capabilities, words(&["network-out", "network-out:api.acme.example", "process:git"]));
    assert_eq!(details.bundled, words(&["file-read"]));
}

#[test]
fn a_hostile_package_cannot_make_them_large() {
    let mut report = hostile("a", "1.0.0");
    let long = "x".repeat(100_000);
    let finding = report.findings[0].clone();
    report.summary = long.clone();
    report.findings = (0..5_000).map(|at| Finding { message: format!("{at}{long}"), ..finding.clone() }).collect();
    let tool = report.tools[0].clone();
    report.tools = (0..5_000).map(|at| Tool { name: format!("{at}{long}"), description: long.clone(), ..tool.clone() }).collect();
    for at in 0..5_000 {
        can(&mut report, CapabilityKind::Process, &format!("{at}{long}"), Origin::Own);
        can(&mut report, CapabilityKind::FileRead, &format!("{at}{long}"), Origin::Bundled("b".to_owned()));
    }
    let details = Details::of(&report);
    assert_eq!((details.findings.len(), details.findings_in_all), (FINDINGS_MAX, 5_000));
    assert_eq!((details.tools.len(), details.capabilities.len(), details.bundled.len()), (WORDS_MAX, WORDS_MAX, WORDS_MAX));
    let bytes = details.json().len();
    assert!(bytes < 500_000, "{bytes} bytes");
}

#[test]
fn a_description_that_names_its_version_is_the_same_in_the_next_one() {
    let told = |version: &str, inputs: &str| {
        let mut report = clean("a", version);
        report.tools[0].description = format!("Acme {version}");
        report.tools[0].input_texts.insert("path".to_owned(), inputs.to_owned());
        Details::of(&report)
    };
    assert_eq!(told("1.2.3", "Which").tools, told("1.2.4", "Which").tools);
    assert_eq!(told("1.2.3", "Which").told, told("1.2.4", "Which").told);
    assert_ne!(told("1.2.3", "Which").told, told("1.2.3", "Which one").told);
    assert_ne!(told("1.2.3", "Which").tools["read_file"].digest, told("1.2.3", "Which one").tools["read_file"].digest);
}

#[test]
fn what_the_registry_says_of_a_release_is_kept() {
    let mut context = context();
    let publisher = Publisher { name: "ann".to_owned(), email: None, trusted: Some("github".to_owned()) };
    context.registry.publication.publisher = Some(publisher);
    context.registry.deprecated = Some("use another one".to_owned());
    context.registry.yanked = Some(String::new());
    let report = analyze(None, &[package_of("js", "export const ready = true;\n")], &context, &Signatures::builtin()).unwrap();
    let details = Details::of(&report);
    assert_eq!(details.publisher.as_deref(), Some("ann (by github)"));
    assert_eq!((details.deprecated.as_deref(), details.yanked.as_deref()), (Some("use another one"), Some("")));
    // A report that an earlier version of this program has kept says nothing of it.
    let mut kept = serde_json::to_value(&report).unwrap();
    kept.as_object_mut().unwrap().remove("release");
    assert_eq!(serde_json::from_value::<ScanReport>(kept).unwrap().release, Release::default());
}
