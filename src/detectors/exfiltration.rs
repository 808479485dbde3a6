use std::collections::{BTreeMap, BTreeSet};

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::vendor::{Prose, Told, told_of_telemetry};
use crate::facts::{HostUse, Ingredient, Moment, Outflow, Place, Sink};
use crate::model::{Category, Confidence, Severity};

use crate::signatures::{CredentialPath, HostClass, TokenPrinter};

use super::credential_access::is_expected;
use super::destination::{self, Destination};
use super::loot::{Loot, Private};
use super::{nearby, tapped};

pub(super) static DETECTOR: Detector = Detector {
    id: "exfiltration",
    category: Category::Exfiltration,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 201,
    docs: include_str!("exfiltration.md"),
    check,
};

/// What one call sends, to whom, and how bad that is.
struct Sending<'e> {
    outflow: &'e Outflow,
    host: Option<&'e HostUse>,
    destination: Destination,
    judgement: Judgement,
}

/// How bad it is to send something, what that is called, and where it comes from.
pub(super) struct Judgement {
    pub severity: Severity,
    pub confidence: Confidence,
    pub what: String,
    pub from: Place,
}

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let sends = evidence.facts.outflows.iter().any(|outflow| outflow.sink == Sink::Send);
    if !sends && evidence.facts.sources.is_empty() && evidence.facts.hooks.is_empty() {
        return;
    }
    let prose = Prose::of(evidence.tree);
    tapped::check(evidence, &prose, findings);
    let mut worst: BTreeMap<Place, Sending<'e>> = BTreeMap::new();
    for outflow in evidence.facts.outflows.iter().filter(|outflow| outflow.sink == Sink::Send) {
        let Some(sending) = judge(evidence, &prose, outflow) else { continue };
        let is_worse = worst.get(&outflow.place).is_none_or(|known| sending.judgement.severity > known.judgement.severity);
        if is_worse {
            worst.insert(outflow.place, sending);
        }
    }
    for (place, sending) in worst.iter().filter(|(place, sending)| !is_said_elsewhere(&worst, **place, sending)) {
        let Judgement { severity, confidence, what, from } = &sending.judgement;
        let draft = findings.at(*place, format!("sends {what} {}", whereto(sending.host, sending.destination)));
        let draft = draft.severity(*severity).confidence(*confidence);
        let draft = draft.step(&evidence.location(*from), "is taken here").step(&evidence.location(*place), "is sent here");
        findings.add_as_it_runs(draft);
    }
    nearby::check(evidence, &prose, &worst.keys().copied().collect::<BTreeSet<_>>(), findings);
}

/// The same thing is said of a call before it, with at least as much certainty: `urlopen(request)` sends what the request was given.
fn is_said_elsewhere(worst: &BTreeMap<Place, Sending<'_>>, place: Place, sending: &Sending<'_>) -> bool {
    let host = |sending: &Sending<'_>| sending.host.map(|host| host.address.host.clone());
    worst.iter().filter(|(other, _)| **other != place).any(|(other, known)| {
        let is_same = known.judgement.from == sending.judgement.from;
        let says_more = known.destination > sending.destination;
        is_same && (says_more || *other < place && host(known) == host(sending))
    })
}

pub(super) fn whereto(host: Option<&HostUse>, destination: Destination) -> String {
    let name = host.map(|host| host.address.host.as_str()).unwrap_or_default();
    match destination {
        Destination::Declared => format!("to `{name}`, which its documents name for something else"),
        Destination::Chosen => format!("to whatever host is configured, or `{name}`"),
        Destination::Unknown => "to a host that is only known at run time".to_owned(),
        Destination::Namesake | Destination::Stranger => format!("to `{name}`, which no shipped document names"),
        Destination::Trap => format!("to `{name}`, where anyone may listen and nobody has to say who"),
    }
}

fn judge<'e>(evidence: Evidence<'e>, prose: &Prose, outflow: &'e Outflow) -> Option<Sending<'e>> {
    let loot = Loot::of(evidence, &outflow.ingredients);
    let (destination, host) = destination::of(evidence, prose, &outflow.hosts);
    let moment = evidence.moment(outflow.place);
    let all = [
        environment(&loot, if is_nobodys_own(evidence, host) { destination.min(Destination::Declared) } else { destination }, moment),
        settings(&loot, destination, moment),
        stores(evidence, &loot, host, destination, moment),
        private(&loot, destination, moment),
        secrets(evidence, &loot, outflow, destination, moment),
        printed(evidence, &loot, host, destination),
        sweep(&loot, destination),
        copied(outflow, destination),
        identity(evidence, prose, &loot, host, destination, moment),
    ];
    let judgement = all.into_iter().flatten().max_by_key(|judgement| (judgement.severity, judgement.confidence))?;
    Some(Sending { outflow, host, destination, judgement }).filter(|sending| !sending.outflow.ingredients.is_empty())
}

