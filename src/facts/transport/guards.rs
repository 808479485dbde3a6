//! Whether a place runs as the package comes, or only where somebody has asked for it.

use std::collections::{BTreeSet, HashMap};

use crate::facts::{Facts, Place, reach};
use crate::flow::{At, Program, UnitId};
use crate::manifest::Manifest;
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId};

use super::Finder;

/// Under which condition something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Whatever is configured.
    Always,
    /// Where nobody has configured anything else.
    ByDefault,
    /// Only where an option, a variable or the like asks for it.
    Chosen,
}

/// Words of settings about the check of partners.
const SETTINGS: [&str; 24] = [
    "insecure",
    "verify",
    "verification",
    "validate",
    "skip",
    "ssl",
    "sslmode",
    "tls",
    "cert",
    "certs",
    "certificate",
    "certificates",
    "reject",
    "unauthorized",
    "ignore",
    "signed",
    "selfsigned",
    "allow",
    "strict",
    "dev",
    "debug",
    "trust",
    "check",
    "unsafe",
];
/// Calls that are followed backwards for one question.
const MAX_STEPS: usize = 32;
/// Expressions before and behind a place that are looked at for tests around it; larger branches are no choice of a setting.
const MAX_AROUND: u32 = 20_000;
/// Callers of one function.
const MAX_CALLERS: usize = 8;

/// What starts without being called.
pub(super) struct Guards {
    entries: BTreeSet<UnitId>,
    /// Functions that a manifest names.
    named: BTreeSet<String>,
    /// Where a file of the package is imported.
    importers: HashMap<UnitId, Vec<Place>>,
    /// Functions that answer clients.
    handlers: BTreeSet<At<FunctionId>>,
}

impl Guards {
    pub fn new(program: &Program, facts: &Facts<'_>, manifest: &Manifest) -> Self {
        let mut importers: HashMap<UnitId, Vec<Place>> = HashMap::new();
        for unit in program.ids() {
            let module = program.module(unit);
            for (expr, specifier) in module.imports() {
                if let Expr::Str(text) = module.expr(specifier)
                    && let Some(imported) = program.graph.resolve(&program.unit(unit).path, module.language, module.text(text))
                {
                    importers.entry(imported).or_default().push(Place { unit, expr });
                }
            }
        }
        let named = manifest.entries.iter().filter_map(|entry| entry.function.as_ref());
        let named = named.map(|function| function.rsplit('.').next().unwrap_or(function).to_owned()).collect();
        let handlers = facts.entries.iter().filter_map(|entry| Some(entry.handler.as_ref()?.function)).collect();
        Self { entries: reach::entry_units(program, manifest).into_iter().collect(), named, importers, handlers }
    }
}

/// A test, and what it has to be for the place to be reached.
type Guard = (ExprId, bool);

