//! Facts → what the report lists: capabilities, and the declared beside the observed. No judgement.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::is_aside;
use crate::facts::declared::{self, env_is_declared};
use crate::facts::vendor::{Prose, use_is_declared};
use crate::facts::{CallFact, Facts, Place};
use crate::flow::{Program, Value, origin};
use crate::manifest::{EntryKind, EnvMention, EnvMentionKind, Manifest, Trigger};
use crate::model::{
    Capability, CapabilityKind, Coverage, Declared, DeclaredEnv, DeclaredHost, GapReason, Location, Observed, ObservedEnv, ObservedHost,
    Origin, RelPath, Runs, Tree,
};
use crate::signatures::{Effect, Signatures};

use super::embedded::{self, Layer};

/// One artifact, as far as it adds to what the ones before it showed.
pub(super) struct Part<'p> {
    pub manifest: &'p Manifest,
    pub program: &'p Program,
    pub facts: &'p Facts<'p>,
    pub tree: &'p Tree,
    pub coverage: &'p Coverage,
    /// Files that an earlier part has as well.
    pub known: BTreeSet<RelPath>,
    /// The texts that its units are, where it is no artifact but what one runs as code, and the program around them.
    pub texts: Option<(&'p Layer<'p>, &'p Program)>,
}

impl Part<'_> {
    pub fn location(&self, place: Place) -> Location {
        match self.texts {
            Some((layer, _)) => layer.host(place.unit).clone(),
            None => self.program.location(place.unit, place.expr),
        }
    }

    /// Where it is, and whose code stands there.
    pub fn whose(&self, place: Place) -> (Location, Origin) {
        let location = self.location(place);
        if let Some((_, around)) = self.texts {
            let origin = embedded::origin(around, &location);
            return (location, origin);
        }
        let start = self.program.module(place.unit).span(place.expr).start;
        (location, self.program.origin(place.unit, start).clone())
    }

    pub fn runs(&self, place: Place) -> Runs {
        self.facts.reach.runs(self.program, place)
    }

    /// What tests and examples do is nothing that the package does.
    pub fn counts(&self, place: Place) -> bool {
        !self.is_known(place) && !is_aside(self.facts, self.program, place)
    }

    fn is_known(&self, place: Place) -> bool {
        let path = self.texts.map_or_else(|| &self.program.unit(place.unit).path, |(layer, _)| &layer.host(place.unit).path);
        self.known.contains(path)
    }
}

