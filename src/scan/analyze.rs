//! Artifacts and what is known around them → a report. No clock, no file, no network: the same input gives the same bytes.

use std::collections::BTreeSet;

use rayon::ThreadPoolBuilder;

use crate::detect::{self, Evidence};
use crate::detectors;
use crate::facts::{self, Facts};
use crate::flow::Program;
use crate::manifest::{self, Manifest};
use crate::model::{
    Artifact, ArtifactKind, ArtifactSummary, Bounds, Context, Coverage, Dependencies, Finding, GapReason, PackageId, PackageName, Registry,
    RelPath, ScanReport, Sha256, Tree,
};
use crate::score;
use crate::signatures::Signatures;
use crate::syntax;
use crate::taint::{self, Exposure};
use crate::unpack::{Limits, UnpackError, unpack};

use super::observe;
use super::read::{Modules, Read, read};
use super::sources::Sources;
use super::tools;

/// Recursive walks over deeply nested code need room; pages that are not touched cost nothing.
const STACK: usize = if cfg!(debug_assertions) { 1 << 30 } else { 256 << 20 };
/// Each thread holds a syntax tree, so their number bounds the memory.
const MAX_THREADS: usize = 8;

/// Version of this program with a digest of its sources as build metadata: part of what a result is keyed by.
pub fn engine_version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), "+", env!("MCPSCAN_SOURCES"))
}

/// Digest of all data that judges: signatures, and how each language is read.
pub fn ruleset(signatures: &Signatures) -> Sha256 {
    Sha256::of_parts([&signatures.digest().as_bytes()[..], &syntax::tables_digest().as_bytes()[..]])
}

/// One artifact with everything that was read off it.
struct Studied<'s> {
    artifact: ArtifactSummary,
    tree: Tree,
    manifest: Manifest,
    program: Program,
    coverage: Coverage,
    digests: BTreeSet<(RelPath, Sha256)>,
    facts: Facts<'s>,
    exposures: Vec<Exposure>,
}

/// Judges a release by all its artifacts; the first is the one that an installation would take.
///
/// `id` is what was asked for; without it the artifact's own manifest names the package.
pub fn analyze(
    id: Option<&PackageId>,
    artifacts: &[Artifact],
    context: &Context,
    signatures: &Signatures,
) -> Result<ScanReport, UnpackError> {
    let trees = artifacts
        .iter()
        .map(|artifact| unpack(&artifact.bytes, artifact.kind, &Limits::default()).map(|tree| (summary_of(artifact), artifact.kind, tree)))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(analyze_trees(id, trees, context, signatures))
}

/// As [`analyze`], for trees that are already in memory.
pub fn analyze_trees(
    id: Option<&PackageId>,
    trees: Vec<(ArtifactSummary, ArtifactKind, Tree)>,
    context: &Context,
    signatures: &Signatures,
) -> ScanReport {
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MAX_THREADS));
    let pool = ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build().expect("the system grants threads");
    pool.install(|| judge(id, trees, context, signatures))
}

pub(super) fn summary_of(artifact: &Artifact) -> ArtifactSummary {
    ArtifactSummary {
        file: artifact.file.clone(),
        sha256: artifact.sha256,
        verification: artifact.verification.clone(),
        bytes: artifact.bytes.len() as u64,
    }
}

