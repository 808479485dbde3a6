//! Where no flow was seen from what is taken to where something is sent, but both happen in one function, or in one file that
//! runs while the package is installed.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::{Evidence, Findings};
use crate::facts::vendor::{Prose, Told};
use crate::facts::{HostUse, Moment, PathAccess, Place};
use crate::flow::UnitId;
use crate::model::{Confidence, Severity};
use crate::signatures::SourceClass;
use crate::syntax::ir::FunctionId;

use super::destination::{self, Destination};
use super::exfiltration::{weigh, whereto};

/// A function, or for what an installer runs the whole file.
type Neighbourhood = (UnitId, Option<FunctionId>);

#[derive(Default)]
struct Nearby<'e> {
    identity: BTreeMap<&'e str, Place>,
    /// Stores that are read, the whole environment, what is typed: what it is called.
    grave: BTreeMap<&'e str, Place>,
}

/// `found`: the calls of which something is said already.
pub(super) fn check<'e>(evidence: Evidence<'e>, prose: &Prose, found: &BTreeSet<Place>, findings: &mut Findings<'e>) {
    let taken = taken(evidence);
    let spoken: BTreeSet<Neighbourhood> = found.iter().filter_map(|place| neighbourhood(evidence, *place)).collect();
    let mut seen = BTreeSet::new();
    for host in evidence.facts.hosts.iter().filter(|host| host.reached && host.implied_by.is_none()) {
        let Some(around) = neighbourhood(evidence, host.place) else { continue };
        let Some(nearby) = taken.get(&around).filter(|_| !spoken.contains(&around)) else { continue };
        let destination = destination::one(evidence, prose, host);
        let Some((severity, confidence, what, from)) = judge(nearby, destination, evidence.moment(host.place)) else { continue };
        if !seen.insert(around) {
            continue;
        }
        let draft = findings.at(host.place, format!("takes {what} beside a call that sends {}", whereto(Some(host), destination)));
        let draft = draft.severity(severity).confidence(confidence);
        findings.add_as_it_runs(
            draft.step(&evidence.location(from), "is taken here").step(&location_of(evidence, host), "something is sent here"),
        );
    }
}

fn location_of(evidence: Evidence<'_>, host: &HostUse) -> crate::model::Location {
    evidence.location(host.place)
}

/// None for what runs only once somebody asks.
fn neighbourhood(evidence: Evidence<'_>, place: Place) -> Option<Neighbourhood> {
    match evidence.moment(place) {
        Moment::Install => Some((place.unit, None)),
        Moment::Load => Some((place.unit, Some(evidence.program.module(place.unit).enclosing_function(place.expr)))),
        Moment::Use | Moment::Never => None,
    }
}

fn taken<'e>(evidence: Evidence<'e>) -> BTreeMap<Neighbourhood, Nearby<'e>> {
    let mut all: BTreeMap<Neighbourhood, Nearby<'e>> = BTreeMap::new();
    for source in &evidence.facts.sources {
        let Some(around) = neighbourhood(evidence, source.place) else { continue };
        let nearby = all.entry(around).or_default();
        match source.class {
            // Every installer asks for the home.
            SourceClass::HostIdentity if source.id == "home-folder" => {}
            SourceClass::HostIdentity => {
                nearby.identity.insert(&source.tells, source.place);
            }
            // A client signs with them where they are.
            SourceClass::Surroundings | SourceClass::Cloud | SourceClass::Wallet => {}
            SourceClass::Clipboard
            | SourceClass::Screen
            | SourceClass::Keys
            | SourceClass::Camera
            | SourceClass::Browser
            | SourceClass::Passwords => {
                nearby.grave.insert(&source.tells, source.place);
            }
        }
    }
    for dump in &evidence.facts.dumps {
        if let Some(around) = neighbourhood(evidence, dump.place) {
            all.entry(around).or_default().grave.insert("the whole environment", dump.place);
        }
    }
    for path in evidence.facts.paths.iter().filter(|path| path.access == PathAccess::Read) {
        let store = evidence.signatures.credential(&path.path).filter(|store| store.severity >= Severity::High);
        if let (Some(store), Some(around)) = (store, neighbourhood(evidence, path.place)) {
            all.entry(around).or_default().grave.insert(&store.holds, path.place);
        }
    }
    all
}

fn judge<'e>(nearby: &Nearby<'e>, destination: Destination, moment: Moment) -> Option<(Severity, Confidence, &'e str, Place)> {
    let is_named = matches!(destination, Destination::Trap | Destination::Stranger);
    let grave = nearby.grave.first_key_value().filter(|_| is_named).and_then(|(what, from)| {
        let (severity, confidence) = match (moment, destination) {
            (Moment::Install, _) | (Moment::Load, Destination::Trap) => (Severity::Critical, Confidence::Medium),
            (Moment::Load, _) => (Severity::High, Confidence::Medium),
            (Moment::Use | Moment::Never, _) => return None,
        };
        Some((severity, confidence, *what, *from))
    });
    let (what, from) = match nearby.identity.first_key_value() {
        Some((what, from)) => (*what, *from),
        None => return grave,
    };
    let several = nearby.identity.len() > 1;
    let is_certain = several && (destination == Destination::Trap || is_named && moment == Moment::Install);
    let identity = weigh(nearby.identity.len(), destination, moment, Told::Nothing).filter(|_| is_certain);
    let identity = identity.map(|(severity, _)| (severity, Confidence::Medium, what, from));
    grave.into_iter().chain(identity).max_by_key(|(severity, confidence, ..)| (*severity, *confidence))
}
