//! Calls of the package's own functions: what they do with what they are given, in terms of the caller.

use std::rc::Rc;

use crate::facts::Place;
use crate::flow::{At, Value};
use crate::signatures::Kind;
use crate::syntax::ir::{ClassId, Expr, ExprId, FunctionId, List, ParameterKind, ScopeId};

use super::Part;
use super::caller::combined;
use super::engine::{Engine, Frame, Mask};
use super::label::{Label, Root};
use super::programs::Started;
use super::summary::{Hit, MAX_HITS, MAX_WRITES, Summary};
use super::value::{Note, Val};

/// An argument of a call.
#[derive(Debug, Clone)]
pub(super) struct Argument {
    pub expr: ExprId,
    pub value: Val,
    pub keyword: Option<Rc<str>>,
    pub spread: bool,
    /// It is a function, or may be one.
    pub callable: bool,
}

/// A call of an own function, with what stands for each parameter.
pub(super) struct Given<'c> {
    pub function: At<FunctionId>,
    pub place: Place,
    pub values: Vec<Val>,
    /// The argument itself, where there is just one.
    pub exprs: Vec<Option<ExprId>>,
    pub arguments: &'c [Argument],
}

impl Engine<'_, '_, '_> {
    pub fn call(&mut self, frame: &mut Frame, id: ExprId, callee: ExprId, list: List, is_new: bool) -> Val {
        let module = self.program.module(frame.at.unit);
        let receiver = match module.expr(callee) {
            Expr::Member(object, _) => Some((object, self.eval(frame, object))),
            Expr::Index(object, key) => {
                self.eval(frame, key);
                Some((object, self.eval(frame, object)))
            }
            Expr::Name(..) | Expr::Import(_) | Expr::Function(_) => None,
            _ => {
                self.eval(frame, callee);
                None
            }
        };
        let target = self.callee(frame, callee);
        self.note_private_list(frame, receiver.as_ref().map(|(object, _)| *object), module.list(list));
        let arguments: Vec<Argument> = module.list(list).to_vec().into_iter().map(|argument| self.argument(frame, argument)).collect();
        if !frame.quiet && matches!(target.name.as_deref(), Some("process.exit" | "sys.exit" | "os._exit" | "exit" | "quit" | "Deno.exit"))
        {
            frame.ended = true;
            return Val::default();
        }
        let place = self.place(frame, id);
        self.sinks(frame, place, &target, receiver.as_ref().map(|(expr, value)| (*expr, value)), &arguments);
        if let Some(value) = self.dispatched(frame, callee, place, &arguments) {
            return value;
        }
        if let Some(class) = target.class {
            return self.construct(frame, class, place, &arguments);
        }
        self.note_callback(frame, callee, place, &arguments, &target);
        if target.functions.is_empty() || is_new && target.name.is_some() {
            return self.outside(frame, id, callee, &target, receiver, &arguments);
        }
        // Whether the method is this class's is a guess.
        let doubts = u8::from(target.guessed);
        let guessed = |argument: Argument| Argument {
            value: argument.value.map(&mut |mark| mark.doubts = mark.doubts.saturating_add(doubts)),
            ..argument
        };
        let arguments: Vec<Argument> = if doubts > 0 { arguments.into_iter().map(guessed).collect() } else { arguments };
        let mut result: Option<Val> = None;
        for function in target.functions.iter() {
            let value = self.call_own(frame, *function, place, &arguments);
            result = Some(result.map_or_else(|| value.clone(), |known| known.or(&value)));
        }
        result.unwrap_or_default()
    }

    pub fn argument(&mut self, frame: &mut Frame, expr: ExprId) -> Argument {
        let module = self.program.module(frame.at.unit);
        let (inner, keyword, spread) = match module.expr(expr) {
            Expr::Keyword(name, value) => (value, Some(self.name(frame.at.unit, name)), false),
            Expr::Spread(value) => (value, None, true),
            _ => (expr, None, false),
        };
        let value = self.eval(frame, inner);
        let value = self.with_text(frame, inner, value);
        let callable = match module.expr(inner) {
            Expr::Function(_) => true,
            Expr::Name(..) | Expr::Member(..) if value.is_clean() && value.text.is_none() => {
                matches!(self.flow.glance(frame.at.unit, inner), Value::Function(_) | Value::Parameter(..))
            }
            Expr::Call(..) => self.partial(frame, inner).is_some(),
            _ => false,
        };
        Argument { expr: inner, value, keyword, spread, callable }
    }

    pub fn call_own(&mut self, frame: &mut Frame, function: At<FunctionId>, place: Place, arguments: &[Argument]) -> Val {
        let (values, exprs) = self.parameters_of(function, arguments);
        self.apply(frame, &Given { function, place, values, exprs, arguments })
    }

    /// What stands for each parameter.
    pub fn parameters_of(&mut self, function: At<FunctionId>, arguments: &[Argument]) -> (Vec<Val>, Vec<Option<ExprId>>) {
        let program = self.program;
        let module = program.module(function.unit);
        let info = module.function(function.id);
        let receiver =
            usize::from(self.runtime(function.unit) == crate::signatures::Runtime::Python && info.class.is_some() && !info.is_static);
        let plain: Vec<&Argument> = arguments.iter().filter(|argument| argument.keyword.is_none()).collect();
        let mut values = vec![Val::default(); info.parameters.len()];
        let mut exprs = vec![None; info.parameters.len()];
        for (index, parameter) in info.parameters.iter().enumerate().skip(receiver).take(32) {
            let position = index - receiver;
            if parameter.kind == ParameterKind::Rest {
                values[index] = Val::list(plain.iter().skip(position).map(|argument| argument.value.clone()).collect());
                continue;
            }
            let name: Option<Rc<str>> = parameter.name.map(|name| module.name(name).into());
            let named = name.as_ref().and_then(|name| arguments.iter().find(|argument| argument.keyword.as_ref() == Some(name)));
            let direct = if parameter.kind == ParameterKind::Plain { plain.get(position).copied() } else { None };
            let spread = plain.iter().take(position + 1).find(|argument| argument.spread).copied();
            match (named, direct.filter(|_| spread.is_none()), spread) {
                (Some(argument), ..) | (None, Some(argument), None) => {
                    values[index] = argument.value.clone();
                    exprs[index] = Some(argument.expr);
                }
                // `f(*values)` and `f(**values)` look alike here: by name where there is such a member.
                (None, _, Some(argument)) => values[index] = spread_part(&argument.value, name.as_ref(), position),
                (None, ..) => {
                    if parameter.kind == ParameterKind::KeywordRest {
                        for argument in arguments.iter().filter_map(|argument| argument.keyword.as_ref().map(|key| (key, &argument.value)))
                        {
                            values[index].set(argument.0, argument.1.clone());
                        }
                    }
                }
            }
        }
        (values, exprs)
    }

    fn construct(&mut self, frame: &mut Frame, class: At<ClassId>, place: Place, arguments: &[Argument]) -> Val {
        if let Some(constructor) = self.flow.constructor(class) {
            self.call_own(frame, constructor, place, arguments);
            // `constructor(private readonly name)` sets the field by itself.
            self.parameter_properties(frame, class, constructor, place, arguments);
        }
        let mut fields = Val::default();
        for argument in arguments {
            if let Some(keyword) = &argument.keyword
                && !argument.value.is_clean()
            {
                fields.set(keyword, argument.value.clone());
            }
        }
        fields
    }

    fn parameter_properties(
        &mut self,
        frame: &mut Frame,
        class: At<ClassId>,
        constructor: At<FunctionId>,
        place: Place,
        arguments: &[Argument],
    ) {
        let program = self.program;
        let module = program.module(class.unit);
        let (values, _) = self.parameters_of(constructor, arguments);
        for (index, parameter) in module.function(constructor.id).parameters.iter().enumerate() {
            let Some(name) = parameter.name.filter(|_| !values[index].is_clean()) else { continue };
            let writes = module.member_writes.get(&name).map_or(&[][..], Vec::as_slice);
            let is_property = writes.iter().any(|write| {
                module.expr(write.object) == Expr::This(class.id)
                    && module.expr(write.value) == Expr::Parameter(constructor.id, index as u32)
            });
            if is_property && frame.summary.writes.len() < MAX_WRITES && !frame.quiet {
                let kept = values[index].map(&mut |mark| mark.trail = mark.trail.step(place, Note::Kept(module.name(name).to_owned())));
                frame.summary.writes.push((Root::Field(class, name), kept));
            }
        }
    }

    /// What the function's summary says, said of this call.
    pub fn apply(&mut self, frame: &mut Frame, given: &Given<'_>) -> Val {
        let mut mask: Mask = 0;
        for (index, value) in given.values.iter().enumerate().take(32) {
            let callable =
                given.exprs[index].is_some_and(|expr| given.arguments.iter().any(|argument| argument.expr == expr && argument.callable));
            if !value.is_clean() || callable {
                mask |= 1 << index;
            }
        }
        let info = self.program.module(given.function.unit).function(given.function.id);
        let is_closure = info.parent.0 != 0 || info.class.is_some();
        if mask == 0 && !is_closure {
            frame.ended |= !frame.quiet && self.always_throws(given.function);
            return Val::default();
        }
        let summary = self.summary(given.function, mask, frame.depth + 1);
        if !frame.quiet {
            self.take_hits(frame, given, &summary);
            self.take_writes(frame, given, &summary);
            for callback in &summary.callbacks {
                self.call_back(frame, given, callback);
            }
        }
        if summary.complete && summary.exits.is_empty() && !frame.quiet {
            frame.ended = true;
            return Val::default();
        }
        let name = self.function_name(given.function);
        let returned = self.said_here(frame, given, &summary.returns, &Note::Returned(name));
        let checks = self.checks_here(frame, given, &Self::surely(&summary));
        frame.env.apply(&checks);
        frame.env.as_checked(&returned)
    }

    /// `fail(message)`: it ends by throwing, and nothing in it returns.
    fn always_throws(&self, function: At<FunctionId>) -> bool {
        let module = self.program.module(function.unit);
        let info = module.function(function.id);
        let Some(Expr::Block(list)) = info.body.map(|body| module.expr(body)) else { return false };
        let last = module.list(list).last().map(|last| module.expr(*last));
        info.returns.is_empty() && matches!(last, Some(Expr::Throw(_)))
    }

    pub fn function_name(&self, function: At<FunctionId>) -> String {
        let module = self.program.module(function.unit);
        module.function(function.id).name.map_or_else(|| "a function".to_owned(), |name| module.name(name).to_owned())
    }

    fn take_hits(&mut self, frame: &mut Frame, given: &Given<'_>, summary: &Rc<Summary>) {
        for hit in &summary.hits {
            let when = self.when_here(frame, given, &hit.when);
            let outer = std::mem::replace(&mut frame.when, when.clone());
            if !self.look_into_argv(frame, given, hit) {
                for mark in self.resolved(frame, given, &hit.mark) {
                    self.hit(frame, Hit { mark, when: when.clone(), ..hit.clone() });
                }
            }
            frame.when = outer;
        }
    }

    /// A list of arguments that was made here, for a program that was started in there.
    fn look_into_argv(&mut self, frame: &mut Frame, given: &Given<'_>, hit: &Hit) -> bool {
        let Some(argv) = hit.argv.as_ref().filter(|_| hit.mark.same) else { return false };
        let Some((value, note)) = self.outer_value(frame, given, &hit.mark.label) else { return false };
        if value.items.is_none() {
            return false;
        }
        let value = value.map(&mut |outer| {
            if let Some(both) = combined(outer, &hit.mark, given.place, note.as_ref()) {
                *outer = both;
            }
        });
        let started = Started { place: hit.sink, callee: hit.callee.clone(), program: argv.program.clone() };
        self.argv(frame, &started, &value, argv.whole);
        true
    }

    /// Keeps what ends here; what comes out of a field is sorted out in the end.
    pub fn hit(&mut self, frame: &mut Frame, hit: Hit) {
        let elsewhere = hit.kind == Kind::Url && hit.mark.part == Part::Inside;
        // What an address brings back is data: a name made of it is a path, the data itself is none.
        let is_data = hit.kind == Kind::Path && hit.mark.remote && hit.mark.part == Part::Whole;
        if frame.quiet || hit.mark.closed.has(hit.kind) || elsewhere || is_data {
            return;
        }
        if self.outlives(hit.mark.label.root) {
            if self.pending.len() < 4096 {
                self.pending.push(hit);
            }
            return;
        }
        let hits = &mut frame.summary.hits;
        let is_same = |known: &Hit| known.sink == hit.sink && known.kind == hit.kind && known.mark.label == hit.mark.label;
        // A way past the check is the one to tell.
        if hit.mark.weak.is_some() && hits.iter().any(|known| is_same(known) && known.mark.weak.is_none()) {
            return;
        }
        if hit.mark.weak.is_none() {
            hits.retain(|known| !is_same(known) || known.mark.weak.is_none());
        }
        match hits.iter().position(|known| is_same(known) && known.mark.part == hit.mark.part) {
            Some(at) if hits[at].mark.doubts > hit.mark.doubts => hits[at] = hit,
            Some(_) => {}
            None if hits.len() < MAX_HITS => hits.push(hit),
            None => self.bounded = true,
        }
    }

    /// Fields and variables of modules: who reads them need not be called by who writes them.
    pub fn outlives(&self, root: Root) -> bool {
        match root {
            Root::Field(..) => true,
            Root::Variable(_, scope, _) => scope == ScopeId(0),
            Root::Parameter(..) => false,
        }
    }

    fn take_writes(&mut self, frame: &mut Frame, given: &Given<'_>, summary: &Rc<Summary>) {
        for (root, value) in &summary.writes {
            let name = self.root_name(*root);
            let value = self.said_here(frame, given, value, &Note::Kept(name));
            if value.is_clean() {
                continue;
            }
            let mine = matches!(root, Root::Variable(unit, scope, _) if *unit == frame.at.unit && self.program.module(*unit).scopes[scope.index()].function == frame.at.id);
            if mine {
                let slot = Label::new(*root);
                let both = frame.env.get(&slot).map_or_else(|| value.clone(), |known| known.or(&value));
                frame.env.set(slot, both);
            } else if frame.summary.writes.len() < MAX_WRITES {
                frame.summary.writes.push((*root, value));
            }
        }
    }
}

fn spread_part(value: &Val, name: Option<&Rc<str>>, position: usize) -> Val {
    if let Some(items) = &value.items {
        return items.get(position).cloned().unwrap_or_else(|| value.element());
    }
    match name {
        Some(name) => value.member(name),
        None => value.element(),
    }
}