impl Finder<'_, '_, '_> {
    /// A look at the tests around a place within its function; those that speak of no setting do not count.
    pub(super) fn by_setting(&mut self, place: Place) -> When {
        let mut when = When::Always;
        for (test, wanted) in self.guards_around(place) {
            let this = match self.truth(place.unit, test, 0) {
                Some(truth) if truth == wanted => When::ByDefault,
                Some(_) => When::Chosen,
                None if self.speaks_of_setting(place.unit, test) => When::Chosen,
                None => When::Always,
            };
            when = when.max(this);
        }
        when
    }

    /// The same up to where the program starts; every test counts that is not known to be true.
    pub(super) fn by_start(&mut self, place: Place) -> When {
        self.climb(place, Strictness::EveryTest).unwrap_or(When::Chosen)
    }

    /// The same for something that tools do: what they are asked decides much, and only settings count. None where nobody is seen to
    /// come to the place.
    pub(super) fn by_settings_up_to_start(&mut self, place: Place) -> Option<When> {
        self.climb(place, Strictness::Settings)
    }

    fn climb(&mut self, place: Place, strictness: Strictness) -> Option<When> {
        let mut queue = vec![(place, When::Always)];
        let mut seen = BTreeSet::new();
        let mut least: Option<When> = None;
        while let Some((place, so_far)) = queue.pop() {
            if seen.len() >= MAX_STEPS || !seen.insert(place) {
                continue;
            }
            let guards = self.guards_around(place);
            let here = guards.into_iter().map(|(test, wanted)| self.passes(place.unit, test, wanted, strictness)).max();
            let behind = if strictness == Strictness::EveryTest { self.behind_stdio(place) } else { When::Always };
            let so_far = so_far.max(here.unwrap_or(When::Always)).max(behind);
            match self.before(place) {
                Before::Calls(calls) => queue.extend(calls.into_iter().map(|call| (call, so_far))),
                Before::Start => least = Some(least.map_or(so_far, |known| known.min(so_far))),
            }
        }
        least
    }

    fn passes(&mut self, unit: UnitId, test: ExprId, wanted: bool, strictness: Strictness) -> When {
        if asks_whether_main(self.flow.program.module(unit), test) {
            return When::Always;
        }
        match (self.truth(unit, test, 0), strictness) {
            (Some(truth), _) if truth == wanted => When::ByDefault,
            (Some(_), _) | (None, Strictness::EveryTest) => When::Chosen,
            (None, Strictness::Settings) if speaks_of_options(self.flow.program.module(unit), test) => When::Chosen,
            (None, Strictness::Settings) => When::Always,
        }
    }

    /// The tests of the function around a place that decide whether it is reached.
    fn guards_around(&self, place: Place) -> Vec<Guard> {
        let module = self.flow.program.module(place.unit);
        let end = module
            .function(module.enclosing_function(place.expr))
            .exprs
            .1
            .min(module.exprs.len() as u32)
            .min(place.expr.0.saturating_add(MAX_AROUND));
        let mut guards = Vec::new();
        for at in (place.expr.0 + 1..end).map(ExprId) {
            match module.expr(at) {
                Expr::If(test, then, _) if is_within(module, place.expr, then) => guards.push((test, true)),
                Expr::If(test, _, otherwise) if is_within(module, place.expr, otherwise) => guards.push((test, false)),
                Expr::Binary(BinaryOp::And, test, then) if is_within(module, place.expr, then) => guards.push((test, true)),
                _ => {}
            }
        }
        guards.retain(|(test, _)| !matches!(module.expr(*test), Expr::Opaque));
        guards
    }

    fn speaks_of_setting(&mut self, unit: UnitId, test: ExprId) -> bool {
        let module = self.flow.program.module(unit);
        parts(module, test).any(|part| match module.expr(part) {
            Expr::Name(name, _) | Expr::Member(_, name) => words(module.name(name)).any(|word| SETTINGS.contains(&word.as_str())),
            Expr::Str(text) => words(module.text(text)).any(|word| SETTINGS.contains(&word.as_str())),
            _ => false,
        })
    }

    /// The name of the function, class or variable around it says that it is the unsafe variant of something.
    pub(super) fn is_named_unsafe(&self, place: Place) -> bool {
        const UNSAFE: [&str; 7] = ["insecure", "unverified", "ignore", "ignoring", "skip", "unsafe", "selfsigned"];
        let module = self.flow.program.module(place.unit);
        let function = module.function(module.enclosing_function(place.expr));
        let class = function.class.and_then(|class| module.class(class).name);
        function.name.into_iter().chain(class).any(|name| words(module.name(name)).any(|word| UNSAFE.contains(&word.as_str())))
    }

    /// `if (transport === 'stdio') { …; return; }` before it.
    fn behind_stdio(&self, place: Place) -> When {
        let module = self.flow.program.module(place.unit);
        let start = module.span(place.expr).start;
        let (first, _) = module.function(module.enclosing_function(place.expr)).exprs;
        let leaves = (first.max(place.expr.0.saturating_sub(MAX_AROUND))..place.expr.0).map(ExprId).any(|at| {
            let Expr::If(_, then, _) = module.expr(at) else { return false };
            module.span(at).end <= start
                && parts(module, then).any(|part| matches!(module.expr(part), Expr::Return(_)))
                && parts(module, at).any(|part| speaks_of_stdio(module, part))
        });
        if leaves { When::Chosen } else { When::Always }
    }

    fn before(&self, place: Place) -> Before {
        let program = self.flow.program;
        let module = program.module(place.unit);
        let function = module.enclosing_function(place.expr);
        if function == FunctionId(0) {
            if self.guards.entries.contains(&place.unit) {
                return Before::Start;
            }
            let importers = self.guards.importers.get(&place.unit).into_iter().flatten();
            return Before::Calls(importers.take(MAX_CALLERS).copied().collect());
        }
        if self.guards.handlers.contains(&At { unit: place.unit, id: function }) {
            return Before::Start;
        }
        let callers = self.flow.callers(At { unit: place.unit, id: function });
        if !callers.is_empty() {
            return Before::Calls(callers.iter().take(MAX_CALLERS).map(|call| Place { unit: call.unit, expr: call.id }).collect());
        }
        let name = module.function(function).name.map(|name| module.name(name)).unwrap_or_default();
        if !name.is_empty() {
            return if self.guards.named.contains(name) { Before::Start } else { Before::Calls(Vec::new()) };
        }
        // The expression that stands for a function follows its parts.
        let end = module.function(function).exprs.1;
        let behind = (end..end.saturating_add(MAX_AROUND).min(module.exprs.len() as u32)).map(ExprId);
        let written = behind.into_iter().find(|expr| module.expr(*expr) == Expr::Function(function));
        Before::Calls(written.map(|expr| Place { unit: place.unit, expr }).into_iter().collect())
    }
}

