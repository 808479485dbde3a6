//! Packages that come along with another: judged by their files and what their registry says of them, and nobody else is asked.

use serde::{Deserialize, Serialize};

use crate::fetch::{FetchError, Resolved};
use crate::model::{
    Artifact, CapabilityKind, Concern, Confidence, Context, GapReason, Links, Listing, PackageSpec, Provenance, ScanReport, Severity,
    Sha256, Verdict,
};
use crate::score;
use crate::signatures::Weights;
use crate::store::ScanKey;

use super::analyze::open;
use super::error::ScanError;
use super::package::{FOREVER, Pinned, Scanner, is_lasting};

/// Findings that are kept of a package.
const CONCERNS: usize = 5;
/// Capabilities of one kind that are kept.
const DETAILS: usize = 20;

/// What is kept of a package that came along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    pub verdict: Verdict,
    pub score: u8,
    pub summary: String,
    /// Source code that runs could not be read, and so little is known that nothing can be said.
    pub is_unread: bool,
    /// Worst first.
    pub concerns: Vec<Concern>,
    /// Kind and detail, sorted, each once.
    pub powers: Vec<(CapabilityKind, String)>,
    pub links: Links,
}

impl Brief {
    /// What it hands over to comes along as well, and is judged by itself.
    fn of(report: &ScanReport, weights: &Weights) -> Self {
        let (score, verdict) = score::judge(&report.findings, &report.coverage, None, weights);
        let summary = score::summary(&report.findings, &report.coverage, None, &score, verdict);
        let grave = report.findings.iter().filter(|finding| finding.severity > Severity::Low && finding.confidence > Confidence::Low);
        let concern = |finding: &crate::model::Finding| Concern {
            rule: finding.rule.clone(),
            category: finding.category,
            severity: finding.severity,
            confidence: finding.confidence,
            message: finding.message.clone(),
            path: finding.location.path.to_string(),
            line: finding.location.start_line,
        };
        Self {
            verdict,
            score: score.value,
            summary,
            is_unread: verdict == Verdict::Incomplete
                && report.coverage.gaps.iter().any(|gap| gap.reached && gap.reason != GapReason::NativeBinary),
            concerns: grave.map(concern).take(CONCERNS).collect(),
            powers: powers(report),
            links: report.links.clone(),
        }
    }
}

fn powers(report: &ScanReport) -> Vec<(CapabilityKind, String)> {
    let mut all: Vec<(CapabilityKind, String)> =
        report.capabilities.iter().map(|capability| (capability.kind, capability.detail.clone())).collect();
    all.sort();
    all.dedup();
    let mut kept = Vec::new();
    for kind in all.chunk_by(|a, b| a.0 == b.0) {
        kept.extend(kind.iter().take(DETAILS).cloned());
    }
    kept
}

/// A version that comes along, as far as it costs nothing but the network.
pub enum Brought {
    Brief(Box<Brief>),
    Report(Box<ScanReport>),
    /// It was not judged before.
    Files(Box<Files>),
}

/// Bytes of files that are not held in memory until they are read, where they lie in the cache as well.
const HEAVY: u64 = 8 << 20;

/// The files of a version that is to be read.
pub struct Files {
    pinned: Pinned,
    /// None while heavy ones wait in the cache.
    artifacts: Vec<Artifact>,
    packed_bytes: u64,
}

impl Files {
    /// Of all of them together.
    pub fn packed_bytes(&self) -> u64 {
        self.packed_bytes
    }
}

/// As what a version comes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// It is a part of the package that brings it: its report is asked for, and not only what is in it in brief.
    pub is_whole: bool,
    /// Nothing that comes with it gives its commands.
    pub commands_wait: bool,
}

