//! Functions that no list knows: what may come out of them of what is put in.

use super::call::Argument;
use super::callee::Callee;
use super::engine::{Engine, Frame};
use super::value::{Mark, Note, Val};
use crate::signatures::{Kind, Kinds};
use crate::syntax::ir::ExprId;

impl Engine<'_, '_, '_> {
    /// A function that no list knows carries on what it is called on and, with a doubt, what it is given.
    pub(super) fn through(
        &mut self,
        frame: &mut Frame,
        id: ExprId,
        target: &Callee,
        method: &str,
        base: &Val,
        arguments: &[Argument],
    ) -> Val {
        let place = self.place(frame, id);
        let mut value = Val::default();
        let own: Vec<Mark> = base.everything().into_iter().map(|mark| Mark { same: false, ..mark }).collect();
        value.add(&own);
        let name = target.name.as_deref().unwrap_or(method).to_owned();
        // A row that is looked up by a key is not the key.
        if is_lookup(method) {
            return value;
        }
        // What one language takes for a text may be code in another: only statements are known to be meant.
        let closes = if quotes(&name) { Kinds::of(Kind::Sql) } else { Kinds::NONE };
        let given: Vec<Mark> = arguments
            .iter()
            .flat_map(|argument| argument.value.everything())
            .map(|mark| Mark {
                same: false,
                doubts: mark.doubts.saturating_add(1),
                closed: mark.closed.with(closes),
                trail: mark.trail.step(place, Note::Through(name.clone())),
                ..mark
            })
            .collect();
        value.add(&given);
        value
    }
}

/// Methods of stores that give what somebody has kept under a key: `findById`, `get_by_external_id`.
fn is_lookup(method: &str) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "getBy",
        "get_by_",
        "findBy",
        "find_by_",
        "findOne",
        "find_one",
        "findUnique",
        "findFirst",
        "findMany",
        "lookup",
        "scalar",
        "filter_by",
    ];
    method == "all" || BEGINNINGS.iter().any(|beginning| method.starts_with(beginning))
}

/// `quote_identifier`, `format_query_value`, `sql.literal`: functions of other packages that are called for what they do.
fn quotes(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    let words = ["quote", "escape", "literal", "mogrify", "format_query_value", "format_identifier"];
    !last.starts_with("un") && words.iter().any(|word| last.contains(word))
}
