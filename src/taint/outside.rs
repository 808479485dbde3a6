//! Calls of functions that are not the package's own: what becomes of a value on its way through them.

use std::rc::Rc;

use crate::flow::Value;
use crate::signatures::{Argument as Position, Does, Effect, Kind, Kinds, Passage, Runtime};
use crate::syntax::ir::{Expr, ExprId};

use super::Part;
use super::call::Argument;
use super::callee::Callee;
use super::engine::{Engine, Frame};
use super::env::Check;
use super::pattern;
use super::text::Piece;
use super::value::{Mark, Note, Val};

impl Engine<'_, '_, '_> {
    pub fn outside(
        &mut self,
        frame: &mut Frame,
        id: ExprId,
        callee: ExprId,
        target: &Callee,
        receiver: Option<(ExprId, Val)>,
        arguments: &[Argument],
    ) -> Val {
        let module = self.program.module(frame.at.unit);
        let method: Rc<str> = match module.expr(callee) {
            Expr::Member(_, name) => module.name(name).into(),
            _ => "".into(),
        };
        let (called, maps) = self.call_backs(frame, id, target, &method, receiver.as_ref().map(|(_, value)| value), arguments);
        if maps {
            return called;
        }
        if let Some(value) = self.fetched(frame, id, arguments) {
            return value;
        }
        let runtime = self.runtime(frame.at.unit);
        let signatures = self.signatures;
        let passage = target.name.as_deref().and_then(|name| signatures.passage(runtime, name));
        let passage = passage.or_else(|| signatures.passage_method(runtime, &method).filter(|_| !method.is_empty()));
        let base = receiver.as_ref().map(|(_, value)| value.clone()).unwrap_or_default();
        if let Some(value) = self.special(frame, id, target, &method, receiver.as_ref(), arguments) {
            return value;
        }
        let value = match passage {
            Some(passage) => self.passed(frame, passage, target, &method, receiver.as_ref(), arguments),
            None => self.through(frame, id, target, &method, &base, arguments),
        };
        let value = match (&*method, target.name.as_deref()) {
            ("filter" | "find" | "findLast", _) | (_, Some("filter")) => self.filtered(frame, id, value, &base, arguments),
            _ => value,
        };
        if called.is_clean() { value } else { value.or(&called) }
    }

    /// What comes back from an address that somebody else chose is somebody else's word.
    fn fetched(&mut self, frame: &mut Frame, id: ExprId, arguments: &[Argument]) -> Option<Val> {
        let place = self.place(frame, id);
        let facts = self.facts;
        let known = self.calls.get(&place)?;
        let effects: Vec<Effect> = known.iter().map(|at| facts.calls[*at].effect).collect();
        if effects.iter().any(|effect| matches!(effect, Effect::Url | Effect::Host)) {
            let chosen = arguments
                .iter()
                .flat_map(|argument| argument.value.everything())
                .find(|mark| !mark.remote && mark.is_open(Kind::Url) && mark.part != Part::Inside);
            let Some(chosen) = chosen else { return Some(Val::default()) };
            let trail = chosen.trail.step(place, Note::Fetched);
            let answer = Mark { remote: true, same: false, doubts: chosen.doubts, trail, ..Mark::new(chosen.label) };
            return Some(Val::marked(vec![answer]));
        }
        // The address that a name stands for is the host in another form.
        if effects.contains(&Effect::Dns) {
            return Some(Val::marked(arguments.first().map(|argument| argument.value.everything()).unwrap_or_default()));
        }
        let silent = effects
            .iter()
            .any(|effect| matches!(effect, Effect::Shell | Effect::Program | Effect::Sql | Effect::Listen | Effect::Mail | Effect::Delete));
        // What a file holds is not what its name says; a stream or an opened document still is that file.
        let read = effects.iter().all(|effect| matches!(effect, Effect::Read | Effect::Write));
        (silent || read).then(Val::default)
    }

    /// Functions whose result is put together from what they are given.
    fn special(
        &mut self,
        frame: &mut Frame,
        id: ExprId,
        target: &Callee,
        method: &str,
        receiver: Option<&(ExprId, Val)>,
        arguments: &[Argument],
    ) -> Option<Val> {
        let name = target.name.as_deref().unwrap_or_default();
        match name {
            "path.join" | "path.posix.join" | "path.win32.join" | "os.path.join" | "pathlib.Path" | "pathlib.PurePath"
                if arguments.len() > 1 =>
            {
                return Some(self.joined_path(frame, id, name, arguments));
            }
            "path.resolve" if arguments.len() > 1 => {
                let value = self.joined_path(frame, id, name, arguments);
                return Some(value.map(&mut |mark| mark.normal = true));
            }
            "path.relative" | "os.path.relpath" => {
                let value = arguments.iter().fold(Val::default(), |all, argument| all.or(&argument.value));
                return Some(value.map(&mut |mark| mark.normal = true));
            }
            "Object.keys" | "Object.getOwnPropertyNames" | "Reflect.ownKeys" => return Some(arguments.first()?.value.names()),
            // The numbers before the elements are nobody's word.
            "enumerate" => return Some(numbered(&arguments.first()?.value)),
            _ => {}
        }
        let (receiver_expr, base) = receiver?;
        match method {
            "joinpath" => Some(self.joined(frame, id, &pieces(Some(base), arguments))),
            "format" if !arguments.is_empty() => {
                let template = Piece { text: self.text_of(frame, *receiver_expr).map(|text| text.to_string()), value: base.clone() };
                let marks: Vec<Mark> = arguments.iter().flat_map(|argument| argument.value.everything()).collect();
                Some(self.formatted(frame, id, &template, &marks))
            }
            "join" => self.joined_list(frame, id, base, arguments),
            "entries" if arguments.is_empty() => Some(numbered(base)),
            "keys" if self.runtime(frame.at.unit) == Runtime::Python && arguments.is_empty() => Some(base.names()),
            "split" => Some(split(base, arguments)),
            "push" | "append" | "unshift" | "extend" | "insert" | "add" => {
                Some(self.appended(frame, *receiver_expr, base, method, arguments))
            }
            "concat" => Some(self.built(frame, id, pieces(Some(base), arguments))),
            "replace" | "replaceAll" => Some(self.replaced(frame, base, arguments)),
            // What is kept under a key is not the key; what stands behind it serves where there is nothing.
            "get" | "pop" if base.everything().is_empty() && !arguments.is_empty() => {
                Some(arguments[1..].iter().fold(Val::default(), |all, argument| all.or(&argument.value)))
            }
            "get" | "pop" | "setdefault" if !base.is_clean() => {
                let key = arguments.first().and_then(|argument| argument.value.text.clone());
                Some(match key {
                    Some(key) => base.member(&key),
                    None => base.element(),
                })
            }
            _ => None,
        }
    }

    fn joined_path(&mut self, frame: &mut Frame, id: ExprId, name: &str, arguments: &[Argument]) -> Val {
        if let Some(whole) = put_together_again(arguments).or_else(|| self.home_put_in(frame, arguments)) {
            return whole;
        }
        let mut value = self.joined(frame, id, &pieces(None, arguments));
        // `join(base, x)` stays below `base` where `x` has no `..`; elsewhere an absolute `x` still leads away.
        let textual = matches!(name, "path.join" | "path.posix.join" | "path.win32.join");
        value = value.map(&mut |mark| {
            if textual && mark.no_parents && mark.part == Part::Inside {
                mark.closed = mark.closed.with(Kinds::of(Kind::Path));
            }
        });
        value
    }

    /// `join(homedir(), path.slice(1))`: the path with its `~` undone.
    fn home_put_in(&mut self, frame: &Frame, arguments: &[Argument]) -> Option<Val> {
        let [home, rest] = arguments else { return None };
        let module = self.program.module(frame.at.unit);
        let Expr::Call(callee, _) = module.expr(rest.expr) else { return None };
        let Expr::Member(_, method) = module.expr(callee) else { return None };
        let cuts = matches!(module.name(method), "slice" | "substring" | "substr" | "replace" | "lstrip" | "removeprefix" | "[:]");
        let value = self.flow.value(frame.at.unit, home.expr);
        let known = value.alternatives().iter().any(|value| match value {
            Value::Symbol(symbol) => self.flow.symbols.name(*symbol).ends_with("homedir()"),
            Value::Env(name) => matches!(&**name, "HOME" | "USERPROFILE"),
            value => value.as_text() == Some("~"),
        });
        (cuts && known).then(|| rest.value.map(&mut |mark| mark.same = mark.part == Part::Whole))
    }

    /// `", ".join(names)`, `words.join(" ")`
    fn joined_list(&mut self, frame: &mut Frame, id: ExprId, base: &Val, arguments: &[Argument]) -> Option<Val> {
        let first = arguments.first();
        let python = base.is_clean() && first.is_some_and(|argument| !argument.value.is_clean() || argument.value.items.is_some());
        let list = if python { &first?.value } else { base };
        if list.is_clean() {
            return None;
        }
        let mut all: Vec<Piece> = list.items.iter().flat_map(|items| items.iter()).map(piece_of).collect();
        if !list.marks.is_empty() {
            // Whoever made the list has not made the text.
            let place = self.place(frame, id);
            let value = Val::marked(list.marks.clone()).map(&mut |mark| mark.built = mark.built.or(Some(place)));
            all.push(Piece { value, text: None });
        }
        // What stands between them comes before all but the first.
        if all.len() > 1 {
            all.insert(1, Piece { value: Val::default(), text: None });
        }
        Some(self.built(frame, id, all))
    }

    fn appended(&mut self, frame: &mut Frame, receiver: ExprId, base: &Val, method: &str, arguments: &[Argument]) -> Val {
        let mut list = base.clone();
        let mut items: Vec<Val> = list.items.as_deref().cloned().unwrap_or_default();
        for argument in arguments {
            match (&argument.value.items, argument.spread || method == "extend") {
                (Some(more), true) => items.extend(more.iter().cloned()),
                _ => items.push(argument.value.clone()),
            }
        }
        if items.iter().all(|item| item.is_clean() && item.text.is_none()) {
            return Val::default();
        }
        let marks = std::mem::take(&mut list.marks);
        list = Val { fields: list.fields, ..Val::list(items) };
        list.add(&marks);
        if let Some(slot) = self.slot(frame, receiver) {
            self.keep(frame, &slot, &list, receiver);
            frame.env.set(slot, list);
        }
        Val::default()
    }

    /// What is left when characters are taken out.
    fn replaced(&mut self, frame: &mut Frame, base: &Val, arguments: &[Argument]) -> Val {
        let Some(first) = arguments.first() else { return base.clone() };
        let text = self.pattern_text(frame, first.expr);
        // Quotes taken off and separators made one: another form of the same path.
        let tidies = text.as_deref().is_some_and(is_punctuation) && arguments[1..].iter().all(|argument| argument.value.is_clean());
        let closes = match text {
            Some(text) if first.value.text.is_none() => pattern::after_removal(&text).closes,
            _ => Kinds::NONE,
        };
        let mut value = base.map(&mut |mark| {
            mark.closed = mark.closed.with(closes);
            mark.same &= tidies;
        });
        for argument in &arguments[1..] {
            value.add(&argument.value.everything());
        }
        value
    }

    fn passed(
        &mut self,
        frame: &mut Frame,
        passage: &Passage,
        target: &Callee,
        method: &str,
        receiver: Option<&(ExprId, Val)>,
        arguments: &[Argument],
    ) -> Val {
        let is_method =
            target.name.as_deref().is_none_or(|name| !passage.callee.iter().any(|callee| callee == name)) && !passage.method.is_empty();
        let values: Vec<(ExprId, Val)> = match passage.argument {
            Some(Position::Position(position)) => {
                arguments.get(usize::from(position)).map(|argument| (argument.expr, argument.value.clone())).into_iter().collect()
            }
            Some(Position::Last) => arguments.last().map(|argument| (argument.expr, argument.value.clone())).into_iter().collect(),
            Some(Position::Receiver) => receiver.cloned().into_iter().collect(),
            Some(Position::Named | Position::Words | Position::Addresses) | None => {
                let own = receiver.filter(|_| is_method).cloned();
                own.into_iter().chain(arguments.iter().map(|argument| (argument.expr, argument.value.clone()))).collect()
            }
        };
        let alone = values.iter().filter(|(_, value)| !value.is_clean()).count() == 1;
        let all = values.iter().fold(None, |all: Option<Val>, (_, value)| {
            Some(all.map_or_else(
                || value.clone(),
                |all| {
                    if value.is_clean() {
                        all
                    } else if all.is_clean() {
                        value.clone()
                    } else {
                        all.or(value)
                    }
                },
            ))
        });
        let all = all.unwrap_or_default();
        match passage.does {
            Does::Carries => {
                let name = if is_method { method } else { target.name.as_deref().unwrap_or_default() };
                let keeps = alone && passage.is_another_form(name);
                all.map(&mut |mark| mark.same &= keeps)
            }
            Does::Drops | Does::PassesWhenTrue | Does::PassesWhenFalse => Val::default(),
            Does::Cleans => all.map(&mut |mark| {
                mark.closed = mark.closed.with(passage.closes);
                mark.same = false;
            }),
            Does::Normalizes => all.map(&mut |mark| {
                mark.normal = true;
                mark.same &= alone && values.len() == 1;
            }),
            Does::Raises => {
                let checks: Vec<Check> = values.iter().map(|(expr, _)| self.check_quietly(frame, *expr, passage.closes)).collect();
                frame.env.apply(&checks);
                frame.env.as_checked(&all)
            }
        }
    }

    fn check_quietly(&mut self, frame: &mut Frame, expr: ExprId, closes: Kinds) -> Check {
        let quiet = std::mem::replace(&mut frame.quiet, true);
        let check = self.check(frame, expr, closes);
        frame.quiet = quiet;
        check
    }
}

