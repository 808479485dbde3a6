//! What the code does, in words no language owns. Never whether it is bad.

pub mod accounts;
mod address;
mod arguments;
mod builds;
mod callers;
mod calls;
mod configured;
mod connect;
pub mod declared;
mod described;
pub mod embedded;
mod environment;
mod fed;
mod fields;
pub mod gates;
mod handed;
pub mod hooks;
mod hosted;
mod implied;
mod imports;
mod ingredients;
mod leads;
mod leaks;
mod mentions;
mod moments;
mod named;
mod needs;
pub mod obscure;
mod outside;
mod paths;
pub mod pickled;
mod reach;
mod recipients;
pub mod said;
mod scan;
mod settings;
mod shell;
mod shim;
pub mod shipped;
mod spelled;
mod started;
mod ties;
pub mod tools;
pub mod transport;
pub mod unseen;
mod used;
pub mod vendor;
mod windowless;

use std::collections::BTreeMap;

use crate::flow::{Flow, Program, Symbols, UnitId, Value};
use crate::manifest::Manifest;
use crate::model::{Origin, Runs, Shim};
use crate::signatures::{CallSignature, Effect, Signatures};
use crate::syntax::Language;
use crate::syntax::ir::ExprId;

pub use address::Address;
pub use callers::Callers;
pub use described::Described;
pub use embedded::{Embedded, Unpacked};
pub use ingredients::{DATA_IMPORT, Ingredient, Order, Outflow, Sink, SourceUse, is_of_settings};
pub use leads::Lead;
use moments::Begins;
pub use moments::{Moment, Moments};
pub use needs::Need;
pub use reach::{Reach, is_test_path};
pub use recipients::{FixedRecipient, RecipientKind, is_wallet};
pub use spelled::{spells, spells_parts, spells_pieces, spells_text};
pub use ties::{Line, Tie};
pub use used::Used;
pub use windowless::starts_unseen;

/// An expression of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub unit: UnitId,
    pub expr: ExprId,
}

/// A call of something that touches the world outside the program, and the one value that matters in it.
#[derive(Debug, Clone)]
pub struct CallFact<'s> {
    pub place: Place,
    /// Canonical: `child_process.exec`, whatever it is called here.
    pub callee: String,
    pub signature: &'s CallSignature,
    /// As the call is made: a started program with `shell=True` is a shell.
    pub effect: Effect,
    /// The command, code, path, address or module name.
    pub value: Value,
    /// A started program's arguments, where they are a list that can be read.
    pub arguments: Option<Vec<Value>>,
    /// The file never writes the function's name: it is put together when the code runs.
    pub hidden: bool,
}

/// A variable of the environment that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvRead {
    pub name: String,
    pub place: Place,
}

/// The environment as a whole, turned into something that can leave the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvDump {
    pub place: Place,
    /// What takes it: `JSON.stringify`, `fetch`.
    pub by: String,
    /// It is handed to a call that connects or writes.
    pub leaves: bool,
}

/// A host that stands in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostUse {
    pub address: Address,
    pub place: Place,
    /// It flows into a call that connects.
    pub reached: bool,
    /// It only serves where nothing else is configured.
    pub is_default: bool,
    /// The variables that can name another one in its place, sorted.
    pub settings: Vec<String>,
    /// The library that brings it, where the code does not write it.
    pub implied_by: Option<String>,
    /// It is told how the package is used.
    pub telemetry: bool,
    /// The code never writes it in one piece.
    pub hidden: bool,
}

impl HostUse {
    /// It only stands there.
    pub fn mentioned(address: Address, place: Place) -> Self {
        let (reached, is_default, hidden, telemetry) = (false, false, false, false);
        Self { address, place, reached, is_default, settings: Vec::new(), implied_by: None, telemetry, hidden }
    }

    /// A call connects to it.
    pub fn reached(address: Address, place: Place) -> Self {
        Self { reached: true, ..Self::mentioned(address, place) }
    }
}

/// A setting that names the host which something connects to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfiguredHost {
    /// A variable (`ACME_URL`) or an option (`--api-url`).
    pub setting: String,
    /// The host that serves where it is not set.
    pub default: Option<String>,
    pub place: Place,
}