fn judgement(severity: Severity, confidence: Confidence, what: impl Into<String>, from: Place) -> Option<Judgement> {
    Some(Judgement { severity, confidence, what: what.into(), from })
}

fn environment(loot: &Loot<'_>, destination: Destination, moment: Moment) -> Option<Judgement> {
    let from = loot.environment?;
    let (severity, confidence) = match (destination, moment) {
        (Destination::Trap | Destination::Stranger | Destination::Namesake, _) => (Severity::Critical, Confidence::High),
        (Destination::Unknown | Destination::Chosen, Moment::Install) => (Severity::Critical, Confidence::Medium),
        (Destination::Declared, Moment::Install) => (Severity::High, Confidence::Medium),
        (Destination::Declared, _) => (Severity::Medium, Confidence::Low),
        // It may be this machine.
        (Destination::Unknown | Destination::Chosen, _) => (Severity::Low, Confidence::Low),
    };
    judgement(severity, confidence, "the whole environment", from)
}

/// Whatever a project keeps from others, all at once.
fn settings(loot: &Loot<'_>, destination: Destination, moment: Moment) -> Option<Judgement> {
    let from = loot.settings?;
    let (severity, confidence) = match destination {
        Destination::Trap | Destination::Stranger => (Severity::Critical, Confidence::High),
        Destination::Namesake => (Severity::High, Confidence::Medium),
        Destination::Unknown | Destination::Chosen if moment == Moment::Install => (Severity::Critical, Confidence::Medium),
        Destination::Unknown | Destination::Chosen | Destination::Declared => return None,
    };
    judgement(severity, confidence, "all settings of `.env`", from)
}

/// Registries and badges: who sends something there does not get it back.
fn is_nobodys_own(evidence: Evidence<'_>, host: Option<&HostUse>) -> bool {
    let signature = host.and_then(|host| evidence.signatures.host(&host.address.host));
    signature.is_some_and(|signature| signature.class == HostClass::SharedPlatform && signature.severity <= Severity::Low)
}

fn stores<'e>(
    evidence: Evidence<'e>,
    loot: &Loot<'e>,
    host: Option<&HostUse>,
    destination: Destination,
    moment: Moment,
) -> Option<Judgement> {
    let is_certain = destination == Destination::Trap || moment == Moment::Install;
    // A command line's token goes to the service whose command line it is.
    let is_its_own = |store: &CredentialPath| host.is_some_and(|host| is_named_in(&store.words, &host.address.host));
    let is_foreign =
        |store: &CredentialPath| is_certain || is_nobodys_to_send(&store.id) || !(is_expected(evidence, store) && is_its_own(store));
    let stores = loot.stores.values().filter(|(store, _)| is_foreign(store));
    let (store, from) = *stores.max_by_key(|(store, _)| (!is_expected(evidence, store), store.severity))?;
    let is_plain = is_certain || is_nobodys_to_send(&store.id) || !is_expected(evidence, store);
    let (severity, confidence) = match destination {
        Destination::Namesake if !is_certain => (Severity::High, Confidence::Medium),
        Destination::Trap | Destination::Stranger | Destination::Namesake if is_plain => (Severity::Critical, Confidence::High),
        // It works with such stores, but not with such a host.
        Destination::Trap | Destination::Stranger | Destination::Namesake => (Severity::High, Confidence::Medium),
        // A helper that sends runs early for one of its callers; what it sends for the others is taken later.
        Destination::Unknown | Destination::Chosen if moment.max(evidence.moment(from)) == Moment::Install => {
            (Severity::Critical, Confidence::Medium)
        }
        Destination::Unknown | Destination::Chosen => return None,
        // The token of a command line of the same service is sent to that service.
        Destination::Declared if is_nobodys_to_send(&store.id) => (Severity::High, Confidence::Medium),
        Destination::Declared => return None,
    };
    judgement(severity, confidence, store.holds.as_str(), from)
}

