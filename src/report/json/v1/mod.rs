//! `mcpscan.report/1`: the promise to other programs. Fields may be added; none is renamed or removed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{AdvisoryData, ScanReport};

mod convert;
mod installation;
mod offers;
mod provenance;

/// Says what a document must look like (JSON Schema 2020-12).
pub const SCHEMA: &str = include_str!("../v1.schema.json");

/// One document, pretty-printed; the same report gives the same bytes. `data` is what its part on known flaws rests on, if on anything.
pub fn render(report: &ScanReport, data: Option<&AdvisoryData>) -> String {
    let mut document = Document::from(report);
    document.advisories = data.map(|data| Advisories::of(report, data));
    super::safe::to_string(&document)
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    package: Package<'a>,
    verdict: &'static str,
    score: Score<'a>,
    summary: &'a str,
    coverage: Coverage<'a>,
    capabilities: Vec<Capability<'a>>,
    declared: Declared<'a>,
    observed: Observed<'a>,
    tools: Vec<McpTool<'a>>,
    instructions: Vec<Instructions<'a>>,
    prompts: Vec<Prompt<'a>>,
    resources: Vec<Resource<'a>>,
    findings: Vec<Finding<'a>>,
    dependencies: Dependencies<'a>,
    provenance: provenance::Provenance<'a>,
    shim: Option<Shim<'a>>,
    notes: &'a [String],
    advisories: Option<Advisories<'a>>,
}

/// What is publicly known was asked of; null where nothing is known of any package.
#[derive(Debug, Serialize)]
struct Advisories<'a> {
    /// Those of the package's registry.
    records: u64,
    /// What is known of this version; each is a finding.
    found: usize,
    as_of: &'a str,
    newest: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
    /// `sha256:…`
    ruleset: String,
}

#[derive(Debug, Serialize)]
struct Package<'a> {
    registry: &'static str,
    name: &'a str,
    version: &'a str,
    purl: String,
    artifacts: Vec<Artifact<'a>>,
}

#[derive(Debug, Serialize)]
struct Artifact<'a> {
    file: &'a str,
    sha256: String,
    integrity: Option<&'a str>,
    verified: bool,
    bytes: u64,
    /// Why it is not verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    unverified_because: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Score<'a> {
    value: u8,
    deductions: Vec<Deduction<'a>>,
}

#[derive(Debug, Serialize)]
struct Deduction<'a> {
    points: u8,
    rule: &'a str,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct Coverage<'a> {
    files: u64,
    files_analyzed: u64,
    bytes: u64,
    bytes_analyzed: u64,
    gaps: Vec<Gap<'a>>,
    bounds: Bounds,
}

#[derive(Debug, Serialize)]
struct Bounds {
    values: u64,
    flows: bool,
    texts: u64,
}

#[derive(Debug, Serialize)]
struct Gap<'a> {
    path: &'a str,
    reason: &'static str,
    bytes: u64,
    reached: bool,
}

#[derive(Debug, Serialize)]
struct Capability<'a> {
    kind: &'static str,
    detail: &'a str,
    path: &'a str,
    line: u32,
    origin: String,
}

#[derive(Debug, Serialize)]
struct Declared<'a> {
    env: Vec<DeclaredName<'a>>,
    hosts: Vec<DeclaredName<'a>>,
    claims: Vec<DeclaredClaim<'a>>,
}

/// What a document says that the package does not do.
#[derive(Debug, Serialize)]
struct DeclaredClaim<'a> {
    claim: &'static str,
    text: &'a str,
    r#where: &'a str,
    line: u32,
}

#[derive(Debug, Serialize)]
struct DeclaredName<'a> {
    name: &'a str,
    r#where: &'a str,
    line: u32,
}

#[derive(Debug, Serialize)]
struct Observed<'a> {
    env: Vec<ObservedEnv<'a>>,
    /// Those that the code writes.
    hosts: Vec<ObservedHost<'a>>,
    /// Those that a library brings along.
    implied_hosts: Vec<ObservedHost<'a>>,
    /// Settings that name hosts which the code connects to.
    configured: Vec<ObservedSetting<'a>>,
    files: Vec<ObservedFile<'a>>,
}

