//! What registries say of packages, and which version each requirement takes; each is looked up once.

use std::collections::HashMap;
use std::rc::Rc;

use nodejs_semver::Version;

use super::tree::Kind;
use super::wanted::Wanted;
use crate::fetch::{FetchError, Fetcher, NpmRelease, NpmReleases};
use crate::model::PackageName;

/// Told each answer as it arrives; says which packages it raises.
pub type Next<'a> = dyn FnMut(PackageName, Result<NpmReleases, FetchError>) -> Vec<PackageName> + 'a;

/// Who knows what there is.
pub trait NpmSource {
    /// Asks for each of these, and for those that `next` raises.
    fn releases(&self, first: Vec<PackageName>, next: &mut Next<'_>) -> Result<(), FetchError>;
}

impl NpmSource for Fetcher {
    fn releases(&self, first: Vec<PackageName>, next: &mut Next<'_>) -> Result<(), FetchError> {
        self.wait(self.npm_releases(first, next)).map_err(|error| FetchError::Setup { why: error.to_string() })?
    }
}

/// One version, and what it asks for.
pub(super) struct Release {
    pub name: PackageName,
    /// As the registry spells it.
    pub key: String,
    pub version: Version,
    pub manifest: NpmRelease,
    /// What comes inside the tarball is not among them; sorted by name.
    pub asks: Vec<Ask>,
}

#[derive(Clone)]
pub(super) struct Ask {
    pub name: Rc<str>,
    pub wanted: Rc<Wanted>,
    pub written: Rc<str>,
    pub kind: Kind,
}

pub(super) struct Catalogue<'s> {
    source: &'s dyn NpmSource,
    /// What Node the installation is for.
    node: Version,
    known: HashMap<PackageName, Result<NpmReleases, FetchError>>,
    picked: HashMap<(PackageName, String), Result<Rc<Release>, String>>,
    releases: HashMap<(PackageName, String), Rc<Release>>,
}

impl<'s> Catalogue<'s> {
    pub fn new(source: &'s dyn NpmSource, node: Version) -> Self {
        Self { source, node, known: HashMap::new(), picked: HashMap::new(), releases: HashMap::new() }
    }

    /// The version that a requirement takes, or a clause that says why none.
    pub fn take(&mut self, asked: &str, wanted: &Wanted, written: &str) -> Result<Rc<Release>, String> {
        let key = key(asked, wanted, written)?;
        if let Some(known) = self.picked.get(&key) {
            return known.clone();
        }
        self.learn(&key.0)?;
        let found = self.pick(&key.0, &key.1);
        self.picked.insert(key, found.clone());
        found
    }

    /// What [`Catalogue::take`] answered before.
    pub fn taken(&self, asked: &str, wanted: &Wanted, written: &str) -> Result<Rc<Release>, String> {
        let known = self.picked.get(&key(asked, wanted, written)?);
        known.cloned().unwrap_or_else(|| Err("its registry was not asked".to_owned()))
    }

    /// What the registry said of a package that was taken from.
    pub fn of(&self, name: &PackageName) -> Option<&NpmReleases> {
        self.known.get(name)?.as_ref().ok()
    }

    /// Asks for everything that may be needed, many packages at a time. What npm takes is mostly what each requirement would take by itself.
    pub fn prepare(&mut self, asks: &[Ask]) -> Result<(), FetchError> {
        let mut open: HashMap<PackageName, Vec<(Wanted, String)>> = HashMap::new();
        let mut first = Vec::new();
        for ask in asks {
            first.extend(self.note(ask, &mut open));
        }
        let source = self.source;
        let mut broken = None;
        source.releases(first, &mut |name, answer| {
            // Without an answer from the registry nothing can be said; a package that is not there is another matter.
            if let Err(error) = &answer
                && !matches!(error, FetchError::UnknownPackage { .. })
            {
                broken.get_or_insert_with(|| error.clone());
            }
            self.known.insert(name.clone(), answer);
            let mut raised = Vec::new();
            let mut ready = vec![name];
            while let Some(name) = ready.pop() {
                for (wanted, written) in open.remove(&name).unwrap_or_default() {
                    let Ok(release) = self.take(name.as_str(), &wanted, &written) else { continue };
                    for ask in release.asks.iter().filter(|ask| ask.kind != Kind::OptionalPeer) {
                        let Some(missing) = self.note(ask, &mut open) else { continue };
                        if self.known.contains_key(&missing) { ready.push(missing) } else { raised.push(missing) }
                    }
                }
            }
            raised
        })?;
        broken.map_or(Ok(()), Err)
    }