/// A path that is read, written, or at least put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathUse {
    /// With `~` for the home folder and `*` for what is only known at run time.
    pub path: String,
    pub place: Place,
    pub access: PathAccess,
    pub hidden: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathAccess {
    /// Put together, but not seen to be opened.
    Named,
    Read,
    Write,
    Delete,
}

/// A secret on its way to where others can read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The environment variable that holds it.
    pub secret: String,
    /// The expression that holds the secret.
    pub place: Place,
    pub to: LeakTo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeakTo {
    Log,
    /// An error that somebody will show.
    Error,
    /// What a tool answers.
    Answer,
    /// The query of an address.
    Address,
}

/// Everything that is known of the code of one artifact.
#[derive(Debug, Default)]
pub struct Facts<'s> {
    pub calls: Vec<CallFact<'s>>,
    pub env: Vec<EnvRead>,
    /// How each variable is needed, by its name.
    pub needs: BTreeMap<String, Need>,
    pub dumps: Vec<EnvDump>,
    pub hosts: Vec<HostUse>,
    pub configured: Vec<ConfiguredHost>,
    pub paths: Vec<PathUse>,
    pub leaks: Vec<Leak>,
    /// Units whose code stands in no other artifact of the same release; filled in by whoever judges several.
    pub unmatched: Vec<UnitId>,
    /// The names that values refer to.
    pub symbols: Symbols,
    /// What makes each unit run, as far as imports tell.
    pub reach: Reach,
    /// When each function first runs.
    pub moments: Moments,
    /// Where connections are tied to programs.
    pub ties: Vec<Tie>,
    /// Where each function is called.
    pub callers: Callers,
    /// Which functions the package's own code can come to.
    pub used: Used,
    /// What texts in the code tell people of.
    pub described: Described,
    pub shim: Option<Shim>,
    /// Tools, resources, prompts and whatever else answers somebody outside.
    pub entries: Vec<tools::Entry>,
    /// What the server tells every client when it connects.
    pub instructions: Vec<tools::Instructions>,
    /// Texts for a model in which there is something to look at, in the order of their places.
    pub said: Vec<said::Said>,
    /// Descriptions that may be others tomorrow.
    pub changed: Vec<said::Changed>,
    /// For each entry, the calls that it reaches.
    pub reaches: Vec<Vec<u32>>,
    /// For the places where hosts are reached, whether a setting decides; empty where the documents promise nothing.
    pub conditions: BTreeMap<Place, transport::When>,
    /// Weak ways of talking to others, in the order of their places.
    pub weaknesses: Vec<transport::Weakness>,
    /// Texts that something runs as code.
    pub embedded: Vec<Embedded>,
    /// Programs for a machine that the code carries as texts, and starts.
    pub carried: Vec<embedded::Carried>,
    /// Libraries that are written to a temporary file and loaded from there.
    pub staged: Vec<embedded::Staged>,
    /// Calls that hand an interpreter its program, and the language of that.
    pub fed: BTreeMap<Place, Language>,
    /// Calls that run what nobody can read where it stands.
    pub unpacked: BTreeMap<Place, Unpacked>,
    /// What calls that send, evaluate, run or write are given, as far as that is worth knowing.
    pub outflows: Vec<Outflow>,
    /// Calls that tell something of a person or a machine.
    pub sources: Vec<SourceUse>,
    /// Who gets a part of what callers send to others.
    pub recipients: Vec<FixedRecipient>,
    /// Functions of others that the code replaces.
    pub hooks: Vec<hooks::Hook>,
    /// Connections to addresses that others have told.
    pub leads: Vec<Lead>,
    /// Questions that were too hard to be answered in full.
    pub exhausted: u32,
}

impl Facts<'_> {
    pub fn is_reached(&self, unit: UnitId) -> bool {
        self.reach.is_reached(unit)
    }
}

/// Reads the facts off a program; the flow that answered may be asked more, and keeps the names of [`Facts::symbols`].
pub fn collect<'p, 's>(program: &'p Program, manifest: &Manifest, signatures: &'s Signatures) -> (Facts<'s>, Flow<'p>) {
    gather(program, manifest, signatures, None)
}

/// As [`collect`], for texts that something runs as code: one unit each, in their order.
pub fn collect_embedded<'p, 's>(
    program: &'p Program,
    texts: &[Embedded],
    manifest: &Manifest,
    signatures: &'s Signatures,
) -> (Facts<'s>, Flow<'p>) {
    let (mut facts, flow) = gather(program, manifest, signatures, Some(texts));
    hide_veiled(&mut facts, texts);
    (facts, flow)
}