#[derive(Debug, Serialize)]
struct ObservedSetting<'a> {
    setting: &'a str,
    /// The host that serves where it is not set; null where none does.
    default: Option<&'a str>,
    path: &'a str,
    line: u32,
    origin: String,
}

/// A store of credentials that is read, or a place that is written to.
#[derive(Debug, Serialize)]
struct ObservedFile<'a> {
    /// `~` for the home folder, `*` for what is only known at run time.
    name: &'a str,
    access: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<&'a str>,
    runs: &'static str,
    path: &'a str,
    line: u32,
    origin: String,
}

#[derive(Debug, Serialize)]
struct ObservedEnv<'a> {
    name: &'a str,
    declared: bool,
    /// Every program may read it.
    common: bool,
    /// `code` where only a help text or a tool description names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    declared_by: Option<&'static str>,
    runs: &'static str,
    path: &'a str,
    line: u32,
    origin: String,
}

#[derive(Debug, Serialize)]
struct ObservedHost<'a> {
    name: &'a str,
    declared: bool,
    /// `code` where only a help text or a tool description names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    declared_by: Option<&'static str>,
    reached: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    email: bool,
    /// It only serves where nothing else is configured.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    default: bool,
    /// The variables that can name another host in its place.
    #[serde(skip_serializing_if = "no_names")]
    settings: &'a [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    telemetry: bool,
    /// The library that brings the host, where the code does not write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    implied_by: Option<&'a str>,
    runs: &'static str,
    path: &'a str,
    line: u32,
    origin: String,
}

#[derive(Debug, Serialize)]
struct McpTool<'a> {
    name: &'a str,
    description: &'a str,
    /// Names of what it takes.
    input: &'a [String],
    /// What is said of each of these.
    input_said: Vec<InputSaid<'a>>,
    path: &'a str,
    line: u32,
    annotations: &'a BTreeMap<String, bool>,
    capabilities: &'a [String],
}

#[derive(Debug, Serialize)]
struct InputSaid<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    /// How its schema is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Instructions<'a> {
    text: &'a str,
    path: &'a str,
    line: u32,
}

#[derive(Debug, Serialize)]
struct Prompt<'a> {
    name: &'a str,
    description: &'a str,
    input: &'a [String],
    input_said: Vec<InputSaid<'a>>,
    path: &'a str,
    line: u32,
}

#[derive(Debug, Serialize)]
struct Resource<'a> {
    name: &'a str,
    uri: Option<&'a str>,
    description: &'a str,
    path: &'a str,
    line: u32,
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
    rule: &'a str,
    category: &'static str,
    severity: &'static str,
    confidence: &'static str,
    message: &'a str,
    path: &'a str,
    start_line: u32,
    end_line: u32,
    start_column: u32,
    end_column: u32,
    snippet: &'a str,
    trace: Vec<Step<'a>>,
    cwe: Option<u16>,
    fingerprint: &'a str,
    origin: String,
    artifact: &'a str,
}

#[derive(Debug, Serialize)]
struct Step<'a> {
    path: &'a str,
    line: u32,
    message: &'a str,
}

/// What an installation brings; all zero where only the package itself was judged.
#[derive(Debug, Serialize)]
struct Dependencies<'a> {
    resolved: usize,
    scanned: usize,
    failed: Vec<installation::Unjudged<'a>>,
    worst: Vec<installation::Dependency<'a>>,
    direct: Vec<Requirement<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    installation: Option<installation::Installation<'a>>,
}

/// What the package itself asks for.
#[derive(Debug, Serialize)]
struct Requirement<'a> {
    name: &'a str,
    requirement: &'a str,
}

#[derive(Debug, Serialize)]
struct Shim<'a> {
    path: &'a str,
    line: u32,
    dependencies: &'a [String],
}

fn no_names(names: &&[String]) -> bool {
    names.is_empty()
}
