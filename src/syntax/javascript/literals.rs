//! Names, literals and templates.

use super::escapes::{number, unescape, unquote};
use super::{Here, Role, Walk};
use crate::syntax::ir::{Expr, ExprId, Name, Span};

impl<'t> Walk<'t> {
    /// The name that an identifier or property spells; `\u0065val` is `eval`.
    pub(super) fn name_of(&mut self, at: Here<'t>) -> Name {
        let text = self.text_of(at);
        self.b.name(&unescape(text))
    }

    pub(super) fn identifier(&mut self, at: Here<'t>) -> ExprId {
        let name = self.name_of(at);
        self.b.push(Expr::Name(name, self.b.scope), at.span())
    }

    pub(super) fn keyword_name(&mut self, word: &str, at: Here<'t>) -> ExprId {
        let name = self.b.name(word);
        self.b.push(Expr::Name(name, self.b.scope), at.span())
    }

    /// Outside of a class it is whatever the caller makes it.
    pub(super) fn this(&mut self, at: Here<'t>) -> ExprId {
        match self.b.class {
            Some(class) => self.b.push(Expr::This(class), at.span()),
            None => self.keyword_name("this", at),
        }
    }

    pub(super) fn super_class(&mut self, at: Here<'t>) -> ExprId {
        match self.b.class {
            Some(class) => self.b.push(Expr::Super(class), at.span()),
            None => self.opaque(at),
        }
    }

    /// `import.meta` or `new.target`.
    pub(super) fn meta(&mut self, at: Here<'t>) -> ExprId {
        if !self.text_of(at).starts_with("import") {
            return self.opaque(at);
        }
        let import = self.keyword_name("import", at);
        let meta = self.b.name("meta");
        self.b.push(Expr::Member(import, meta), at.span())
    }

    pub(super) fn string(&mut self, at: Here<'t>) -> ExprId {
        let text = unescape(unquote(self.text_of(at)));
        self.b.string(&text, at.span())
    }

    pub(super) fn number(&mut self, at: Here<'t>) -> ExprId {
        let value = number(self.text_of(at));
        self.b.push(Expr::Number(value), at.span())
    }

    /// The source between the slashes; flags are dropped.
    pub(super) fn regex(&mut self, at: Here<'t>) -> ExprId {
        let text = self.text_of(at);
        let source = text.rfind('/').filter(|end| *end > 0).map_or(text, |end| &text[1..end]);
        let source = self.b.module.texts.push(source);
        self.b.push(Expr::Regex(source), at.span())
    }

    /// A template without substitutions is a plain string. `cooked` is false below `String.raw`.
    pub(super) fn template(&mut self, at: Here<'t>, cooked: bool) -> ExprId {
        let mark = self.scratch.len();
        let span = self.template_parts(at, cooked);
        if self.scratch.len() == mark {
            return self.template_text(span, cooked);
        }
        self.push_template_text(span, cooked);
        let parts = self.take(mark);
        self.b.push(Expr::Concat(parts), at.span())
    }

    /// A tagged template's only argument: always a [`Expr::Concat`].
    pub(super) fn tagged_template(&mut self, at: Here<'t>, cooked: bool) -> ExprId {
        let mark = self.scratch.len();
        let span = self.template_parts(at, cooked);
        self.push_template_text(span, cooked);
        let parts = self.take(mark);
        self.b.push(Expr::Concat(parts), at.span())
    }

    /// Puts all up to the last substitution on the scratch; gives the text behind it.
    fn template_parts(&mut self, at: Here<'t>, cooked: bool) -> Span {
        let whole = at.span();
        let mut text = Span { start: (whole.start + 1).min(whole.end), end: whole.end };
        self.each(|walk, here| {
            if here.role == Role::Substitution {
                let span = here.span();
                walk.push_template_text(Span { start: text.start, end: span.start }, cooked);
                let value = walk.value(here);
                walk.scratch.push(value);
                text.start = span.end;
            }
        });
        let closed = self.text_of(at).len() > 1 && self.text_of(at).ends_with('`');
        Span { start: text.start, end: if closed { whole.end - 1 } else { whole.end } }
    }

    fn push_template_text(&mut self, span: Span, cooked: bool) {
        if span.start < span.end {
            let text = self.template_text(span, cooked);
            self.scratch.push(text);
        }
    }

    fn template_text(&mut self, span: Span, cooked: bool) -> ExprId {
        let raw = self.b.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        if cooked { self.b.string(&unescape(raw), span) } else { self.b.string(raw, span) }
    }
}