fn judge(
    id: Option<&PackageId>,
    trees: Vec<(ArtifactSummary, ArtifactKind, Tree)>,
    context: &Context,
    signatures: &Signatures,
) -> ScanReport {
    let mut studied = study(trees, signatures);
    share_declarations(&mut studied);
    mark_unmatched(&mut studied);
    let findings = findings(&studied, context, signatures);
    let first = &studied[0];
    let package = id.cloned().unwrap_or_else(|| own_id(&first.manifest, &first.artifact.file));
    let coverage = coverage(&studied);
    let shim = first.facts.shim.clone();
    let (score, verdict) = score::judge(&findings, &coverage, shim.as_ref(), signatures.weights());
    let summary = score::summary(&findings, &coverage, shim.as_ref(), &score, verdict);
    let parts: Vec<observe::Part<'_>> = studied
        .iter()
        .enumerate()
        .map(|(at, one)| observe::Part {
            manifest: &one.manifest,
            program: &one.program,
            facts: &one.facts,
            tree: &one.tree,
            coverage: &one.coverage,
            known: if at == 0 { BTreeSet::new() } else { shared_paths(&studied[0], one) },
        })
        .collect();
    ScanReport {
        engine: engine_version().to_owned(),
        ruleset: ruleset(signatures),
        package,
        verdict,
        score,
        summary,
        capabilities: observe::capabilities(&parts),
        declared: observe::declared(&parts[0], signatures),
        observed: observe::observed(&parts, signatures),
        tools: tools::tools(&parts),
        findings,
        shim,
        dependencies: Dependencies { direct: first.manifest.dependencies.clone() },
        notes: notes(&studied, context),
        coverage,
        artifacts: studied.into_iter().map(|one| one.artifact).collect(),
    }
}

fn study<'s>(trees: Vec<(ArtifactSummary, ArtifactKind, Tree)>, signatures: &'s Signatures) -> Vec<Studied<'s>> {
    let modules = Modules::shared_by(trees.len());
    trees
        .into_iter()
        .map(|(artifact, _, tree)| {
            let manifest = manifest::read(&tree);
            let Read { program, mut coverage, digests } = read(&tree, &manifest, &modules);
            let (mut facts, mut flow) = facts::collect(&program, &manifest, signatures);
            let (exposures, bounded) = taint::trace(&mut flow, &facts, signatures);
            facts.symbols = std::mem::take(&mut flow.symbols);
            facts.exhausted = flow.exhausted;
            coverage.bounds = Bounds { values: u64::from(flow.exhausted), flows: bounded };
            drop(flow);
            mark_reached(&mut coverage, &program, &manifest, &facts);
            Studied { artifact, tree, manifest, program, coverage, digests: digests.into_iter().collect(), facts, exposures }
        })
        .collect()
}

