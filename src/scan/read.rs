//! A tree's files → a program and what of it could not be read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::flow::{Program, Unit, origin};
use crate::manifest::{EntryKind, Manifest};
use crate::model::{Coverage, File, Gap, GapReason, RelPath, Sha256, Tree};
use crate::syntax::{self, Language, Module, ParseBudget, Unparsed, decode};

use super::classify::{Kind, classify, classify_started};
use super::modules::Modules;

/// Files beyond this are parsed one after the other: a syntax tree takes some twenty-five times the size of its text.
const LARGE: usize = 1 << 20;
/// Read as source up to this size; what is larger gets a lexical pass.
const MAX_SOURCE: usize = 64 << 20;

/// One file, read as far as it could be.
#[derive(Debug)]
pub(super) struct Parsed {
    module: Arc<Module>,
    gap: Option<(GapReason, u64)>,
}

impl Parsed {
    /// None for what is not to be kept: what ran out of time may fare better on a quieter day.
    pub fn packed(&self) -> Option<Vec<u8>> {
        let lasts = self.gap.is_none_or(|(reason, _)| reason != GapReason::ParseBudget);
        lasts.then(|| postcard::to_stdvec(&(&*self.module, self.gap)).ok())?
    }

    pub fn unpacked(packed: &[u8]) -> Option<Self> {
        let (module, gap) = postcard::from_bytes::<(Module, _)>(packed).ok()?;
        Some(Self { module: Arc::new(module), gap })
    }
}

/// What reading a tree gave.
pub(super) struct Read {
    pub program: Program,
    pub coverage: Coverage,
    /// Path and digest of each source file, where several artifacts are judged together.
    pub digests: BTreeMap<RelPath, Sha256>,
}

pub(super) fn read(tree: &Tree, manifest: &Manifest, modules: &Modules) -> Read {
    let entries: BTreeSet<&RelPath> = manifest.entries.iter().map(|entry| &entry.path).collect();
    let started = started(manifest);
    let kind = |file: &File| match started.contains(&file.path) {
        true => classify_started(file, manifest),
        false => classify(file, manifest, entries.contains(&file.path)),
    };
    let kinds: Vec<(&File, Kind)> = tree.files().iter().map(|file| (file, kind(file))).collect();
    let sources: Vec<(&File, Language)> = kinds
        .iter()
        .filter_map(|(file, kind)| match kind {
            Kind::Source(language) => Some((*file, *language)),
            Kind::Opaque(_) | Kind::Other => None,
        })
        .collect();
    let parsed = parse_all(&sources, modules);
    let mut coverage = Coverage::default();
    for (file, kind) in &kinds {
        if let Kind::Opaque(reason) = kind {
            count_gap(&mut coverage, file, *reason);
        }
    }
    let mut units = Vec::new();
    let mut digests = BTreeMap::new();
    let parts = parts(tree, &sources, &parsed);
    for (((file, _), (digest, parsed)), parts) in sources.iter().zip(parsed).zip(parts) {
        count(&mut coverage, file, &parsed);
        units.push(Unit { path: file.path.clone(), module: Arc::clone(&parsed.module), parts });
        digests.extend(digest.map(|digest| (file.path.clone(), digest)));
    }
    coverage.gaps.extend(missing_entries(manifest));
    coverage.gaps.sort();
    coverage.gaps.dedup();
    Read { program: Program::new(units, manifest.name.as_deref()), coverage, digests }
}

/// The files that an interpreter is told to run; what is offered for import may be a document.
fn started(manifest: &Manifest) -> BTreeSet<&RelPath> {
    let is_started = |kind: EntryKind| match kind {
        EntryKind::Bin | EntryKind::Main | EntryKind::InstallHook | EntryKind::Script | EntryKind::Start => true,
        EntryKind::Export | EntryKind::ConsoleScript | EntryKind::Module | EntryKind::Plugin | EntryKind::Startup => false,
    };
    manifest.entries.iter().filter(|entry| is_started(entry.kind)).map(|entry| &entry.path).collect()
}

