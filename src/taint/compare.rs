//! Comparisons that decide whether a value may pass: equality, membership, beginnings, patterns.

use std::rc::Rc;

use crate::signatures::{Kind, Kinds, Runtime};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, UnaryOp};

use super::Weakness;
use super::engine::{Engine, Frame};
use super::env::Check;
use super::guard::Told;
use super::pattern::{self};

impl Engine<'_, '_, '_> {
    pub fn equal(&mut self, frame: &mut Frame, test: ExprId, left: ExprId, right: ExprId, depth: u32) -> Told {
        let module = self.program.module(frame.at.unit);
        // `typeof x === "number"`
        for (one, other) in [(left, right), (right, left)] {
            if let (Expr::Unary(UnaryOp::TypeOf, inner), Expr::Str(text)) = (module.expr(one), module.expr(other)) {
                let harmless = matches!(module.text(text), "number" | "boolean" | "bigint" | "undefined");
                return if harmless { (vec![self.check(frame, inner, Kinds::ALL)], Vec::new()) } else { Told::default() };
            }
            if let Expr::Bool(value) = module.expr(other) {
                let (yes, no) = self.told(frame, one, depth + 1);
                return if value { (yes, no) } else { (no, yes) };
            }
            if let Some(told) = self.common_path(frame, test, one) {
                return told;
            }
        }
        let (a, b) = (self.eval(frame, left), self.eval(frame, right));
        let (subject, other) = match (a.is_clean(), b.is_clean()) {
            (false, true) => (left, right),
            (true, false) => (right, left),
            (false, false) => return self.equal_to_itself(frame, left, right),
            (true, true) => return Told::default(),
        };
        let mut no = Vec::new();
        if self.speaks_of_private(frame, other) {
            no.push(self.check(frame, subject, Kinds::of(Kind::Url)));
        }
        if matches!(self.text_of(frame, other).as_deref(), Some("..")) {
            no.push(Check { no_parents: true, ..self.check(frame, subject, Kinds::NONE) });
        }
        // `value.length === 3` says nothing of the value.
        let is_value = !matches!(module.expr(subject), Expr::Member(_, name) if module.name(name) == "length");
        let yes =
            if is_value && !matches!(module.expr(other), Expr::Null) { vec![self.check(frame, subject, Kinds::ALL)] } else { Vec::new() };
        (yes, no)
    }

    /// `path.basename(x) === x`: it is its own harmless form.
    fn equal_to_itself(&mut self, frame: &mut Frame, left: ExprId, right: ExprId) -> Told {
        for (one, other) in [(left, right), (right, left)] {
            let (cleaned, plain) = (self.eval(frame, one), self.eval(frame, other));
            let (Some(cleaned), Some(plain)) = (cleaned.marks.first(), plain.marks.first()) else { continue };
            if cleaned.label == plain.label && cleaned.closed != plain.closed {
                return (vec![self.check(frame, other, cleaned.closed)], Vec::new());
            }
        }
        Told::default()
    }

    /// `os.path.commonpath([base, path]) == base`
    fn common_path(&mut self, frame: &mut Frame, test: ExprId, call: ExprId) -> Option<Told> {
        let module = self.program.module(frame.at.unit);
        let Expr::Call(callee, list) = module.expr(call) else { return None };
        let name = self.callee(frame, callee).name?;
        let weak = match &*name {
            "os.path.commonpath" => None,
            "os.path.commonprefix" => Some((Weakness::PrefixWithoutSeparator, self.place(frame, test))),
            _ => return None,
        };
        let Expr::Array(items) = module.expr(*module.list(list).first()?) else { return None };
        let closes = if weak.is_none() { Kinds::of(Kind::Path) } else { Kinds::NONE };
        let items = module.list(items).to_vec();
        let checks = items
            .into_iter()
            .map(|item| Check { weak, ..self.check(frame, item, closes) })
            .filter(|check| !check.labels.is_empty() || !check.slots.is_empty());
        Some((checks.collect(), Vec::new()))
    }

    pub fn membership(&mut self, frame: &mut Frame, test: ExprId, left: ExprId, right: ExprId) -> Told {
        let module = self.program.module(frame.at.unit);
        // `base in path.parents`
        if let Expr::Member(path, name) = module.expr(right)
            && module.name(name) == "parents"
        {
            return (vec![self.check(frame, path, Kinds::of(Kind::Path))], Vec::new());
        }
        let is_operator = matches!(module.expr(test), Expr::Binary(BinaryOp::In, ..));
        let (value, container) = (self.eval(frame, left), self.eval(frame, right));
        match (value.is_clean(), container.is_clean()) {
            (false, true) => {
                let check = self.check(frame, left, Kinds::ALL);
                let no = match self.speaks_of_private(frame, right) {
                    true => self.check(frame, left, Kinds::of(Kind::Url)),
                    false if self.is_filled_later(frame, right) => self.check(frame, left, Kinds::NONE),
                    false => Check { weak: Some((Weakness::Blacklist, self.place(frame, test))), ..self.check(frame, left, Kinds::NONE) },
                };
                (vec![check], vec![no])
            }
            // `"key" in object` asks for a member.
            (true, false) if is_operator && self.runtime(frame.at.unit) == Runtime::JavaScript => Told::default(),
            (true, false) => (Vec::new(), vec![self.without(frame, test, right, left)]),
            (false, false) | (true, true) => Told::default(),
        }
    }

    /// A map or set that begins empty remembers things, and forbids none.
    fn is_filled_later(&self, frame: &Frame, container: ExprId) -> bool {
        let module = self.program.module(frame.at.unit);
        let Expr::Name(name, scope) = module.expr(container) else { return false };
        let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
        values.is_some_and(|values| {
            values.iter().all(|value| match module.expr(*value) {
                Expr::Call(_, list) | Expr::New(_, list) | Expr::Array(list) | Expr::Object(list) => list.len == 0,
                _ => false,
            })
        })
    }

    /// What is not found in a text: `..`, or something else that is forbidden.
    fn without(&mut self, frame: &mut Frame, test: ExprId, subject: ExprId, word: ExprId) -> Check {
        let mut check = self.check(frame, subject, Kinds::NONE);
        match self.text_of(frame, word).as_deref() {
            Some("..") => check.no_parents = true,
            // What no path may hold in any case.
            Some("\0" | "%00" | "\n" | "") => {}
            Some("/") => check.closes = Kinds::of(Kind::Path),
            _ => check.weak = Some((Weakness::Blacklist, self.place(frame, test))),
        }
        check
    }

    /// `address.is_private` and its like; `result.valid` of an own function.
    pub fn told_by_member(&mut self, frame: &mut Frame, test: ExprId, object: ExprId, name: &Rc<str>) -> Told {
        match &**name {
            "is_private" | "is_loopback" | "is_link_local" | "is_reserved" => {
                (Vec::new(), vec![self.check(frame, object, Kinds::of(Kind::Url))])
            }
            "is_global" => (vec![self.check(frame, object, Kinds::of(Kind::Url))], Vec::new()),
            _ => {
                let told = self.told_by_part(frame, object, name);
                if told.0.is_empty() && told.1.is_empty() { self.nothing_where_false(frame, test) } else { told }
            }
        }
    }

    pub fn told_by_method(&mut self, frame: &mut Frame, test: ExprId, callee: ExprId, list: &[ExprId]) -> Told {
        let module = self.program.module(frame.at.unit);
        let Expr::Member(object, method) = module.expr(callee) else { return Told::default() };
        let Some(first) = list.first().copied() else { return Told::default() };
        match module.name(method) {
            "startsWith" | "startswith" => self.beginning(frame, test, object, first),
            "endsWith" | "endswith" if self.speaks_of_private(frame, first) => {
                (Vec::new(), vec![self.check(frame, object, Kinds::of(Kind::Url))])
            }
            "includes" | "has" | "contains" | "indexOf" => self.membership(frame, test, first, object),
            "test" => self.matched(frame, object, first, false, false),
            "match" | "search" if matches!(module.expr(first), Expr::Regex(_)) => self.matched(frame, first, object, false, false),
            "match" | "fullmatch" | "search" if list.len() > 1 => self.python_match(frame, module.name(method), first, list[1]),
            "match" | "fullmatch" | "search" => match self.compiled(frame, object) {
                Some(pattern) => self.python_match(frame, module.name(method), pattern, first),
                None => Told::default(),
            },
            _ => Told::default(),
        }
    }

    /// `value.startsWith(beginning)`
    fn beginning(&mut self, frame: &mut Frame, test: ExprId, subject: ExprId, beginning: ExprId) -> Told {
        let place = self.place(frame, test);
        if let Some(text) = self.text_of(frame, beginning) {
            return self.fixed_beginning(frame, place, subject, &text);
        }
        let module = self.program.module(frame.at.unit);
        // Several beginnings in a tuple: those that are constant tell, as one.
        if let Expr::Array(list) = module.expr(beginning) {
            let texts: Vec<Rc<str>> = module.list(list).iter().filter_map(|item| self.text_of(frame, *item)).collect();
            return match texts.first() {
                Some(text) => self.fixed_beginning(frame, place, subject, text),
                None => Told::default(),
            };
        }
        if self.speaks_of_private(frame, beginning) {
            return (Vec::new(), vec![self.check(frame, subject, Kinds::of(Kind::Url))]);
        }
        if !self.eval(frame, beginning).is_clean() {
            return Told::default();
        }
        let has_separator = self.ends_with_separator(frame, beginning, 0);
        self.below(frame, place, subject, has_separator)
    }

    /// The value begins with the name of a folder, with a separator behind it or without.
    fn below(&mut self, frame: &mut Frame, place: crate::facts::Place, subject: ExprId, has_separator: bool) -> Told {
        let marks = self.eval(frame, subject).everything();
        let check = self.check(frame, subject, Kinds::NONE);
        let check = if !has_separator {
            Check { weak: Some((Weakness::PrefixWithoutSeparator, place)), ..check }
        } else if marks.iter().all(|mark| mark.normal) {
            Check { closes: Kinds::of(Kind::Path), ..check }
        } else if marks.iter().all(|mark| mark.same) {
            // Whether `..` is undone is for the caller to know, or for what is done with the value later.
            Check { if_normal: Some(place), ..check }
        } else {
            Check { weak: Some((Weakness::BeforeNormalising, place)), ..check }
        };
        (vec![check], Vec::new())
    }

    fn fixed_beginning(&mut self, frame: &mut Frame, place: crate::facts::Place, subject: ExprId, text: &str) -> Told {
        if is_folder(text) {
            return self.below(frame, place, subject, text.ends_with(['/', '\\']));
        }
        let mut yes = self.check(frame, subject, Kinds::NONE);
        let mut no = self.check(frame, subject, Kinds::NONE);
        if text.starts_with('-') {
            no.closes = Kinds::of(Kind::Option);
        }
        if text == ".." || text == "../" {
            no.no_parents = true;
            // What `relative` gave back begins with `..` exactly where the path leads out.
            let leads_out = self.eval(frame, subject).everything().iter().all(|mark| mark.normal);
            if leads_out {
                no.closes = Kinds::of(Kind::Path);
            }
        }
        if pattern::is_private_word(text) {
            no.closes = no.closes.with(Kinds::of(Kind::Url));
        }
        if fixes_host(text) {
            yes.closes = Kinds::of(Kind::Url);
        }
        if is_first_word(text) {
            yes.weak = Some((Weakness::FirstWord, place));
        }
        (vec![yes], vec![no])
    }

    /// `base + path.sep`, or a variable that holds such a text.
    fn ends_with_separator(&mut self, frame: &Frame, expr: ExprId, depth: u32) -> bool {
        if depth > 6 {
            return false;
        }
        let module = self.program.module(frame.at.unit);
        match module.expr(expr) {
            Expr::Str(text) => module.text(text).ends_with(['/', '\\']),
            Expr::Binary(BinaryOp::Add, _, last) => self.ends_with_separator(frame, last, depth + 1),
            Expr::Concat(list) => module.list(list).last().is_some_and(|last| self.ends_with_separator(frame, *last, depth + 1)),
            Expr::Member(_, name) => matches!(module.name(name), "sep"),
            Expr::If(_, a, b) => self.ends_with_separator(frame, a, depth + 1) || self.ends_with_separator(frame, b, depth + 1),
            Expr::Name(name, scope) => {
                if module.name(name) == "sep" {
                    return true;
                }
                let Some(scope) = module.declaring_scope(name, scope) else { return false };
                let values = module.variables.get(&(scope, name)).cloned().unwrap_or_default();
                values.len() <= 3 && values.iter().any(|value| value.0 < expr.0 && self.ends_with_separator(frame, *value, depth + 1))
            }
            Expr::Call(callee, list) => match module.expr(callee) {
                Expr::Name(name, _) if module.name(name) == "str" => {
                    module.list(list).first().is_some_and(|first| self.ends_with_separator(frame, *first, depth + 1))
                }
                // `join(dir, "")`, `dir.replace(/\\/?$/, "/")`
                Expr::Member(_, name) if matches!(module.name(name), "join" | "replace" | "concat") => {
                    let is_join = module.name(name) == "join";
                    module.list(list).last().is_some_and(|last| {
                        is_join && matches!(module.expr(*last), Expr::Str(text) if module.text(text).is_empty())
                            || self.ends_with_separator(frame, *last, depth + 1)
                    })
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// `/srv/data`, `C:\\data`: an absolute path that is more than a root.
fn is_folder(text: &str) -> bool {
    let drive = text.get(1..3).is_some_and(|colon| matches!(colon, ":/" | ":\\")) && text.starts_with(|c: char| c.is_ascii_alphabetic());
    let rest = if drive { &text[3..] } else { text.strip_prefix('/').unwrap_or_default() };
    !rest.is_empty() && !rest.starts_with(['/', '\\', '.'])
}

/// `https://api.acme.example/` and longer: the host is fixed.
fn fixes_host(text: &str) -> bool {
    text.split_once("://").is_some_and(|(_, rest)| rest.find('/').is_some_and(|at| at > 0))
}

/// A query is told harmless by its first word.
pub(super) fn is_first_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["select", "with", "show", "describe", "explain", "pragma", "match", "insert", "create"];
    let plain: String = text.to_ascii_lowercase().chars().skip_while(|c| !c.is_ascii_alphabetic()).collect();
    let plain = plain.strip_prefix("s*").unwrap_or(&plain).trim_start_matches(['(', '?', ':', '\\', '*', '+']);
    WORDS.iter().any(|word| plain.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic())))
}