fn gather<'p, 's>(
    program: &'p Program,
    manifest: &Manifest,
    signatures: &'s Signatures,
    texts: Option<&[Embedded]>,
) -> (Facts<'s>, Flow<'p>) {
    let mut links = imports::Links::of(program);
    let mut started = started::Started::new();
    let reach = texts
        .map_or_else(|| reach::reach(program, manifest, &started, &mut links), |texts| Reach::given(texts.iter().map(|text| text.runs)));
    let (mut facts, mut flow) = scan::Scanner::new(program, signatures, &reach).run();
    facts.reach = reach;
    facts.entries = tools::find(&mut flow, signatures);
    facts.instructions = tools::instructions(&mut flow);
    (facts.said, facts.changed) = said::find(&mut flow, &facts.entries, signatures);
    let handlers = facts.entries.iter().filter_map(|entry| Some(entry.handler.as_ref()?.function)).collect();
    facts.needs = needs::find(&mut flow, &facts.env, &handlers);
    let leaks = leaks::find(&mut flow, &facts, signatures);
    facts.leaks.extend(leaks);
    leaks::without_paths(&mut facts);
    facts.reaches = tools::reached(&mut flow, &facts);
    // What commands start is known only now.
    if texts.is_none() {
        started = started::find(program, &facts);
        facts.reach = reach::reach(program, manifest, &started, &mut links);
    }
    facts.moments = moments::find(&mut flow, &facts, manifest, &Begins { links: &links, started: &started });
    facts.callers = callers::find(&mut flow);
    facts.ties = ties::find(&mut flow, &facts, signatures);
    facts.moments.begin(texts.unwrap_or_default().iter().map(|text| text.moment));
    facts.conditions = transport::conditions(&mut flow, &facts, manifest, signatures);
    facts.weaknesses = transport::find(&mut flow, &facts, manifest, signatures);
    facts.recipients = recipients::find(&mut flow);
    facts.hooks = hooks::find(program);
    (facts.outflows, facts.sources) = ingredients::find(&mut flow, &facts, signatures);
    facts.leads = leads::find(&mut flow, &facts);
    facts.used = used(&mut flow, &facts, manifest);
    facts.described = described::find(program);
    own_first(program, &mut facts);
    facts.shim = shim::find(program, manifest, &facts);
    facts.embedded = texts.map_or_else(|| embedded::of_manifest(manifest), |_| Vec::new());
    (facts, flow)
}

/// What a text names in clear is hidden all the same where the file only holds the text encoded or in pieces.
fn hide_veiled(facts: &mut Facts<'_>, texts: &[Embedded]) {
    let is_veiled = |unit: UnitId| texts.get(unit.index()).is_some_and(|text| text.veiled);
    facts.hosts.iter_mut().for_each(|host| host.hidden |= is_veiled(host.place.unit));
    facts.paths.iter_mut().for_each(|path| path.hidden |= is_veiled(path.place.unit));
}

fn used(flow: &mut Flow<'_>, facts: &Facts<'_>, manifest: &Manifest) -> Used {
    let program = flow.program;
    let entries = reach::entry_units(program, manifest);
    // An import by a package's name leads to a folder beside it, which is not followed.
    let is_package = |unit: UnitId| program.unit(unit).path.as_str().split('/').any(|part| part == "node_modules");
    used::used(flow, &|unit| facts.is_reached(unit) || is_package(unit), &|unit| entries.contains(&unit))
}

/// Whoever speaks of the first place where something is read or contacted speaks of what runs rather than lies there, of the
/// package's own code, if that does it, and of what runs soonest.
fn own_first(program: &Program, facts: &mut Facts<'_>) {
    let (used, reach) = (&facts.used, &facts.reach);
    let is_bundle = program.is_bundle();
    let rank = |place: Place| {
        let runs = reach.runs(program, place);
        let is_foreign = is_bundle && *program.origin(place.unit, program.module(place.unit).span(place.expr).start) != Origin::Own;
        (runs > Runs::Hosted, is_foreign, is_foreign && !used.has(program, place), runs)
    };
    facts.env.sort_by_cached_key(|read| rank(read.place));
    facts.hosts.sort_by_cached_key(|host| (!host.reached, rank(host.place)));
}