/// Which tests on the way are somebody's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strictness {
    EveryTest,
    Settings,
}

enum Before {
    /// Whoever starts the package.
    Start,
    Calls(Vec<Place>),
}

/// The parts of an expression, itself last, as far as they stand before it and inside its text.
fn parts(module: &Module, whole: ExprId) -> impl Iterator<Item = ExprId> {
    let span = module.span(whole);
    let inside = move |id: &ExprId| module.span(*id).start >= span.start && module.span(*id).end <= span.end;
    (0..=whole.0).rev().map(ExprId).take_while(inside).take(400)
}

fn is_within(module: &Module, part: ExprId, whole: ExprId) -> bool {
    let (part_span, span) = (module.span(part), module.span(whole));
    part.0 <= whole.0 && span.start <= part_span.start && part_span.end <= span.end
}

/// `if __name__ == "__main__"`, `if (require.main === module)`, `if (import.meta.url === …)`.
fn asks_whether_main(module: &Module, test: ExprId) -> bool {
    let said: BTreeSet<&str> = parts(module, test)
        .filter_map(|part| match module.expr(part) {
            Expr::Name(name, _) | Expr::Member(_, name) => Some(module.name(name)),
            _ => None,
        })
        .collect();
    said.contains("__name__")
        || ["main", "url"].iter().any(|word| said.contains(word))
            && ["require", "module", "meta", "argv"].iter().any(|word| said.contains(word))
}

/// `if (options.upload)`, `if args.online`, `if self.config.remote`
fn speaks_of_options(module: &Module, test: ExprId) -> bool {
    const HOLDERS: [&str; 13] =
        ["args", "argv", "opts", "options", "config", "cfg", "conf", "configuration", "settings", "flags", "env", "environ", "preferences"];
    parts(module, test).any(|part| match module.expr(part) {
        Expr::Name(name, _) | Expr::Member(_, name) => {
            HOLDERS.contains(&module.name(name).trim_start_matches('_').to_ascii_lowercase().as_str())
        }
        _ => false,
    })
}

fn speaks_of_stdio(module: &Module, part: ExprId) -> bool {
    let said = match module.expr(part) {
        Expr::Str(text) => module.text(text),
        Expr::Name(name, _) | Expr::Member(_, name) => module.name(name),
        _ => return false,
    };
    said.len() < 100 && said.to_ascii_lowercase().contains("stdio")
}

/// `rejectUnauthorized` is `reject`, `unauthorized`; `SSLIgnoreAdapter` is `ssl`, `ignore`, `adapter`.
fn words(name: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = name.chars().take(100).collect();
    let mut all = vec![String::new()];
    for (at, c) in letters.iter().enumerate() {
        let after_small = at > 0 && letters[at - 1].is_lowercase();
        let before_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if !c.is_alphanumeric() || (c.is_uppercase() && (after_small || before_small)) {
            all.push(String::new());
        }
        if c.is_alphanumeric() {
            all.last_mut().expect("there is always a word").extend(c.to_lowercase());
        }
    }
    all.into_iter().filter(|word| !word.is_empty())
}