/// Pairs of a number and an element.
fn numbered(list: &Val) -> Val {
    Val::list(vec![Val::list(vec![Val::default(), list.element()])])
}

/// `join(realpath(dirname(path)), basename(path))`: the path again, in another form.
fn put_together_again(arguments: &[Argument]) -> Option<Val> {
    let (folder, names) = arguments.split_first()?;
    let marks = &folder.value.marks;
    let names: Vec<Mark> = names.iter().flat_map(|name| name.value.everything()).collect();
    let is_whole = !marks.is_empty()
        && marks.iter().all(|mark| mark.same)
        && !names.is_empty()
        && names.iter().all(|name| name.closed.has(Kind::Path) && marks.iter().any(|mark| mark.label == name.label));
    is_whole.then(|| folder.value.clone())
}

/// A pattern of quotes, blanks and separators.
fn is_punctuation(pattern: &str) -> bool {
    let plain = pattern.replace("\\s", "").replace("\\n", "").replace("\\r", "").replace("\\t", "");
    !plain.contains(|c: char| c.is_alphanumeric() || c == '.')
}

fn piece_of(value: &Val) -> Piece {
    Piece { text: value.text.as_deref().map(str::to_owned), value: value.clone() }
}

fn pieces(base: Option<&Val>, arguments: &[Argument]) -> Vec<Piece> {
    base.into_iter().chain(arguments.iter().map(|argument| &argument.value)).map(piece_of).collect()
}

/// `command.split(" ")`: each word is an argument of its own.
fn split(base: &Val, arguments: &[Argument]) -> Val {
    let at_blanks = match arguments.first() {
        None => true,
        Some(argument) => argument.value.text.as_deref().is_none_or(|text| text.trim().is_empty()),
    };
    base.map(&mut |mark| {
        mark.split |= at_blanks;
        mark.same = false;
        if at_blanks {
            mark.closed = as_words(mark.closed);
        }
    })
}

/// What closed the text as one argument does not close its words.
pub(super) fn as_words(kinds: Kinds) -> Kinds {
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::Option && kinds.has(*kind)).collect()
}
