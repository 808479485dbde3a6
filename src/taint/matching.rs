//! Tests by regular expressions: where the pattern stands, and what it tells of the text.

use crate::signatures::Kind;
use crate::signatures::Kinds;
use crate::syntax::ir::{Expr, ExprId};

use super::Weakness;
use super::compare::is_first_word;
use super::engine::{Engine, Frame};
use super::guard::Told;
use super::pattern::{self, Tested};

impl Engine<'_, '_, '_> {
    /// The pattern inside `re.compile(pattern)`.
    pub fn compiled(&self, frame: &Frame, expr: ExprId) -> Option<ExprId> {
        let module = self.program.module(frame.at.unit);
        match module.expr(expr) {
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope)?;
                let [only] = module.variables.get(&(scope, name))?.as_slice() else { return None };
                self.compiled(frame, *only).filter(|_| !matches!(module.expr(*only), Expr::Name(..)))
            }
            Expr::Call(_, list) | Expr::New(_, list) => module.list(list).first().copied(),
            _ => None,
        }
    }

    pub fn python_match(&mut self, frame: &mut Frame, method: &str, pattern: ExprId, subject: ExprId) -> Told {
        self.matched(frame, pattern, subject, method != "search", method == "fullmatch")
    }

    /// The source of a pattern: a literal, a text, or a variable that holds one.
    pub fn pattern_text(&mut self, frame: &Frame, pattern: ExprId) -> Option<String> {
        let module = self.program.module(frame.at.unit);
        match module.expr(pattern) {
            Expr::Regex(text) | Expr::Str(text) => Some(module.text(text).to_owned()),
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope)?;
                let [only] = module.variables.get(&(scope, name))?.as_slice() else { return None };
                match module.expr(*only) {
                    Expr::Regex(text) | Expr::Str(text) => Some(module.text(text).to_owned()),
                    Expr::Call(_, list) | Expr::New(_, list) => match module.expr(*module.list(list).first()?) {
                        Expr::Regex(text) | Expr::Str(text) => Some(module.text(text).to_owned()),
                        _ => None,
                    },
                    _ => None,
                }
            }
            Expr::New(_, list) | Expr::Call(_, list) => match module.expr(*module.list(list).first()?) {
                Expr::Regex(text) | Expr::Str(text) => Some(module.text(text).to_owned()),
                _ => None,
            },
            _ => self.flow.value(frame.at.unit, pattern).as_text().map(str::to_owned),
        }
    }

    pub fn matched(&mut self, frame: &mut Frame, pattern: ExprId, subject: ExprId, start: bool, end: bool) -> Told {
        let place = self.place(frame, pattern);
        let Some(text) = self.pattern_text(frame, pattern) else {
            // A pattern out of a list: what the list speaks of is what matters.
            let private = self.speaks_of_private(frame, pattern);
            return (Vec::new(), if private { vec![self.check(frame, subject, Kinds::of(Kind::Url))] } else { Vec::new() });
        };
        let yes: Tested = pattern::when_it_matches(&text, start, end);
        let no = pattern::when_it_does_not_match(&text);
        let mut if_true = self.check(frame, subject, yes.closes);
        if is_first_word(&text) {
            if_true.weak = Some((Weakness::FirstWord, place));
        }
        let mut if_false = self.check(frame, subject, no.closes);
        if yes.private_hosts {
            if_false.closes = if_false.closes.with(Kinds::of(Kind::Url));
        } else if no.closes.is_empty() && yes.closes.is_empty() {
            if_false.weak = Some((Weakness::Blacklist, place));
        }
        (vec![if_true], vec![if_false])
    }
}
