//! What a value is: aliases undone, imports followed across files, constants folded.
//!
//! Everything is asked for backwards, from the place that matters; nothing is computed that nobody asks for. Variables are
//! taken without regard to order: one that is assigned twice may be either.

mod alike;
mod builtins;
mod call;
mod closer;
mod eval;
mod expand;
mod exports;
mod fold;
mod given;
mod graph;
mod heirs;
mod hung;
mod instance;
mod lent;
mod member;
mod numbers;
pub mod origin;
mod standard;
mod suppose;
pub mod symbols;
mod tables;
pub mod value;
mod wrapped;
mod writes;

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Location, Origin, RelPath};
use crate::syntax::Module;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{ClassId, ExprId, FunctionId, Name, ScopeId};

pub use builtins::is_mapping_method;
pub use closer::file_named;
pub use fold::{is_decoder, is_unescaper, unwrapped_base64, unwrapped_data};
pub use given::Given;
pub use graph::Graph;
pub use symbols::{Symbol, Symbols};
pub use value::{At, UnitId, Value};

/// One file of the package, lowered.
#[derive(Debug)]
pub struct Unit {
    pub path: RelPath,
    pub module: Arc<Module>,
    /// Whose its parts are, as far as the file says.
    pub parts: origin::Parts,
}

/// All files of a package and how they import each other.
#[derive(Debug)]
pub struct Program {
    pub units: Vec<Unit>,
    pub graph: Graph,
    /// By the folder that each unit lies in.
    folders: Vec<Origin>,
}

impl Program {
    /// `own_name`: the package's name, by which its files may import each other.
    pub fn new(mut units: Vec<Unit>, own_name: Option<&str>) -> Self {
        if let Some(name) = own_name {
            units.iter_mut().for_each(|unit| unit.parts.own(name));
        }
        let folders = units.iter().map(|unit| origin::of_path(unit.path.as_str())).collect();
        let files = units.iter().enumerate().map(|(at, unit)| (UnitId(at as u32), &unit.path, unit.module.language));
        let graph = Graph::new(files, own_name);
        Self { units, graph, folders }
    }

    /// Whose code stands at a byte of a unit's text: what its file says of the place, else what its folder says.
    pub fn origin(&self, unit: UnitId, byte: u32) -> &Origin {
        let folder = &self.folders[unit.index()];
        match self.unit(unit).parts.at(byte) {
            Some(part @ (Origin::Bundled(_) | Origin::Dependency(_))) => part,
            Some(Origin::Own) | None => folder,
        }
    }

    /// Whether any of the code is said to be another package's.
    pub fn is_bundle(&self) -> bool {
        self.folders.iter().any(|folder| *folder != Origin::Own) || self.units.iter().any(|unit| !unit.parts.is_plain())
    }

    pub fn location(&self, unit: UnitId, expr: ExprId) -> Location {
        let Unit { path, module, .. } = self.unit(unit);
        let span = module.span(expr);
        let (start_line, start_column) = module.position(span.start);
        let (end_line, end_column) = module.position(span.end.max(span.start));
        Location { path: path.clone(), start_line, end_line, start_column, end_column }
    }

    #[inline]
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// The whole of a file, as an expression.
    pub fn body(&self, id: UnitId) -> Option<ExprId> {
        self.module(id).functions[0].body
    }

    #[inline]
    pub fn module(&self, id: UnitId) -> &Module {
        &self.units[id.index()].module
    }

    pub fn ids(&self) -> impl Iterator<Item = UnitId> + use<> {
        (0..self.units.len() as u32).map(UnitId)
    }
}

/// What stands for a particular value for the time of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// A loop variable.
    Element(At<ExprId>),
    Parameter(At<FunctionId>, u32),
    /// A variable, while the steps in which it is made are followed.
    Variable((UnitId, ScopeId, Name)),
}

type Variables = HashMap<(UnitId, ScopeId, Name), Option<Value>, BuildFastHasher>;

