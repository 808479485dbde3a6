//! From what a person asked for to a report, through the cache: nothing is fetched, unpacked or judged twice.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::advisories;
use crate::fetch::{FetchError, Fetcher, RemoteFile, Resolved, verify};
use crate::model::{
    Artifact, Contents, Context, GapReason, GivenDocument, KnownIssue, Listing, PackageId, PackageSpec, Provenance, Registry, ScanReport,
    Sha256, Target,
};
use crate::provenance::Trust;
use crate::signatures::Signatures;
use crate::store::{Blobs, Memory, ParsedFiles, ScanKey, Store};

use super::analyze::{Opened, analyze_opened, analyze_with, engine_version, open, ruleset};
use super::contents;
use super::error::ScanError;
use super::listing;
use super::modules::Modules;

/// A pinned version stays what it is; whether it was taken back is asked for again after this long.
pub(super) const FRESH: Duration = Duration::from_secs(24 * 60 * 60);
pub(super) const FOREVER: Duration = Duration::MAX;

/// Everything that judging needs beside the package's name.
pub struct Scanner<'a> {
    pub signatures: &'a Signatures,
    /// Without one nothing is taken from an earlier run or kept for a later one.
    pub store: Option<&'a dyn Memory>,
    /// Where artifacts lie; without it every one is fetched.
    pub blobs: Option<Blobs>,
    /// Files that were parsed on another day; without it every one is parsed.
    pub parsed: Option<&'a ParsedFiles>,
    /// Where imported advisories are kept.
    pub known: Option<&'a Store>,
    pub fetcher: &'a Fetcher,
    pub target: Target,
    /// What the user hands over as declarations; every one is understood.
    pub documents: Vec<GivenDocument>,
    /// Whose proofs count; without it nobody is asked for any.
    pub trust: Option<&'a Trust>,
    pub offline: bool,
    /// Largest artifact, in bytes.
    pub max_size: u64,
    /// Told what is being done.
    pub progress: &'a (dyn Fn(&str) + Sync),
}

/// What a spec stands for, as kept between runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pinned {
    pub resolved: Resolved,
    /// Of each file, once it was fetched.
    pub sha256: Vec<Sha256>,
    /// Under which name the MCP registry is asked about it.
    #[serde(default)]
    claim: Claim,
}

/// What the files say of the MCP registry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
enum Claim {
    /// They were not read yet.
    #[default]
    Unread,
    Nothing,
    Server(String),
}

/// A question, as far as it is clear which files answer it.
struct Asked {
    /// Under which the answer is remembered.
    key: String,
    pinned: Pinned,
    /// Nothing is remembered under the key.
    is_news: bool,
}