/// Each kind and detail once, at its first place.
pub(super) fn capabilities(parts: &[Part<'_>]) -> Vec<Capability> {
    let mut all = BTreeMap::new();
    let mut add = |kind: CapabilityKind, detail: String, (location, origin): (Location, Origin)| {
        let capability = Capability { kind, detail: detail.clone(), location, origin };
        all.entry((kind, detail))
            .and_modify(|known: &mut Capability| {
                if (&capability.origin, &capability.location) < (&known.origin, &known.location) {
                    known.clone_from(&capability);
                }
            })
            .or_insert(capability);
    };
    for part in parts {
        for call in part.facts.calls.iter().filter(|call| part.counts(call.place)) {
            for (kind, detail) in capabilities_of(call) {
                add(kind, detail, part.whose(call.place));
            }
        }
        for host in part.facts.hosts.iter().filter(|host| host.reached && part.counts(host.place)) {
            add(CapabilityKind::NetworkOut, host.address.host.clone(), part.whose(host.place));
        }
        for read in part.facts.env.iter().filter(|read| part.counts(read.place)) {
            add(CapabilityKind::EnvRead, read.name.clone(), part.whose(read.place));
        }
        for gap in part.coverage.gaps.iter().filter(|gap| gap.reason == GapReason::NativeBinary) {
            add(CapabilityKind::Native, gap.path.file_name().to_owned(), by_folder(Location::line(gap.path.clone(), 1)));
        }
        for script in part.manifest.scripts.iter().filter(|script| script.trigger == Trigger::Install) {
            add(CapabilityKind::InstallScript, format!("{}: {}", script.name, script.command), by_folder(script.location.clone()));
        }
        for entry in &part.manifest.entries {
            if matches!(entry.kind, EntryKind::InstallHook | EntryKind::Startup) && part.tree.contains(entry.path.as_str()) {
                add(CapabilityKind::InstallScript, entry.path.to_string(), by_folder(entry.named_at.clone()));
            }
        }
    }
    all.into_values().collect()
}

/// What is no code is whose its folder is.
fn by_folder(location: Location) -> (Location, Origin) {
    let origin = origin::of_path(location.path.as_str());
    (location, origin)
}

/// Programs that one call may start, one at a time; more are a program that starts what it is told.
const PROGRAMS: usize = 16;

/// Each program that it may start, or else what it is for.
fn capabilities_of(call: &CallFact<'_>) -> Vec<(CapabilityKind, String)> {
    let limit = if matches!(call.effect, Effect::Shell | Effect::Program | Effect::Launch) { PROGRAMS } else { 1 };
    let known: Vec<Option<&Value>> = call.value.alternatives().iter().filter(|value| value.has_text()).take(limit).map(Some).collect();
    let known = if known.is_empty() { vec![None] } else { known };
    known.into_iter().filter_map(|value| capability_of(call, value)).collect()
}

fn capability_of(call: &CallFact<'_>, value: Option<&Value>) -> Option<(CapabilityKind, String)> {
    let known = value.map_or_else(|| "*".to_owned(), Value::pattern);
    let shown: String = known.chars().take(120).collect();
    // Separators between unknown parts say nothing.
    let shown = if shown.chars().any(char::is_alphanumeric) || shown == "~" { shown } else { "*".to_owned() };
    let program = || {
        let first = shown.split_whitespace().next().unwrap_or("*");
        first.rsplit(['/', '\\']).next().unwrap_or(first).to_owned()
    };
    Some(match call.effect {
        Effect::Shell | Effect::Program | Effect::Launch => (CapabilityKind::Process, program()),
        Effect::Evaluate if call.signature.text_only && !call.value.has_text() => return None,
        Effect::Evaluate | Effect::Deserialize => (CapabilityKind::CodeEval, call.callee.clone()),
        Effect::Sql => (CapabilityKind::Database, call.callee.clone()),
        Effect::Read => (CapabilityKind::FileRead, shown),
        Effect::Write => (CapabilityKind::FileWrite, shown),
        Effect::Delete => (CapabilityKind::FileDelete, shown),
        Effect::Listen => (CapabilityKind::NetworkListen, call.callee.clone()),
        // Named hosts are added from the facts on hosts; an address that only the caller knows is `*`.
        Effect::Url | Effect::Host | Effect::Mail | Effect::Dns if shown == "*" => (CapabilityKind::NetworkOut, "*".to_owned()),
        Effect::Url | Effect::Host | Effect::Mail | Effect::Dns | Effect::Import | Effect::Log | Effect::Copy => return None,
    })
}

pub(super) fn declared(part: &Part<'_>, signatures: &Signatures) -> Declared {
    let mut env: BTreeMap<&str, DeclaredEnv> = BTreeMap::new();
    for mention in &part.manifest.declared.env {
        let name = mention.name.as_str();
        let seen =
            env.entry(name).or_insert_with(|| DeclaredEnv { name: name.to_owned(), is_setting: false, location: mention.location.clone() });
        seen.is_setting |= is_setting(mention) && !signatures.is_harmless_variable(name);
    }
    let mut hosts: BTreeMap<&str, &Location> = BTreeMap::new();
    for mention in &part.manifest.declared.hosts {
        hosts.entry(&mention.host).or_insert(&mention.location);
    }
    Declared {
        env: env.into_values().collect(),
        hosts: hosts.into_iter().map(|(name, location)| DeclaredHost { name: name.to_owned(), location: location.clone() }).collect(),
        claims: declared::claims(part.manifest, signatures),
    }
}

/// It is set, passed or listed as a variable; a word in capitals in a sentence may be anything, and Node calls its errors so.
fn is_setting(mention: &EnvMention) -> bool {
    match mention.kind {
        EnvMentionKind::Config | EnvMentionKind::Command => true,
        EnvMentionKind::Named => mention.name.contains('_') && !mention.name.starts_with("ERR_"),
        EnvMentionKind::Prose => false,
    }
}

/// What runs is shown before what lies there, the package's own code before bundled, and what runs soonest first.
pub(super) fn standing(runs: Runs, origin: &Origin, location: &Location) -> (bool, Origin, Runs, Location) {
    (runs > Runs::Hosted, origin.clone(), runs, location.clone())
}

/// Each variable and host once: the package's own code before bundled, reached before merely written.
pub(super) fn observed(parts: &[Part<'_>], signatures: &Signatures) -> Observed {
    Observed {
        env: variables(parts, signatures),
        hosts: hosts(parts, signatures),
        configured: super::configured::hosts(parts),
        files: super::files::observed(parts, signatures),
    }
}

fn variables(parts: &[Part<'_>], signatures: &Signatures) -> Vec<ObservedEnv> {
    let mut env: BTreeMap<String, ObservedEnv> = BTreeMap::new();
    for part in parts {
        for read in part.facts.env.iter().filter(|read| part.counts(read.place)) {
            let (location, origin) = part.whose(read.place);
            let declared = env_is_declared(part.manifest, &read.name);
            let seen = ObservedEnv {
                name: read.name.clone(),
                declared,
                declared_by_code: part.facts.described.has_variable(&read.name),
                harmless: signatures.is_harmless_variable(&read.name),
                runs: part.runs(read.place),
                origin,
                location,
            };
            let rank = |env: &ObservedEnv| standing(env.runs, &env.origin, &env.location);
            match env.get_mut(&read.name) {
                Some(known) if rank(&seen) < rank(known) => *known = seen,
                Some(_) => {}
                None => {
                    env.insert(read.name.clone(), seen);
                }
            }
        }
    }
    env.into_values().collect()
}

fn hosts(parts: &[Part<'_>], signatures: &Signatures) -> Vec<ObservedHost> {
    let mut hosts: BTreeMap<(String, bool), ObservedHost> = BTreeMap::new();
    for part in parts {
        let prose = Prose::of(part.tree);
        // A host stands in many places; the documents are searched for it once.
        let mut told: BTreeMap<(&str, bool), bool> = BTreeMap::new();
        for host in part.facts.hosts.iter().filter(|host| part.counts(host.place)) {
            let (location, origin) = part.whose(host.place);
            let seen = ObservedHost {
                name: host.address.host.clone(),
                declared: *told
                    .entry((host.address.host.as_str(), host.implied_by.is_some()))
                    .or_insert_with(|| use_is_declared(&prose, part.manifest, signatures, host)),
                declared_by_code: part.facts.described.has_host(&host.address.host),
                reached: host.reached,
                email: host.address.email,
                is_default: host.is_default,
                settings: host.settings.clone(),
                telemetry: host.telemetry,
                implied_by: host.implied_by.clone(),
                runs: part.runs(host.place),
                origin,
                location,
            };
            let rank = |host: &ObservedHost| (!host.reached, host.implied_by.is_some(), standing(host.runs, &host.origin, &host.location));
            let key = (seen.name.clone(), seen.email);
            match hosts.get_mut(&key) {
                Some(known) if rank(&seen) < rank(known) => *known = seen,
                Some(_) => {}
                None => {
                    hosts.insert(key, seen);
                }
            }
        }
    }
    hosts.into_values().collect()
}