/// No service asks for these.
fn is_nobodys_to_send(store: &str) -> bool {
    matches!(
        store,
        "ssh-private-key"
            | "gpg-keys"
            | "browser-passwords"
            | "wallets"
            | "chat-tokens"
            | "keychains"
            | "system-passwords"
            | "site-storage"
    )
}

fn private(loot: &Loot<'_>, destination: Destination, moment: Moment) -> Option<Judgement> {
    let (tells, (private, from)) = loot.private.iter().max_by_key(|(_, (private, _))| *private)?;
    let (severity, confidence) = match (destination, private, moment) {
        (Destination::Trap | Destination::Stranger, _, Moment::Install | Moment::Load) => (Severity::Critical, Confidence::High),
        (Destination::Trap | Destination::Stranger | Destination::Namesake, Private::Kept, _) => (Severity::Critical, Confidence::High),
        (Destination::Trap, Private::Shown, _) => (Severity::Critical, Confidence::Medium),
        (Destination::Stranger | Destination::Namesake, Private::Shown, _) => (Severity::High, Confidence::Medium),
        (Destination::Unknown | Destination::Chosen | Destination::Declared, ..) => return None,
    };
    judgement(severity, confidence, tells.as_str(), *from)
}

/// A secret of one service that another is told.
fn secrets(evidence: Evidence<'_>, loot: &Loot<'_>, outflow: &Outflow, destination: Destination, moment: Moment) -> Option<Judgement> {
    match destination {
        Destination::Trap | Destination::Stranger | Destination::Namesake => {}
        Destination::Declared | Destination::Chosen | Destination::Unknown => return None,
    }
    let foreign: Vec<(&String, Place)> = loot
        .secrets
        .iter()
        .filter(|(name, _)| !outflow.hosts.iter().any(|host| is_its_owner(evidence, name, &host.address.host)))
        .map(|(name, place)| (name, *place))
        .collect();
    let (name, from) = foreign.first()?;
    let owners: BTreeSet<&str> =
        foreign.iter().filter_map(|(name, _)| evidence.signatures.secret_owner(name)).map(|owner| owner.id.as_str()).collect();
    let is_declared = evidence.manifest.declared.env_named(name).is_some();
    let is_beside = destination == Destination::Stranger && talks_to_owner(evidence, name);
    let severity = match (destination, moment) {
        (Destination::Trap, _) | (_, Moment::Install) => Severity::Critical,
        _ if owners.len() > 1 && !is_declared => Severity::Critical,
        _ if is_beside && is_declared => Severity::High,
        _ if is_beside => Severity::Critical,
        _ if is_declared => Severity::Medium,
        _ => Severity::High,
    };
    let confidence = if is_declared && !is_beside && destination != Destination::Trap { Confidence::Low } else { Confidence::Medium };
    judgement(severity, confidence, format!("the value of `{name}`"), *from)
}

/// The package works with the service that the secret is for: whoever else is told it has no part in that.
fn talks_to_owner(evidence: Evidence<'_>, name: &str) -> bool {
    let Some(owner) = evidence.signatures.secret_owner(name) else { return false };
    evidence.facts.hosts.iter().any(|host| is_named_in(&owner.words, &host.address.host))
}

/// The host bears the name of the service, or of the variable.
fn is_its_owner(evidence: Evidence<'_>, name: &str, host: &str) -> bool {
    let first = name.split('_').next().unwrap_or(name).to_ascii_lowercase();
    let by_variable = first.len() > 2 && host.contains(&first);
    let owner = evidence.signatures.secret_owner(name);
    by_variable || owner.is_some_and(|owner| is_named_in(&owner.words, host))
}

fn is_named_in(words: &[String], host: &str) -> bool {
    words.iter().any(|word| word.len() > 2 && host.contains(&word.to_ascii_lowercase()))
}

/// What `gh auth token` prints, told to somebody else. Where a password manager is asked, it may be for the package's own password.
fn printed(evidence: Evidence<'_>, loot: &Loot<'_>, host: Option<&HostUse>, destination: Destination) -> Option<Judgement> {
    let (command, from) = loot.printed?;
    let program = command.split_whitespace().next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let owner = evidence.signatures.token_printer(program);
    let is_its_own =
        |owner: &TokenPrinter| host.is_some_and(|host| owner.hosts.iter().any(|word| host.address.host.contains(word.as_str())));
    if owner.is_some_and(is_its_own) {
        return None;
    }
    let severity = match (destination, owner) {
        (Destination::Trap, _) | (Destination::Stranger, Some(_)) => Severity::Critical,
        (Destination::Stranger | Destination::Namesake, _) => Severity::High,
        (Destination::Declared | Destination::Chosen | Destination::Unknown, _) => return None,
    };
    let shown: String = command.chars().take(60).collect();
    judgement(severity, Confidence::Medium, format!("what `{shown}` prints"), from)
}