    /// Keeps a requirement for when its package is known. Says whose turn it is now: to be asked for, or to be looked through.
    fn note(&self, ask: &Ask, open: &mut HashMap<PackageName, Vec<(Wanted, String)>>) -> Option<PackageName> {
        let (name, written) = key(&ask.name, &ask.wanted, &ask.written).ok()?;
        let wanted = match &*ask.wanted {
            Wanted::Alias(_, inner, _) => (**inner).clone(),
            other => other.clone(),
        };
        if self.picked.contains_key(&(name.clone(), written.clone())) {
            return None;
        }
        let waiting = open.entry(name.clone()).or_default();
        let is_first = waiting.is_empty();
        if waiting.iter().all(|(_, other)| *other != written) {
            waiting.push((wanted, written));
        }
        is_first.then_some(name)
    }

    fn learn(&mut self, name: &PackageName) -> Result<(), String> {
        if !self.known.contains_key(name) {
            let known = &mut self.known;
            let asked = self.source.releases(vec![name.clone()], &mut |name, answer| {
                known.insert(name, answer);
                Vec::new()
            });
            asked.map_err(|error| clause(&error))?;
        }
        Ok(())
    }

    fn pick(&mut self, name: &PackageName, written: &str) -> Result<Rc<Release>, String> {
        let releases = match self.known.get(name) {
            Some(Ok(releases)) => releases,
            Some(Err(error)) => return Err(clause(error)),
            None => return Err("the registry did not answer".to_owned()),
        };
        let wanted = if written.is_empty() { "*" } else { written };
        let key = releases.pick(wanted, &self.node).map_err(|error| clause(&error))?;
        if let Some(known) = self.releases.get(&(name.clone(), key.clone())) {
            return Ok(known.clone());
        }
        let broken = || format!("what the registry says of {name}@{key} cannot be read");
        let manifest = releases.release(&key).ok_or_else(broken)?;
        let version = Version::parse(&key).map_err(|_| broken())?;
        let asks = asks_of(&manifest, |name| manifest.bundles(name));
        let release = Rc::new(Release { name: name.clone(), key: key.clone(), version, manifest, asks });
        self.releases.insert((name.clone(), key), release.clone());
        Ok(release)
    }
}

/// Under which package and requirement an answer is kept.
fn key(asked: &str, wanted: &Wanted, written: &str) -> Result<(PackageName, String), String> {
    match wanted {
        Wanted::Alias(name, _, written) => Ok((name.clone(), written.clone())),
        Wanted::Range(_) | Wanted::Tag(_) => {
            let name = PackageName::npm(asked).map_err(|_| "it is no name of a package".to_owned())?;
            Ok((name, written.trim().to_owned()))
        }
        Wanted::Elsewhere(why) => Err((*why).to_owned()),
        Wanted::Unknown => Err("npm does not understand it".to_owned()),
    }
}

impl Ask {
    pub fn new(name: &str, written: &str, kind: Kind) -> Self {
        Self { name: name.into(), wanted: Wanted::read(written).into(), written: written.into(), kind }
    }
}

/// What a version asks for, but for what comes inside of it. Where a name stands in several tables, the last of them counts.
pub(super) fn asks_of(manifest: &NpmRelease, comes_inside: impl Fn(&str) -> bool) -> Vec<Ask> {
    let mut all: Vec<(&String, &String, Kind)> = Vec::new();
    for (name, written) in &manifest.peers {
        let kind = if manifest.optional_peers.contains(name) { Kind::OptionalPeer } else { Kind::Peer };
        all.push((name, written, kind));
    }
    all.extend(manifest.dependencies.iter().map(|(name, written)| (name, written, Kind::Runtime)));
    all.extend(manifest.optional.iter().map(|(name, written)| (name, written, Kind::Optional)));
    let mut asks: std::collections::BTreeMap<&String, Ask> = std::collections::BTreeMap::new();
    for (name, written, kind) in all.into_iter().filter(|(name, _, _)| !comes_inside(name)) {
        asks.insert(name, Ask::new(name, written, kind));
    }
    asks.into_values().collect()
}

/// The first line of an error, as the end of a sentence.
fn clause(error: &FetchError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
