//! Artifacts and what is known around them → a report. No clock, no file, no network: the same input gives the same bytes.

use std::collections::BTreeSet;

use rayon::ThreadPoolBuilder;

use crate::detect::{self, Evidence};
use crate::detectors;
use crate::facts::{self, Facts};
use crate::flow::Program;
use crate::manifest::{self, EntryKind, Identity, Manifest};
use crate::model::{
    Artifact, ArtifactKind, ArtifactSummary, Bounds, Context, Coverage, Dependencies, Finding, GapReason, Listing, ListingStatus,
    PackageId, PackageName, Registry, RegistryFacts, RelPath, Release, ScanReport, Sha256, Tree,
};
use crate::score;
use crate::signatures::Signatures;
use crate::syntax::{self, declares_types};
use crate::taint::{self, Exposure};
use crate::unpack::{Limits, UnpackError, unpack};

use super::about;
use super::embedded::{self, Layer, Layers};
use super::links;
use super::modules::Modules;
use super::notes::notes;
use super::observe;
use super::offers;
use super::read::{Read, read};
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

/// An artifact that lies open: its files, and what they say of themselves.
pub(super) struct Opened {
    pub artifact: ArtifactSummary,
    pub tree: Tree,
    pub manifest: Manifest,
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
    /// The texts that run as code.
    layers: Layers<'s>,
    /// Documents from elsewhere that declare something for it.
    given: Vec<(RelPath, String)>,
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
    Ok(analyze_opened(id, open(artifacts)?, context, signatures))
}

/// As [`analyze`], for trees that are already in memory.
pub fn analyze_trees(
    id: Option<&PackageId>,
    trees: Vec<(ArtifactSummary, ArtifactKind, Tree)>,
    context: &Context,
    signatures: &Signatures,
) -> ScanReport {
    let opened = trees.into_iter().map(|(artifact, _, tree)| Opened::new(artifact, tree)).collect();
    analyze_opened(id, opened, context, signatures)
}

/// As [`analyze`], for what was opened before.
pub(super) fn analyze_opened(id: Option<&PackageId>, opened: Vec<Opened>, context: &Context, signatures: &Signatures) -> ScanReport {
    let modules = Modules::shared_by(opened.len());
    analyze_with(id, opened, &modules, context, signatures)
}

/// As [`analyze`], with files that need no parsing.
pub(super) fn analyze_with(
    id: Option<&PackageId>,
    opened: Vec<Opened>,
    modules: &Modules,
    context: &Context,
    signatures: &Signatures,
) -> ScanReport {
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MAX_THREADS));
    let pool = ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build().expect("the system grants threads");
    pool.install(|| judge(id, opened, modules, context, signatures))
}

impl Opened {
    pub fn new(artifact: ArtifactSummary, tree: Tree) -> Self {
        Self { artifact, manifest: manifest::read(&tree), tree }
    }
}

pub(super) fn open(artifacts: &[Artifact]) -> Result<Vec<Opened>, UnpackError> {
    let open = |artifact: &Artifact| {
        let tree = unpack(&artifact.bytes, artifact.kind, &Limits::default())?;
        Ok(Opened::new(summary_of(artifact), tree))
    };
    artifacts.iter().map(open).collect()
}

pub(super) fn summary_of(artifact: &Artifact) -> ArtifactSummary {
    ArtifactSummary {
        file: artifact.file.clone(),
        sha256: artifact.sha256,
        verification: artifact.verification.clone(),
        bytes: artifact.bytes.len() as u64,
    }
}

fn judge(id: Option<&PackageId>, mut opened: Vec<Opened>, modules: &Modules, context: &Context, signatures: &Signatures) -> ScanReport {
    opened.iter_mut().for_each(|one| one.manifest.commands_wait = context.commands_wait);
    let first = &opened[0];
    let package = id.cloned().unwrap_or_else(|| own_id(&first.manifest, &first.artifact.file));
    let mut studied = study(opened, modules, signatures);
    share_declarations(&mut studied);
    take_given(&mut studied, &package, context);
    mark_unmatched(&mut studied);
    let findings = findings(&studied, &package, context, signatures);
    let first = &studied[0];
    let coverage = coverage(&studied);
    let shim = first.facts.shim.clone();
    let (score, verdict) = score::judge(&findings, &coverage, shim.as_ref(), signatures.weights());
    let summary = score::summary(&findings, &coverage, shim.as_ref(), &score, verdict);
    let parts = parts(&studied);
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
        about: about::about(&parts, signatures),
        tools: tools::tools(&parts),
        offers: offers::offers(&parts),
        findings,
        shim,
        dependencies: Dependencies { direct: first.manifest.dependencies.clone(), installation: None },
        links: links::links(&first.manifest, &first.program, &first.facts),
        provenance: context.provenance.clone(),
        release: release(&context.registry),
        notes: notes(context, studied.iter().map(|one| one.facts.exhausted).sum(), coverage.bounds),
        coverage,
        artifacts: studied.into_iter().map(|one| one.artifact).collect(),
    }
}

fn release(facts: &RegistryFacts) -> Release {
    Release { publisher: facts.publication.publisher.clone(), deprecated: facts.deprecated.clone(), yanked: facts.yanked.clone() }
}