impl Scanner<'_> {
    /// Judges the version that an installation of `spec` would take.
    pub fn registry(&self, spec: &PackageSpec) -> Result<ScanReport, ScanError> {
        let asked = self.asked(spec)?;
        if let Some(report) = self.answered_before(&asked)? {
            return Ok(report);
        }
        let (artifacts, opened) = self.opened(&asked.pinned)?;
        self.answered(asked, &artifacts, opened)
    }

    /// As [`Scanner::registry`], with what lies in the release; its files are opened even where the report is known.
    pub fn registry_with_contents(&self, spec: &PackageSpec) -> Result<(ScanReport, Contents), ScanError> {
        let asked = self.asked(spec)?;
        let (artifacts, opened) = self.opened(&asked.pinned)?;
        let contents = contents::of(&opened, Some(&asked.pinned.resolved.facts));
        Ok((self.answered(asked, &artifacts, opened)?, contents))
    }

    fn asked(&self, spec: &PackageSpec) -> Result<Asked, ScanError> {
        let key = self.memo_key(spec)?;
        let remembered = self.remembered(&key, spec)?;
        let is_news = remembered.is_none();
        let pinned = match remembered {
            Some(pinned) => pinned,
            None => self.fetched_before(self.resolve(spec)?)?,
        };
        Ok(Asked { key, pinned, is_news })
    }

    /// The report, where it is known without a look at the files.
    fn answered_before(&self, asked: &Asked) -> Result<Option<ScanReport>, ScanError> {
        let Asked { key, pinned, is_news } = asked;
        let is_complete = pinned.sha256.len() == pinned.resolved.files.len();
        if is_complete
            && pinned.claim != Claim::Unread
            && let Some(provenance) = self.known_provenance(pinned)?
            && let Some(report) = self.known(pinned, &self.context(pinned, provenance)?)?
        {
            self.fits(&report)?;
            if *is_news {
                self.remember(key, pinned)?;
            }
            return Ok(Some(report));
        }
        Ok(None)
    }

    /// The limit holds for files of an earlier run as for those that are fetched.
    fn fits(&self, report: &ScanReport) -> Result<(), FetchError> {
        match report.artifacts.iter().find(|artifact| artifact.bytes > self.max_size) {
            Some(artifact) => Err(FetchError::TooLarge { url: format!("`{}`", artifact.file), limit: self.max_size }),
            None => Ok(()),
        }
    }

    fn opened(&self, pinned: &Pinned) -> Result<(Vec<Artifact>, Vec<Opened>), ScanError> {
        let artifacts = self.artifacts(pinned)?;
        let opened = open(&artifacts).map_err(|source| ScanError::Unpack { file: pinned.resolved.id.to_string(), source })?;
        Ok((artifacts, opened))
    }

    fn answered(&self, asked: Asked, artifacts: &[Artifact], opened: Vec<Opened>) -> Result<ScanReport, ScanError> {
        let Asked { key, mut pinned, .. } = asked;
        pinned.sha256 = artifacts.iter().map(|artifact| artifact.sha256).collect();
        let id = pinned.resolved.id.clone();
        pinned.claim = listing::claim(&id, opened.iter().map(|one| &one.manifest)).map_or(Claim::Nothing, Claim::Server);
        let provenance = self.provenance(&pinned, artifacts)?;
        let context = self.context(&pinned, provenance)?;
        let report = self.judged(&pinned, &context, opened)?;
        self.remember(&key, &pinned)?;
        Ok(report)
    }

    /// The report on files that were opened; they may have been judged under another name before.
    pub(super) fn judged(&self, pinned: &Pinned, context: &Context, opened: Vec<Opened>) -> Result<ScanReport, ScanError> {
        if let Some(report) = self.known(pinned, context)? {
            return Ok(report);
        }
        (self.progress)(&format!("analysing {}", pinned.resolved.id));
        let report = self.analyzed(&pinned.resolved.id, opened, context);
        if let Some(store) = self.store.filter(|_| is_lasting(&report)) {
            store.put(&self.key(pinned, context), &report)?;
        }
        Ok(report)
    }

    pub(super) fn analyzed(&self, id: &PackageId, opened: Vec<Opened>, context: &Context) -> ScanReport {
        let Some(files) = self.parsed else { return analyze_opened(Some(id), opened, context, self.signatures) };
        let modules = Modules::known(&opened, files);
        let report = analyze_with(Some(id), opened, &modules, context, self.signatures);
        files.put(&modules.fresh());
        report
    }

    /// What is known around the files. Asks the MCP registry where they claim to be in it.
    fn context(&self, pinned: &Pinned, provenance: Provenance) -> Result<Context, ScanError> {
        let listing = match &pinned.claim {
            Claim::Unread | Claim::Nothing => Listing::NotAsked,
            Claim::Server(name) => self.listing(name, &pinned.resolved.id)?,
        };
        let registry = pinned.resolved.facts.clone();
        let advisories = self.advisories(&pinned.resolved.id)?;
        Ok(Context {
            target: self.target.clone(),
            registry,
            listing,
            provenance,
            documents: self.documents.clone(),
            advisories,
            brought: false,
            commands_wait: false,
        })
    }

    /// What imported records know of this version.
    pub(super) fn advisories(&self, id: &PackageId) -> Result<Vec<KnownIssue>, ScanError> {
        let Some(store) = self.known else { return Ok(Vec::new()) };
        Ok(advisories::issues(&store.advisories(id.registry, &id.name)?, &id.version))
    }

    pub(super) fn memo_key(&self, spec: &PackageSpec) -> Result<String, ScanError> {
        let wanted = spec.wanted.as_deref().unwrap_or_default();
        let sources = match spec.registry {
            Registry::Npm => self.fetcher.npm_registry_for(&spec.name)?.to_string(),
            Registry::Pypi => {
                let python = self.target.python;
                let platform = &self.target.platform;
                let target = format!("{}.{} {}-{}", python.major, python.minor, platform.os, platform.arch);
                format!("{} {target}", self.fetcher.pypi_indexes()?.join(" "))
            }
            Registry::Local => String::new(),
        };
        Ok(format!("{} {sources} {}@{wanted}", spec.registry, spec.name))
    }

    /// An exact version is what it was; a tag or range is asked for anew unless there is no network.
    fn remembered(&self, key: &str, spec: &PackageSpec) -> Result<Option<Pinned>, ScanError> {
        let Some(store) = self.store else { return Ok(None) };
        let age = match (self.offline, is_exact(spec)) {
            (true, _) => FOREVER,
            (false, true) => FRESH,
            (false, false) => return Ok(None),
        };
        let found = store.resolution(key, age)?;
        // What an older program wrote and this one cannot read is as good as nothing.
        Ok(found.and_then(|(json, _)| serde_json::from_str(&json).ok()))
    }

    /// A tag that leads to the same files as before needs none of them again.
    pub(super) fn fetched_before(&self, resolved: Resolved) -> Result<Pinned, ScanError> {
        let known = match self.store {
            Some(store) => store.resolution(&files_key(&resolved), FOREVER)?,
            None => None,
        };
        let known = known.and_then(|(json, _)| serde_json::from_str::<Pinned>(&json).ok());
        // Without a digest to hold it to, a file may be another one by now.
        let is_promised = resolved.files.iter().all(|file| !file.expected.is_empty());
        let same = known.filter(|known| is_promised && known.resolved.files == resolved.files);
        let (sha256, claim) = same.map(|known| (known.sha256, known.claim)).unwrap_or_default();
        Ok(Pinned { resolved, sha256, claim })
    }

    fn remember(&self, key: &str, pinned: &Pinned) -> Result<(), ScanError> {
        let Some(store) = self.store else { return Ok(()) };
        let json = serde_json::to_string(pinned).expect("a resolution is plain data with string keys");
        store.remember_resolution(key, &json)?;
        store.remember_resolution(&files_key(&pinned.resolved), &json)?;
        Ok(())
    }

    /// What the files of a version are, whoever asks for it next.
    pub(super) fn remember_files(&self, pinned: &Pinned) -> Result<(), ScanError> {
        let Some(store) = self.store else { return Ok(()) };
        let json = serde_json::to_string(pinned).expect("a resolution is plain data with string keys");
        store.remember_resolution(&files_key(&pinned.resolved), &json)?;
        Ok(())
    }

    fn resolve(&self, spec: &PackageSpec) -> Result<Resolved, ScanError> {
        (self.progress)(&format!("looking up {spec}"));
        let resolved = match spec.registry {
            Registry::Npm => self.fetcher.wait(self.fetcher.resolve_npm(spec)),
            Registry::Pypi | Registry::Local => self.fetcher.wait(self.fetcher.resolve_pypi(spec, &self.target)),
        };
        Ok(resolved.map_err(ScanError::Runtime)??)
    }

    pub(super) fn key(&self, pinned: &Pinned, context: &Context) -> ScanKey {
        let artifacts = pinned.sha256.iter().copied();
        ScanKey::new(pinned.resolved.id.clone(), artifacts, engine_version(), ruleset(self.signatures), context)
    }

    pub(super) fn known(&self, pinned: &Pinned, context: &Context) -> Result<Option<ScanReport>, ScanError> {
        match self.store {
            Some(store) => Ok(store.get(&self.key(pinned, context))?),
            None => Ok(None),
        }
    }

    pub(super) fn artifacts(&self, pinned: &Pinned) -> Result<Vec<Artifact>, ScanError> {
        let mut artifacts = Vec::new();
        for (at, file) in pinned.resolved.files.iter().enumerate() {
            let artifact = match self.kept(file, pinned.sha256.get(at))? {
                Some(artifact) => artifact,
                None => self.download(file)?,
            };
            artifacts.push(artifact);
        }
        Ok(artifacts)
    }

    /// A file from an earlier run, checked again against what the registry promised.
    fn kept(&self, file: &RemoteFile, digest: Option<&Sha256>) -> Result<Option<Artifact>, ScanError> {
        let (Some(blobs), Some(digest)) = (&self.blobs, digest) else { return Ok(None) };
        let Some(bytes) = blobs.get(digest, self.max_size)? else { return Ok(None) };
        let Ok(verification) = verify(&bytes, &file.expected) else { return Ok(None) };
        Ok(Some(Artifact { file: file.file.clone(), kind: file.kind, bytes: bytes.into(), sha256: *digest, verification }))
    }

    fn download(&self, file: &RemoteFile) -> Result<Artifact, ScanError> {
        if self.offline {
            return Err(FetchError::Offline { missing: format!("`{}`", file.file) }.into());
        }
        let told = |done: u64, total: Option<u64>| {
            let total = total.map_or_else(String::new, |total| format!(" of {:.1}", total as f64 / 1e6));
            (self.progress)(&format!("fetching {} ({:.1}{total} MB)", file.file, done as f64 / 1e6));
        };
        let artifact = self.fetcher.wait(self.fetcher.download(file, &told)).map_err(ScanError::Runtime)??;
        if let Some(blobs) = &self.blobs {
            blobs.put(&artifact.bytes)?;
        }
        Ok(artifact)
    }
}

/// The files of one version, whatever it was asked for by.
fn files_key(resolved: &Resolved) -> String {
    format!("files {} {}", resolved.source, resolved.id.purl())
}

/// A parse that ran out of its time may fare better on a quieter machine: such an answer is given, but not kept.
pub(super) fn is_lasting(report: &ScanReport) -> bool {
    report.coverage.gaps.iter().all(|gap| gap.reason != GapReason::ParseBudget)
}

/// One version and no other, as its registry compares versions.
fn is_exact(spec: &PackageSpec) -> bool {
    let Some(wanted) = spec.wanted.as_deref() else { return false };
    match spec.registry {
        Registry::Npm => nodejs_semver::Version::parse(wanted).is_ok(),
        Registry::Pypi => wanted.parse::<pep440_rs::Version>().is_ok(),
        Registry::Local => false,
    }
}