/// A document that ships in one artifact of a release speaks for all of them.
fn share_declarations(studied: &mut [Studied<'_>]) {
    let declared: Vec<_> = studied.iter().map(|one| one.manifest.declared.clone()).collect();
    for (at, one) in studied.iter_mut().enumerate() {
        for (_, other) in declared.iter().enumerate().filter(|(from, _)| *from != at) {
            one.manifest.declared.env.extend(other.env.iter().cloned());
            one.manifest.declared.hosts.extend(other.hosts.iter().cloned());
            one.manifest.declared.statements.extend(other.statements.iter().cloned());
        }
    }
}

/// Code of the installed artifact that no file of the others holds.
fn mark_unmatched(studied: &mut [Studied<'_>]) {
    let Some((first, others)) = studied.split_first_mut() else { return };
    if others.is_empty() {
        return;
    }
    let known: BTreeSet<Sha256> = others.iter().flat_map(|other| other.digests.iter().map(|(_, digest)| *digest)).collect();
    let unmatched: BTreeSet<&RelPath> = first.digests.iter().filter(|(_, digest)| !known.contains(digest)).map(|(path, _)| path).collect();
    first.facts.unmatched = first.program.ids().filter(|unit| unmatched.contains(&first.program.unit(*unit).path)).collect();
}

fn findings(studied: &[Studied<'_>], context: &Context, signatures: &Signatures) -> Vec<Finding> {
    let mut all = Vec::new();
    for (at, one) in studied.iter().enumerate() {
        let sources = Sources::new(&one.tree);
        let sources = |path: &RelPath| sources.get(path);
        let evidence = Evidence {
            artifact: &one.artifact.file,
            tree: &one.tree,
            manifest: &one.manifest,
            program: &one.program,
            facts: &one.facts,
            exposures: &one.exposures,
            signatures,
            context,
            sources: &sources,
        };
        let shared = if at == 0 { BTreeSet::new() } else { shared_paths(&studied[0], one) };
        let found = detect::run(&detectors::ALL, evidence);
        all.extend(found.into_iter().filter(|finding| !shared.contains(&finding.location.path)));
    }
    all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    all
}

/// Files of another artifact whose content the first has as well: they are judged there.
fn shared_paths(first: &Studied<'_>, other: &Studied<'_>) -> BTreeSet<RelPath> {
    let known: BTreeSet<Sha256> = first.digests.iter().map(|(_, digest)| *digest).collect();
    other.digests.iter().filter(|(_, digest)| known.contains(digest)).map(|(path, _)| path.clone()).collect()
}

pub(super) fn own_id(manifest: &Manifest, file: &str) -> PackageId {
    let name = manifest.name.clone().unwrap_or_else(|| file.to_owned());
    PackageId { registry: Registry::Local, name: PackageName::local(&name), version: manifest.version.clone().unwrap_or_default() }
}

/// A gap matters where something runs the file; a stumble over a few words of a large file does not.
fn mark_reached(coverage: &mut Coverage, program: &Program, manifest: &Manifest, facts: &Facts<'_>) {
    let named: BTreeSet<&RelPath> = manifest.entries.iter().map(|entry| &entry.path).collect();
    for gap in coverage.gaps.iter_mut().filter(|gap| gap.reason != GapReason::Missing) {
        let reached = named.contains(&gap.path) || program.graph.unit(gap.path.as_str()).is_some_and(|unit| facts.is_reached(unit));
        let size = program.graph.unit(gap.path.as_str()).map_or(0, |unit| u64::from(program.module(unit).functions[0].span.end));
        let slight = gap.reason == GapReason::SyntaxErrors && gap.bytes < 256.max(size / 100);
        gap.reached = gap.reached || (reached && !slight);
    }
}

/// Each file once: what two artifacts share is counted in the first.
fn coverage(studied: &[Studied<'_>]) -> Coverage {
    let mut all = studied[0].coverage.clone();
    for other in &studied[1..] {
        let shared = shared_paths(&studied[0], other);
        let is_shared = |path: &RelPath| shared.contains(path);
        let shared_bytes: u64 = shared.iter().filter_map(|path| other.tree.get(path.as_str())).map(|file| file.bytes.len() as u64).sum();
        all.files += other.coverage.files - shared.len() as u64;
        all.files_analyzed += other.coverage.files_analyzed.saturating_sub(shared.len() as u64);
        all.bytes += other.coverage.bytes.saturating_sub(shared_bytes);
        all.bytes_analyzed += other.coverage.bytes_analyzed.saturating_sub(shared_bytes);
        all.bounds.values += other.coverage.bounds.values;
        all.bounds.flows |= other.coverage.bounds.flows;
        all.gaps.extend(other.coverage.gaps.iter().filter(|gap| !is_shared(&gap.path)).cloned());
    }
    all.files_analyzed = all.files_analyzed.min(all.files);
    all.bytes_analyzed = all.bytes_analyzed.min(all.bytes);
    all.gaps.sort();
    all.gaps.dedup();
    all
}

fn notes(studied: &[Studied<'_>], context: &Context) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(message) = &context.registry.deprecated {
        notes.push(format!("deprecated by its publisher: {message}"));
    }
    if let Some(reason) = &context.registry.yanked {
        let why = if reason.is_empty() { "no reason given" } else { reason };
        notes.push(format!("yanked by its publisher: {why}"));
    }
    notes.extend(context.registry.notes.iter().cloned());
    let exhausted: u32 = studied.iter().map(|one| one.facts.exhausted).sum();
    if exhausted > 0 {
        notes.push(format!("{exhausted} values were too intricate to be worked out in full"));
    }
    if studied.iter().any(|one| one.coverage.bounds.flows) {
        notes.push("what tools are given was not followed to every end: the code that it passes through is too much".to_owned());
    }
    notes
}