/// The artifacts, and behind them the texts that they run as code.
fn parts<'p>(studied: &'p [Studied<'_>]) -> Vec<observe::Part<'p>> {
    let known = |at: usize, one| if at == 0 { BTreeSet::new() } else { shared_paths(&studied[0], one) };
    let part = |at: usize, one: &'p Studied<'_>| observe::Part {
        manifest: &one.manifest,
        program: &one.program,
        facts: &one.facts,
        tree: &one.tree,
        coverage: &one.coverage,
        known: known(at, one),
        texts: None,
    };
    let artifacts = studied.iter().enumerate().map(|(at, one)| part(at, one));
    let texts = studied.iter().enumerate().flat_map(|(at, one)| {
        let of_layer = move |layer: &'p Layer<'_>| observe::Part {
            program: &layer.program,
            facts: &layer.facts,
            texts: Some((layer, &one.program)),
            ..part(at, one)
        };
        one.layers.all.iter().map(of_layer)
    });
    artifacts.chain(texts).collect()
}

fn study<'s>(opened: Vec<Opened>, modules: &Modules, signatures: &'s Signatures) -> Vec<Studied<'s>> {
    opened
        .into_iter()
        .map(|Opened { artifact, tree, manifest }| {
            let Read { program, mut coverage, digests } = read(&tree, &manifest, modules);
            let (mut facts, mut flow) = facts::collect(&program, &manifest, signatures);
            let (exposures, bounded) = taint::trace(&mut flow, &facts, signatures);
            facts::embedded::find(&mut flow, &mut facts, &tree, signatures);
            facts.symbols = std::mem::take(&mut flow.symbols);
            facts.exhausted = flow.exhausted;
            drop(flow);
            let layers = embedded::study(&facts.embedded, &manifest, &tree, signatures);
            coverage.bounds = Bounds { values: u64::from(facts.exhausted), flows: bounded, texts: layers.left_out };
            mark_reached(&mut coverage, &program, &manifest, &facts);
            Studied {
                artifact,
                tree,
                manifest,
                program,
                coverage,
                digests: digests.into_iter().collect(),
                facts,
                exposures,
                layers,
                given: Vec::new(),
            }
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

/// What is declared elsewhere counts for every artifact.
fn take_given(studied: &mut [Studied<'_>], package: &PackageId, context: &Context) {
    for one in studied.iter_mut() {
        let own = Identity::of(package, &one.manifest);
        if let Listing::Found { server_json, status: ListingStatus::Active | ListingStatus::Deprecated, .. } = &context.listing {
            let path = manifest::listed(server_json, own.as_ref(), &mut one.manifest);
            one.given.push((path, server_json.clone()));
        }
        for document in &context.documents {
            let path = manifest::given(document, own.as_ref(), &mut one.manifest);
            one.given.extend(path.map(|path| (path, document.text.clone())));
        }
    }
    // A name that the installed artifact claims is claimed once.
    if let Some((first, others)) = studied.split_first_mut()
        && first.manifest.mcp_name.is_some()
    {
        others.iter_mut().for_each(|other| other.manifest.mcp_name = None);
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

fn findings(studied: &[Studied<'_>], package: &PackageId, context: &Context, signatures: &Signatures) -> Vec<Finding> {
    let mut all = Vec::new();
    for (at, one) in studied.iter().enumerate() {
        let texts = Sources::new(&one.tree, &one.given, signatures);
        let sources = |path: &RelPath| texts.get(path);
        let credentials = |path: &RelPath| texts.credentials(path);
        let evidence = Evidence {
            package,
            is_first: at == 0,
            artifact: &one.artifact.file,
            tree: &one.tree,
            manifest: &one.manifest,
            program: &one.program,
            facts: &one.facts,
            exposures: &one.exposures,
            inside: &[],
            signatures,
            context,
            sources: &sources,
            credentials: &credentials,
        };
        let shared = if at == 0 { BTreeSet::new() } else { shared_paths(&studied[0], one) };
        let inner = embedded::judge(&one.layers, evidence);
        let mut found = detect::run(&detectors::ALL, Evidence { inside: &inner.inside, ..evidence });
        found.extend(embedded::beyond(&found, inner.findings));
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
        // What only declares types is imported by compilers, and run by nobody who is not told to.
        let is_started =
            || manifest.entries.iter().any(|entry| entry.path == gap.path && (entry.is_command() || entry.kind == EntryKind::InstallHook));
        let reached = named.contains(&gap.path) || program.graph.unit(gap.path.as_str()).is_some_and(|unit| facts.is_reached(unit));
        let size = program.graph.unit(gap.path.as_str()).map_or(0, |unit| u64::from(program.module(unit).functions[0].span.end));
        let slight = gap.reason == GapReason::SyntaxErrors && gap.bytes < 256.max(size / 100);
        let is_run = !declares_types(gap.path.as_str()) || is_started();
        gap.reached = gap.reached || (reached && is_run && !slight);
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
        all.bounds.texts += other.coverage.bounds.texts;
        all.gaps.extend(other.coverage.gaps.iter().filter(|gap| !is_shared(&gap.path)).cloned());
    }
    all.files_analyzed = all.files_analyzed.min(all.files);
    all.bytes_analyzed = all.bytes_analyzed.min(all.bytes);
    all.gaps.sort();
    all.gaps.dedup();
    all
}