impl Scanner<'_> {
    /// What is known of a version that comes along, or else its files.
    pub fn brought(&self, release: &Resolved, role: Role) -> Result<Brought, ScanError> {
        let mut pinned = self.fetched_before(release.clone())?;
        if pinned.sha256.len() == pinned.resolved.files.len() {
            let context = self.alone(&pinned, role)?;
            if role.is_whole
                && let Some(report) = self.known(&pinned, &context)?
            {
                return Ok(Brought::Report(Box::new(report)));
            }
            if !role.is_whole
                && let Some(brief) = self.known_brief(&pinned, &context)?
            {
                return Ok(Brought::Brief(Box::new(brief)));
            }
        }
        let mut artifacts = self.artifacts(&pinned)?;
        pinned.sha256 = digests(&artifacts);
        let packed_bytes = artifacts.iter().map(|artifact| artifact.bytes.len() as u64).sum();
        if packed_bytes >= HEAVY && self.blobs.is_some() {
            artifacts = Vec::new();
        }
        // Without a digest that the registry promised, the file may be another one next time.
        if pinned.resolved.files.iter().all(|file| !file.expected.is_empty()) {
            self.remember_files(&pinned)?;
        }
        Ok(Brought::Files(Box::new(Files { pinned, artifacts, packed_bytes })))
    }

    /// Judges what was brought, and keeps what it was asked for as.
    pub fn read(&self, files: Files, role: Role) -> Result<ScanReport, ScanError> {
        let Files { mut pinned, mut artifacts, .. } = files;
        if artifacts.is_empty() {
            artifacts = self.artifacts(&pinned)?;
            pinned.sha256 = digests(&artifacts);
        }
        let context = self.alone(&pinned, role)?;
        let opened = open(&artifacts).map_err(|source| ScanError::Unpack { file: pinned.resolved.id.to_string(), source })?;
        drop(artifacts);
        if role.is_whole {
            return self.judged(&pinned, &context, opened);
        }
        let report = self.analyzed(&pinned.resolved.id, opened, &context);
        if let Some(store) = self.store.filter(|_| is_lasting(&report)) {
            let json = serde_json::to_string(&self.in_brief(&report)).expect("a brief is plain data");
            store.remember_resolution(&brief_key(&self.key(&pinned, &context)), &json)?;
        }
        Ok(report)
    }

    pub fn in_brief(&self, report: &ScanReport) -> Brief {
        Brief::of(report, self.signatures.weights())
    }

    /// The text of a file at the root of a version that comes along; none where it is not there.
    pub fn document(&self, release: &Resolved, path: &str) -> Result<Option<String>, ScanError> {
        let pinned = self.fetched_before(release.clone())?;
        let artifacts = self.artifacts(&pinned)?;
        let opened = open(&artifacts).map_err(|source| ScanError::Unpack { file: pinned.resolved.id.to_string(), source })?;
        let file = opened.first().and_then(|first| first.tree.get(path));
        Ok(file.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()))
    }

    /// What is known around a package that nobody else is asked about.
    fn alone(&self, pinned: &Pinned, role: Role) -> Result<Context, ScanError> {
        Ok(Context {
            target: self.target.clone(),
            registry: pinned.resolved.facts.clone(),
            listing: Listing::NotAsked,
            provenance: Provenance::default(),
            documents: Vec::new(),
            advisories: self.advisories(&pinned.resolved.id)?,
            brought: !role.is_whole,
            commands_wait: role.commands_wait,
        })
    }

    fn known_brief(&self, pinned: &Pinned, context: &Context) -> Result<Option<Brief>, ScanError> {
        let Some(store) = self.store else { return Ok(None) };
        let found = store.resolution(&brief_key(&self.key(pinned, context)), FOREVER)?;
        // What an older program wrote and this one cannot read is as good as nothing.
        Ok(found.and_then(|(json, _)| serde_json::from_str(&json).ok()))
    }

    /// An answer that does not come from the network, if it is young enough.
    pub fn remembered_answer(&self, key: &str) -> Result<Option<String>, ScanError> {
        let Some(store) = self.store else { return Ok(None) };
        let age = if self.offline { FOREVER } else { super::package::FRESH };
        Ok(store.resolution(key, age)?.map(|(json, _)| json))
    }

    /// Keeps an answer of the network for [`Scanner::remembered_answer`].
    pub fn remember_answer(&self, key: &str, json: &str) -> Result<(), ScanError> {
        if let Some(store) = self.store {
            store.remember_resolution(key, json)?;
        }
        Ok(())
    }

    /// The question that a spec is, to the registries that would be asked for this target.
    pub fn sources(&self, spec: &PackageSpec) -> Result<String, ScanError> {
        self.memo_key(spec)
    }

    /// Without a network nothing is looked up anew.
    pub fn needs_network(&self, missing: &str) -> Result<(), ScanError> {
        if self.offline {
            return Err(FetchError::Offline { missing: missing.to_owned() }.into());
        }
        Ok(())
    }
}

fn digests(artifacts: &[Artifact]) -> Vec<Sha256> {
    artifacts.iter().map(|artifact| artifact.sha256).collect()
}

fn brief_key(key: &ScanKey) -> String {
    format!("brief {}", key.digest())
}
