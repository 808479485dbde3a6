//! Tests that ask which tool is meant: `name === 'read'`, `case 'read':`, `name in ('read', 'list')`.

use crate::facts::Place;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, Span, UnaryOp};

use super::look::Look;

/// `a || b || c`.
const MAX_DEPTH: u32 = 12;

/// What runs only for some of the tools.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub names: Vec<String>,
    /// Runs for these tools.
    pub taken: Option<Span>,
    /// Runs for the others.
    pub other: Option<Span>,
}

impl Branch {
    /// Whether code at this place does not run for the tool.
    pub fn rules_out(&self, name: &str, span: Span) -> bool {
        let is_it = self.names.iter().any(|known| known == name);
        let closed = if is_it { self.other } else { self.taken };
        closed.is_some_and(|closed| closed.start <= span.start && span.end <= closed.end)
    }
}

/// The branch that a test makes, where it asks for tools.
pub(super) fn branches(look: &mut Look<'_, '_>, names: &[String], test: Place, then: ExprId, otherwise: ExprId) -> Option<Branch> {
    let module = look.module(test.unit);
    let span = |id: ExprId| (module.expr(id) != Expr::Null).then(|| module.span(id));
    let mut asked = Vec::new();
    let negated = ask(look, names, test, &mut asked, MAX_DEPTH)?;
    let (taken, other) = if negated { (otherwise, then) } else { (then, otherwise) };
    (!asked.is_empty()).then(|| Branch { names: asked, taken: span(taken), other: span(other) })
}

/// Adds the tools that a test is true for; gives whether it is rather true for all others.
fn ask(look: &mut Look<'_, '_>, names: &[String], test: Place, asked: &mut Vec<String>, depth: u32) -> Option<bool> {
    let depth = depth.checked_sub(1)?;
    let module = look.module(test.unit);
    let here = |expr| Place { unit: test.unit, expr };
    match module.expr(test.expr) {
        Expr::Binary(op @ (BinaryOp::Equal | BinaryOp::NotEqual), left, right) => {
            let name = tool_name(look, names, here(left)).or_else(|| tool_name(look, names, here(right)))?;
            asked.push(name);
            Some(op == BinaryOp::NotEqual)
        }
        Expr::Binary(BinaryOp::In, _, list) => {
            let list = look.definition(here(list));
            let module = look.module(list.unit);
            let Expr::Array(items) = module.expr(list.expr) else { return None };
            for item in module.list(items).iter().take(512) {
                asked.extend(tool_name(look, names, Place { unit: list.unit, expr: *item }));
            }
            Some(false)
        }
        Expr::Binary(BinaryOp::And, left, right) => match ask(look, names, here(left), asked, depth) {
            Some(negated) => Some(negated).filter(|negated| !negated),
            None => ask(look, names, here(right), asked, depth).filter(|negated| !negated),
        },
        Expr::Either(left, right) => {
            let left = ask(look, names, here(left), asked, depth);
            let right = ask(look, names, here(right), asked, depth);
            (left == Some(false) && right == Some(false)).then_some(false)
        }
        Expr::Unary(UnaryOp::Not, inner) => ask(look, names, here(inner), asked, depth).map(|negated| !negated),
        _ => None,
    }
}

fn tool_name(look: &mut Look<'_, '_>, names: &[String], place: Place) -> Option<String> {
    let module = look.module(place.unit);
    let text = match module.expr(place.expr) {
        Expr::Str(text) => module.text(text).to_owned(),
        // `Names.STATUS`, `Names.STATUS.value`
        Expr::Member(..) => match look.flow.glance(place.unit, place.expr).as_text() {
            Some(text) => text.to_owned(),
            None => look.text_of_member(place)?,
        },
        Expr::Name(..) => look.flow.glance(place.unit, place.expr).as_text()?.to_owned(),
        _ => return None,
    };
    names.binary_search(&text).is_ok().then_some(text)
}