/// How much a question is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// Asked of every call: names and imports, but no looking through functions.
    Glance,
    /// Asked of the few places that matter.
    Full,
}

impl Effort {
    /// How many steps one question may take: real code needs dozens, an obfuscator's maze ends here.
    fn fuel(self) -> u32 {
        match self {
            Self::Glance => 400,
            Self::Full => 20_000,
        }
    }
}

/// Steps that a member of a value may take which was itself worked out before.
const MEMBER_FUEL: u32 = 1_000;

/// How a callback gets its first parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// `promise.then(callback)`
    Settled,
    /// `list.map(callback)`
    Element,
}

/// Answers questions about the values of one program, and remembers the answers.
pub struct Flow<'p> {
    pub program: &'p Program,
    pub symbols: Symbols,
    /// What a variable is, by unit, declaring scope and name; none while it is being worked out. One map for each [`Effort`].
    variables: [Variables; 2],
    /// The same for what instances of classes hold.
    members: [instance::Members; 2],
    /// What full questions were answered.
    answers: HashMap<At<ExprId>, Value, BuildFastHasher>,
    callers: HashMap<At<FunctionId>, Vec<At<ExprId>>, BuildFastHasher>,
    /// For a callback, what its first parameter comes from.
    feeds: HashMap<At<FunctionId>, (Feed, At<ExprId>), BuildFastHasher>,
    /// What the known calls give for a parameter, by function, position and how many callers up it is asked.
    filled: HashMap<(At<FunctionId>, u32, u32), Value, BuildFastHasher>,
    /// What the classes of a file write to fields of their own.
    own_writes: HashMap<UnitId, writes::OwnWrites, BuildFastHasher>,
    /// The classes that are made from a class, once that was asked.
    heirs: Option<heirs::Heirs>,
    /// The modules that a bundler has put into one file.
    bundles: wrapped::Bundles,
    /// Tables of texts that code turns and decodes.
    tables: tables::Tables,
    /// Parameters that are lent `require` and its like.
    lent: lent::Lent,
    /// What is assigned to members of the global object, once that was asked.
    hung: Option<hung::Hung>,
    /// The names of which that is being worked out.
    hanging: Vec<Box<str>>,
    /// Parameters that have a known value for the time of one question.
    overrides: Vec<(Known, Value)>,
    /// Variables that are being worked out under such suppositions, with how many of these there were.
    resolving: Vec<((UnitId, ScopeId, Name), usize)>,
    effort: Effort,
    /// What a closer look may use, once there is one.
    closer: Option<closer::Closer<'p>>,
    fuel: u32,
    /// How many questions ran out of fuel.
    pub exhausted: u32,
    /// Steps that all questions took together.
    pub spent: u64,
}