fn sweep(loot: &Loot<'_>, destination: Destination) -> Option<Judgement> {
    let from = loot.sweep?;
    match destination {
        Destination::Trap | Destination::Stranger => judgement(Severity::Critical, Confidence::Medium, "the files of a whole folder", from),
        Destination::Namesake => judgement(Severity::High, Confidence::Medium, "the files of a whole folder", from),
        Destination::Declared | Destination::Chosen | Destination::Unknown => None,
    }
}

/// What a tool was asked to read is read for whoever asked.
fn copied(outflow: &Outflow, destination: Destination) -> Option<Judgement> {
    let is_content = |(ingredient, _): &&(Ingredient, Place)| matches!(ingredient, Ingredient::File(_) | Ingredient::Output(_));
    let (_, from) = outflow.ingredients.iter().find(is_content).filter(|_| outflow.answered)?;
    match destination {
        Destination::Trap | Destination::Stranger => judgement(Severity::Critical, Confidence::Medium, "what a tool answers", *from),
        Destination::Namesake => judgement(Severity::Medium, Confidence::Medium, "what a tool answers", *from),
        Destination::Declared | Destination::Chosen | Destination::Unknown => None,
    }
}

fn identity(
    evidence: Evidence<'_>,
    prose: &Prose,
    loot: &Loot<'_>,
    host: Option<&HostUse>,
    destination: Destination,
    moment: Moment,
) -> Option<Judgement> {
    let (_, from) = loot.identity.first_key_value()?;
    let count = loot.identity.len() + usize::from(loot.surroundings.len() > 1);
    let told = host.map_or(Told::Nothing, |host| told_of_telemetry(prose, evidence.manifest, evidence.facts, evidence.signatures, host));
    let (severity, confidence) = match weigh(count, destination, moment, told)? {
        // Nobody is told anything about a package without a document.
        (Severity::High, Confidence::Medium) if count > 1 && moment == Moment::Load && prose.says_little() => {
            (Severity::Critical, Confidence::Medium)
        }
        weighed => weighed,
    };
    let what: Vec<&str> = loot.identity.keys().copied().take(3).collect();
    judgement(severity, confidence, what.join(" and "), *from)
}

/// How bad it is to tell a host so many things of the machine.
pub(super) fn weigh(count: usize, destination: Destination, moment: Moment, told: Told) -> Option<(Severity, Confidence)> {
    let several = count > 1;
    match (destination, moment) {
        (Destination::Trap, Moment::Install | Moment::Load) => Some((Severity::Critical, Confidence::High)),
        (Destination::Trap, Moment::Use | Moment::Never) if several => Some((Severity::Critical, Confidence::Medium)),
        (Destination::Trap, Moment::Use | Moment::Never) => Some((Severity::High, Confidence::Medium)),
        (Destination::Stranger, Moment::Install) if several => Some((Severity::Critical, Confidence::High)),
        (Destination::Stranger, Moment::Install) => Some((Severity::High, Confidence::Medium)),
        (Destination::Namesake, Moment::Install) => Some((Severity::High, Confidence::Medium)),
        (Destination::Unknown | Destination::Chosen, Moment::Install) if several => Some((Severity::Medium, Confidence::Low)),
        // Telemetry that is spoken of is the matter of the rule about telemetry.
        (Destination::Stranger | Destination::Namesake, _) if told != Told::Nothing => None,
        (Destination::Stranger, Moment::Load) if several => Some((Severity::High, Confidence::Medium)),
        (Destination::Stranger, Moment::Use | Moment::Never) if several => Some((Severity::Medium, Confidence::Medium)),
        (Destination::Namesake, Moment::Load) if several => Some((Severity::Medium, Confidence::Medium)),
        (Destination::Stranger | Destination::Namesake, _) => Some((Severity::Low, Confidence::Low)),
        (Destination::Declared | Destination::Chosen | Destination::Unknown, _) => None,
    }
}