/// Files that an installation would start and that are not there. Where another entry is, the package still is what it is.
fn missing_entries(manifest: &Manifest) -> impl Iterator<Item = Gap> {
    let starts = |kind: EntryKind| match kind {
        EntryKind::Bin | EntryKind::Main | EntryKind::InstallHook | EntryKind::ConsoleScript => true,
        EntryKind::Export | EntryKind::Script | EntryKind::Start | EntryKind::Module | EntryKind::Plugin | EntryKind::Startup => false,
    };
    let runs = manifest.entries.iter().any(|entry| starts(entry.kind) && !entry.missing);
    let missing = manifest.entries.iter().filter(move |entry| starts(entry.kind) && entry.missing);
    missing.map(move |entry| Gap { path: entry.path.clone(), reason: GapReason::Missing, bytes: 0, reached: !runs })
}

/// Small files side by side, large ones one after the other beside them, results in the order of the files.
fn parse_all(sources: &[(&File, Language)], modules: &Modules) -> Vec<(Option<Sha256>, Arc<Parsed>)> {
    let is_large = |at: &usize| sources[*at].0.bytes.len() > LARGE;
    let (large, small): (Vec<usize>, Vec<usize>) = (0..sources.len()).partition(is_large);
    let one = |at: &usize| (*at, modules.parse(sources[*at].0, sources[*at].1));
    let (mut all, more) = rayon::join(|| large.iter().map(one).collect::<Vec<_>>(), || small.par_iter().map(one).collect::<Vec<_>>());
    all.extend(more);
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, parsed)| parsed).collect()
}

/// Whose the parts of each file are. Python packages bring others along in folders of their own.
fn parts(tree: &Tree, sources: &[(&File, Language)], parsed: &[(Option<Sha256>, Arc<Parsed>)]) -> Vec<origin::Parts> {
    let pairs = sources.par_iter().zip(parsed.par_iter());
    pairs
        .map(|((file, language), (_, parsed))| match language {
            Language::JavaScript | Language::TypeScript | Language::Tsx => {
                let Ok(decoded) = decode::decode(&file.bytes, *language) else { return origin::Parts::default() };
                let other = |path: &RelPath| tree.get(path.as_str()).map(|file| &file.bytes[..]);
                origin::parts_of(&file.path, &decoded.text, &parsed.module, other)
            }
            Language::Python | Language::Bash => origin::Parts::default(),
        })
        .collect()
}

pub(super) fn parse(bytes: &[u8], language: Language) -> Parsed {
    let size = bytes.len() as u64;
    let text = match decode::decode(bytes, language) {
        Ok(decoded) => decoded,
        Err(_) => {
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_SOURCE)]).into_owned();
            return Parsed { module: Arc::new(syntax::sketch(&text, language)), gap: Some((GapReason::Encoding, size)) };
        }
    };
    if text.text.len() > MAX_SOURCE {
        return Parsed { module: Arc::new(syntax::sketch(&text.text, language)), gap: Some((GapReason::TooLarge, size)) };
    }
    match syntax::parse(&text.text, language, &ParseBudget::default()) {
        Ok(module) => {
            let gap = match module.parse {
                outcome if outcome.too_deep => Some((GapReason::TooDeep, size)),
                outcome if outcome.error_bytes > 0 => Some((GapReason::SyntaxErrors, u64::from(outcome.error_bytes).min(size))),
                _ => None,
            };
            Parsed { module: Arc::new(module), gap }
        }
        Err(Unparsed::Budget { .. } | Unparsed::Broken { .. } | Unparsed::TooLarge { .. }) => {
            Parsed { module: Arc::new(syntax::sketch(&text.text, language)), gap: Some((GapReason::ParseBudget, size)) }
        }
    }
}

fn count_gap(coverage: &mut Coverage, file: &File, reason: GapReason) {
    let bytes = file.bytes.len() as u64;
    coverage.files += 1;
    coverage.bytes += bytes;
    coverage.gaps.push(Gap { path: file.path.clone(), reason, bytes, reached: false });
}

fn count(coverage: &mut Coverage, file: &File, parsed: &Parsed) {
    let bytes = file.bytes.len() as u64;
    coverage.files += 1;
    coverage.bytes += bytes;
    let (missing, whole) = match parsed.gap {
        None => (0, true),
        // A stumble over a few words is no gap in what is known of the file.
        Some((GapReason::SyntaxErrors, missing)) => (missing, missing * 5 < bytes),
        Some((_, missing)) => (missing, false),
    };
    coverage.files_analyzed += u64::from(whole);
    coverage.bytes_analyzed += bytes - missing.min(bytes);
    if let Some((reason, bytes)) = parsed.gap {
        coverage.gaps.push(Gap { path: file.path.clone(), reason, bytes, reached: false });
    }
}