impl<'p> Flow<'p> {
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            symbols: Symbols::default(),
            variables: [HashMap::default(), HashMap::default()],
            members: [HashMap::default(), HashMap::default()],
            answers: HashMap::default(),
            callers: HashMap::default(),
            feeds: HashMap::default(),
            filled: HashMap::default(),
            own_writes: HashMap::default(),
            heirs: None,
            bundles: wrapped::Bundles::default(),
            tables: tables::Tables::of(program),
            lent: lent::Lent::default(),
            hung: None,
            hanging: Vec::new(),
            overrides: Vec::new(),
            resolving: Vec::new(),
            effort: Effort::Full,
            closer: None,
            fuel: 0,
            exhausted: 0,
            spent: 0,
        }
    }

    /// What an expression is at a glance: aliases and imports are followed, functions not looked through.
    pub fn glance(&mut self, unit: UnitId, expr: ExprId) -> Value {
        self.effort = Effort::Glance;
        self.fuel = self.effort.fuel();
        let value = self.eval(unit, expr, 0).plain();
        self.spent += u64::from(self.effort.fuel() - self.fuel);
        self.effort = Effort::Full;
        value
    }

    fn is_full_question(&self) -> bool {
        self.effort == Effort::Full
    }

    /// What an expression is, parameters left as they are; a question that was asked before is answered as before.
    pub fn value(&mut self, unit: UnitId, expr: ExprId) -> Value {
        let key = At { unit, id: expr };
        if !self.overrides.is_empty() {
            return self.worked_out(key).plain();
        }
        if let Some(known) = self.answers.get(&key) {
            return known.clone();
        }
        let value = self.worked_out(key).plain();
        if value.is_short() {
            self.answers.insert(key, value.clone());
        }
        value
    }

    /// The steps that a question may take now.
    fn allowance(&self) -> u32 {
        self.closer_fuel().filter(|_| self.effort == Effort::Full).unwrap_or(self.effort.fuel())
    }

    fn worked_out(&mut self, at: At<ExprId>) -> Value {
        let allowed = self.allowance();
        self.fuel = allowed;
        let value = self.eval(at.unit, at.id, 0);
        self.exhausted += u32::from(self.fuel == 0);
        self.spent += u64::from(allowed - self.fuel);
        self.closer_spent(allowed - self.fuel);
        value
    }

    /// What an expression is, parameters replaced by what the package's own calls give for them.
    pub fn expanded(&mut self, unit: UnitId, expr: ExprId) -> Value {
        let value = self.value(unit, expr);
        self.with_callers(value)
    }

    /// The value with parameters replaced by what the package's own calls give for them.
    pub fn with_callers(&mut self, value: Value) -> Value {
        self.expand_anew(value).plain()
    }

    /// What [`Self::expanded`] gives, where objects keep what the call that made them was given.
    pub fn as_made(&mut self, unit: UnitId, expr: ExprId) -> Value {
        let value = self.worked_out(At { unit, id: expr });
        self.expand_anew(value)
    }

    fn expand_anew(&mut self, value: Value) -> Value {
        self.fuel = self.allowance();
        let value = self.expand(value, 0);
        self.exhausted += u32::from(self.fuel == 0);
        value
    }

    /// `value.name`, as seen from outside a question.
    pub fn member_of(&mut self, value: &Value, name: &str) -> Value {
        self.fuel = MEMBER_FUEL;
        let member = self.member(value, name, 0);
        self.expand(member, 0).plain()
    }

    /// What an array holds, in order; none when that is not known.
    pub fn items_of(&mut self, value: &Value) -> Option<Vec<Value>> {
        self.fuel = self.effort.fuel();
        Some(self.elements(value, 0)?.into_iter().map(Value::plain).collect())
    }

    /// The constructor of a class of the package, where it has one of its own.
    pub fn constructor(&self, class: At<ClassId>) -> Option<At<FunctionId>> {
        let module = self.program.module(class.unit);
        let methods = &module.class(class.id).methods;
        let found = methods.iter().find(|(name, _)| matches!(module.name(*name), "constructor" | "__init__"))?;
        Some(At { unit: class.unit, id: found.1 })
    }

    /// Notes that `call` calls `function`; [`Self::expanded`] looks through parameters by these.
    pub fn add_caller(&mut self, function: At<FunctionId>, call: At<ExprId>) {
        self.callers.entry(function).or_default().push(call);
        self.filled.clear();
    }

    /// Notes that `callback` is given what `source` settles to, or each of its elements.
    pub fn add_feed(&mut self, callback: At<FunctionId>, feed: Feed, source: At<ExprId>) {
        self.feeds.insert(callback, (feed, source));
        self.filled.clear();
    }

    /// Every function of the package with each call of it that is known.
    pub fn own_calls(&self) -> impl Iterator<Item = (At<FunctionId>, At<ExprId>)> + '_ {
        self.callers.iter().flat_map(|(function, calls)| calls.iter().map(|call| (*function, *call)))
    }

    pub fn callers(&self, function: At<FunctionId>) -> &[At<ExprId>] {
        self.callers.get(&function).map_or(&[], Vec::as_slice)
    }
}
