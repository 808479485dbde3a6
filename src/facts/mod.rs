//! What the code does, in words no language owns. Never whether it is bad.

mod address;
mod arguments;
mod calls;
mod connect;
pub mod declared;
mod environment;
mod handed;
mod leaks;
mod mentions;
mod named;
mod paths;
mod reach;
mod scan;
mod settings;
mod shim;
mod spelled;
pub mod tools;

use crate::flow::{Flow, Program, Symbols, UnitId, Value};
use crate::manifest::Manifest;
use crate::model::Shim;
use crate::signatures::{CallSignature, Effect, Signatures};
use crate::syntax::ir::ExprId;

pub use address::Address;
pub use spelled::spells_text;

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
    /// The code never writes it in one piece.
    pub hidden: bool,
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
    pub dumps: Vec<EnvDump>,
    pub hosts: Vec<HostUse>,
    pub paths: Vec<PathUse>,
    pub leaks: Vec<Leak>,
    /// Units whose code stands in no other artifact of the same release; filled in by whoever judges several.
    pub unmatched: Vec<UnitId>,
    /// The names that values refer to.
    pub symbols: Symbols,
    /// For each unit, whether an entry point reaches it, as far as imports tell.
    pub reached: Vec<bool>,
    pub shim: Option<Shim>,
    /// Tools, resources, prompts and whatever else answers somebody outside.
    pub entries: Vec<tools::Entry>,
    /// For each entry, the calls that it reaches.
    pub reaches: Vec<Vec<u32>>,
    /// Questions that were too hard to be answered in full.
    pub exhausted: u32,
}

impl Facts<'_> {
    pub fn is_reached(&self, unit: UnitId) -> bool {
        self.reached.get(unit.index()).copied().unwrap_or(true)
    }
}

/// Reads the facts off a program; the flow that answered may be asked more, and keeps the names of [`Facts::symbols`].
pub fn collect<'p, 's>(program: &'p Program, manifest: &Manifest, signatures: &'s Signatures) -> (Facts<'s>, Flow<'p>) {
    let (mut facts, mut flow) = scan::Scanner::new(program, signatures).run();
    facts.entries = tools::find(&mut flow, signatures);
    let leaks = leaks::find(&mut flow, &facts, signatures);
    facts.leaks.extend(leaks);
    facts.reaches = tools::reached(&mut flow, &facts);
    facts.reached = reach::reached(program, manifest);
    facts.shim = shim::find(program, manifest, &facts);
    (facts, flow)
}
