//! Texts that are put together: which part of the whole a value makes up.

use crate::syntax::ir::{BinaryOp, Expr, ExprId, List};

use super::Part;
use super::engine::{Engine, Frame};
use super::value::{Mark, Note, Val};

/// One piece of a text.
pub(super) struct Piece {
    pub value: Val,
    /// Constant text, if it is known; an empty one does not count as coming before.
    pub text: Option<String>,
}

impl Engine<'_, '_, '_> {
    /// Templates and f-strings.
    pub fn concat(&mut self, frame: &mut Frame, id: ExprId, list: List) -> Val {
        let parts = self.program.module(frame.at.unit).list(list).to_vec();
        let pieces = parts.into_iter().map(|part| self.piece(frame, part)).collect();
        self.built(frame, id, pieces)
    }

    fn piece(&mut self, frame: &mut Frame, expr: ExprId) -> Piece {
        let value = self.eval(frame, expr);
        let text = value.text.as_deref().map(str::to_owned);
        let text = match text {
            None if value.is_clean() => self.text_of(frame, expr).map(|text| text.to_string()),
            text => text,
        };
        Piece { value, text }
    }

    pub fn binary(&mut self, frame: &mut Frame, id: ExprId, op: BinaryOp, left: ExprId, right: ExprId) -> Val {
        match op {
            BinaryOp::Add => {
                let pieces = self.operands(frame, id);
                self.built(frame, id, pieces)
            }
            // `base / name` joins paths.
            BinaryOp::Div => {
                let pieces = vec![self.piece(frame, left), self.piece(frame, right)];
                self.joined(frame, id, &pieces)
            }
            BinaryOp::Mod => {
                let template = self.piece(frame, left);
                let value = self.eval(frame, right);
                self.formatted(frame, id, &template, &value.everything())
            }
            _ => {
                self.eval(frame, left);
                self.eval(frame, right);
                Val::default()
            }
        }
    }

    /// The operands of `a + b + c`, without going down the left side step by step.
    fn operands(&mut self, frame: &mut Frame, id: ExprId) -> Vec<Piece> {
        let module = self.program.module(frame.at.unit);
        let mut exprs = Vec::new();
        let mut at = id;
        while let Expr::Binary(BinaryOp::Add, left, right) = module.expr(at) {
            exprs.push(right);
            at = left;
        }
        exprs.push(at);
        exprs.into_iter().rev().map(|expr| self.piece(frame, expr)).collect()
    }

    /// A text out of pieces; of lists that are added up, the elements of all.
    pub fn built(&mut self, frame: &Frame, id: ExprId, pieces: Vec<Piece>) -> Val {
        if pieces.iter().all(|piece| piece.value.is_clean()) {
            let text: Option<String> = pieces.iter().map(|piece| piece.text.as_deref()).collect();
            let items = lists(&pieces);
            return Val { text: text.map(|text| text.as_str().into()), items, ..Val::default() };
        }
        if let Some(items) = lists(&pieces) {
            let loose = pieces.into_iter().flat_map(|piece| piece.value.marks);
            let marks: Vec<Mark> = loose.map(|mark| Mark { same: false, ..mark }).collect();
            let mut value = Val::list(items.to_vec());
            value.add(&marks);
            return value;
        }
        let place = self.place(frame, id);
        let only = pieces.iter().filter(|piece| piece.text.as_deref() != Some("")).count() == 1;
        let mut before = String::new();
        let mut opaque = false;
        let mut whole = Val::default();
        for piece in &pieces {
            let part = match (only, opaque, before.as_str()) {
                (true, ..) => Part::Whole,
                (_, false, "") => Part::Start,
                (_, false, scheme) if is_scheme(scheme) => Part::Start,
                _ => Part::Inside,
            };
            let marks: Vec<Mark> = piece.value.everything().into_iter().map(|mark| put_into(mark, part, place, &before)).collect();
            whole.add(&marks);
            match &piece.text {
                Some(text) => before.push_str(text),
                None => opaque = true,
            }
        }
        whole
    }

    /// `path.join(a, b)`, `a / b`: what is not first is inside.
    pub fn joined(&mut self, frame: &Frame, id: ExprId, pieces: &[Piece]) -> Val {
        let place = self.place(frame, id);
        let mut whole = Val::default();
        for (at, piece) in pieces.iter().enumerate() {
            let part = if at == 0 { Part::Start } else { Part::Inside };
            let marks: Vec<Mark> = piece.value.everything().into_iter().map(|mark| put_into(mark, part, place, "")).collect();
            whole.add(&marks);
        }
        whole
    }

    /// `template % values`, `template.format(values)`.
    pub fn formatted(&mut self, frame: &Frame, id: ExprId, template: &Piece, values: &[Mark]) -> Val {
        let place = self.place(frame, id);
        let head = template.text.as_deref().unwrap_or("?");
        let first = head.find(['%', '{']).map_or(head, |at| &head[..at]);
        let part = if first.is_empty() || is_scheme(first) { Part::Start } else { Part::Inside };
        let mut whole = Val::marked(template.value.marks.clone());
        let marks: Vec<Mark> = values.iter().map(|mark| put_into(mark.clone(), part, place, first)).collect();
        whole.add(&marks);
        whole
    }
}

/// All pieces are lists, or some are and the rest is not known to be a text.
fn lists(pieces: &[Piece]) -> Option<std::rc::Rc<Vec<Val>>> {
    let any = pieces.iter().any(|piece| piece.value.items.is_some());
    let no_text = pieces.iter().all(|piece| piece.text.is_none());
    (any && no_text).then(|| {
        std::rc::Rc::new(pieces.iter().flat_map(|piece| piece.value.items.iter().flat_map(|items| items.iter())).cloned().collect())
    })
}

fn put_into(mut mark: Mark, part: Part, place: crate::facts::Place, before: &str) -> Mark {
    if part == Part::Whole {
        return mark;
    }
    mark.part = mark.part.max(part);
    mark.same = false;
    mark.normal = false;
    // An option that has begun cannot become another one.
    if part == Part::Inside && !before.is_empty() {
        mark.closed = mark.closed.with(crate::signatures::Kinds::of(crate::signatures::Kind::Option));
    }
    if reads_like_query(before) {
        mark.clause = mark.clause.or(Some(place));
    }
    if mark.built != Some(place) {
        mark.built = Some(place);
        mark.trail = mark.trail.step(place, Note::Built);
    }
    mark
}

/// What is put behind such a text is put into a query: `WHERE`, `name = '`.
fn reads_like_query(before: &str) -> bool {
    const WORDS: [&str; 24] = [
        "SELECT", "DISTINCT", "FROM", "WHERE", "AND", "OR", "NOT", "LIKE", "ILIKE", "IN", "BY", "INTO", "VALUES", "SET", "LIMIT", "OFFSET",
        "JOIN", "ON", "BETWEEN", "HAVING", "UPDATE", "TABLE", "MATCH", "RETURN",
    ];
    let before = before.trim_end();
    let compared = before.trim_end_matches(['\'', '"', '`', '%', '(']).trim_end();
    let last = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    compared.ends_with(['=', '<', '>']) || WORDS.contains(&last)
}

/// `https://`, with nothing of a host behind it yet.
fn is_scheme(text: &str) -> bool {
    text.strip_suffix("://")
        .is_some_and(|scheme| !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+'))
}
