//! What is kept of a judgement so that a later night can be compared with it: of bounded size, and the same for the same report.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::approvals::{capability_words, offer_digest, own_capability_words, told_digest, tool_digest};
use crate::diff::unversioned;
use crate::model::{Confidence, Deduction, Finding, Offer, Publisher, ScanReport, Severity, Sha256, Tool};

/// Of findings, the worst are kept.
pub const FINDINGS_MAX: usize = 50;
/// Of capabilities, hosts, tools and offers: the first ones.
pub const WORDS_MAX: usize = 400;
const DEDUCTIONS_MAX: usize = 30;
const ARTIFACTS_MAX: usize = 50;
/// How much of what a model is told is kept beside its digest, in characters.
const BEGINNING: usize = 200;
const TEXT_MAX: usize = 300;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    pub summary: String,
    /// Of the files that were judged, sorted.
    pub artifacts: BTreeSet<Sha256>,
    pub deductions: Vec<Deduction>,
    /// The worst first; what is only told is left out.
    pub findings: Vec<Found>,
    /// How many there are in all.
    pub findings_in_all: usize,
    /// How many findings each rule has.
    pub rules: BTreeMap<String, usize>,
    /// What the package's own code can do, in words of [`capability_words`].
    pub capabilities: BTreeSet<String>,
    /// What only code of others can do that the package brings along.
    pub bundled: BTreeSet<String>,
    /// Hosts that are connected to and that no document names.
    pub undeclared: BTreeSet<String>,
    pub tools: BTreeMap<String, Told>,
    /// By kind and name: `prompt review`, `instructions`.
    pub offers: BTreeMap<String, Told>,
    /// Over all that a model is told; none where it is told nothing.
    pub told: Option<Sha256>,
    /// Of whoever published the version.
    pub publisher: Option<String>,
    pub deprecated: Option<String>,
    /// Empty where nobody says why.
    pub yanked: Option<String>,
    /// It is verifiably told how each of the files, or one, was built.
    pub attested: bool,
    /// The dependencies that do the work, where the package only hands over.
    pub shim: Vec<String>,
}

/// A finding without its surroundings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub rule: String,
    pub severity: Severity,
    pub confidence: Confidence,
    pub message: String,
    pub path: String,
    pub line: u32,
}

/// Something that a model is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Over all of it, inputs included; without the version, which is another one with each release.
    pub digest: Sha256,
    /// How the description begins.
    pub begins: String,
}

impl Details {
    pub fn of(report: &ScanReport) -> Self {
        let graver: Vec<&Finding> = report.findings.iter().filter(|finding| finding.severity > Severity::Info).collect();
        let own: BTreeSet<String> = own_capability_words(report).into_iter().collect();
        let bundled = capability_words(report).into_iter().filter(|word| !own.contains(word)).take(WORDS_MAX).collect();
        let plain = Plain::of(report);
        let release = &report.release;
        Self {
            summary: cut(&report.summary, TEXT_MAX),
            artifacts: report.artifacts.iter().map(|artifact| artifact.sha256).take(ARTIFACTS_MAX).collect(),
            deductions: report.score.deductions.iter().take(DEDUCTIONS_MAX).map(deduction).collect(),
            findings: graver.iter().take(FINDINGS_MAX).map(|finding| found(finding)).collect(),
            findings_in_all: graver.len(),
            rules: counted(&graver),
            capabilities: own.into_iter().take(WORDS_MAX).collect(),
            bundled,
            undeclared: undeclared(report),
            tools: plain.tools.iter().map(|tool| (cut(&tool.name, BEGINNING), told(tool_digest(tool), &tool.description))).collect(),
            offers: plain.offers.iter().map(|offer| (offered(offer), told(offer_digest(offer), &offer.description))).collect(),
            told: plain.told,
            publisher: release.publisher.as_ref().map(publisher),
            deprecated: release.deprecated.as_deref().map(|text| cut(text, TEXT_MAX)),
            yanked: release.yanked.as_deref().map(|text| cut(text, TEXT_MAX)),
            attested: report.provenance.builds().next().is_some(),
            shim: report.shim.iter().flat_map(|shim| &shim.dependencies).take(DEDUCTIONS_MAX).map(|name| cut(name, BEGINNING)).collect(),
        }
    }

    /// As they were written; what does not read back is as good as nothing known.
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    pub fn json(&self) -> String {
        serde_json::to_string(self).expect("details are plain data with string keys")
    }
}

/// What a model is told, without the version.
struct Plain {
    tools: Vec<Tool>,
    offers: Vec<Offer>,
    told: Option<Sha256>,
}

impl Plain {
    fn of(report: &ScanReport) -> Self {
        let version = report.package.version.as_str();
        let plain = |text: &String| unversioned(text, version);
        let each = |texts: &BTreeMap<String, String>| texts.iter().map(|(name, text)| (name.clone(), plain(text))).collect();
        let tool = |tool: &Tool| Tool {
            description: plain(&tool.description),
            input_texts: each(&tool.input_texts),
            input_forms: each(&tool.input_forms),
            ..tool.clone()
        };
        let offer = |offer: &Offer| Offer {
            description: plain(&offer.description),
            input_texts: each(&offer.input_texts),
            input_forms: each(&offer.input_forms),
            ..offer.clone()
        };
        let (mut tools, mut offers): (Vec<Tool>, Vec<Offer>) =
            (report.tools.iter().map(tool).collect(), report.offers.iter().map(offer).collect());
        let told = told_digest(&tools, &offers);
        tools.truncate(WORDS_MAX);
        offers.truncate(WORDS_MAX);
        Self { tools, offers, told }
    }
}

fn told(digest: Sha256, description: &str) -> Told {
    Told { digest, begins: cut(description.trim(), BEGINNING) }
}

fn offered(offer: &Offer) -> String {
    let kind = offer.kind.as_str();
    if offer.name.is_empty() { kind.to_owned() } else { format!("{kind} {}", cut(&offer.name, BEGINNING)) }
}

fn deduction(deduction: &Deduction) -> Deduction {
    Deduction { reason: cut(&deduction.reason, TEXT_MAX), ..deduction.clone() }
}

fn found(finding: &Finding) -> Found {
    Found {
        rule: finding.rule.clone(),
        severity: finding.severity,
        confidence: finding.confidence,
        message: cut(&finding.message, TEXT_MAX),
        path: cut(finding.location.path.as_str(), TEXT_MAX),
        line: finding.location.start_line,
    }
}

fn counted(findings: &[&Finding]) -> BTreeMap<String, usize> {
    let mut rules = BTreeMap::new();
    for finding in findings {
        *rules.entry(finding.rule.clone()).or_insert(0) += 1;
    }
    rules
}

fn undeclared(report: &ScanReport) -> BTreeSet<String> {
    let hosts = report.observed.hosts.iter().filter(|host| host.reached && !host.declared);
    hosts.take(WORDS_MAX).map(|host| cut(&host.name, TEXT_MAX)).collect()
}

fn publisher(publisher: &Publisher) -> String {
    match &publisher.trusted {
        Some(service) => cut(&format!("{} (by {service})", publisher.name), BEGINNING),
        None => cut(&publisher.name, BEGINNING),
    }
}

fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
