//! What a tool or a prompt takes, and what it says of that: a model reads it as well.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{Work, is_same_but_for_space, pieces};
use super::{Change, Kind, Turn, Weight};
use crate::model::{Location, Offer, Origin, Tool};

/// Fewer words are a value: of a type, a choice, a default.
const SENTENCE: usize = 4;

/// One of the two versions of it.
#[derive(Clone, Copy)]
pub(super) struct Taking<'r> {
    pub name: &'r str,
    pub inputs: &'r [String],
    pub texts: &'r BTreeMap<String, String>,
    pub forms: &'r BTreeMap<String, String>,
    pub location: &'r Location,
}

impl<'r> From<&'r Tool> for Taking<'r> {
    fn from(tool: &'r Tool) -> Self {
        let Tool { name, inputs, input_texts, input_forms, location, .. } = tool;
        Self { name, inputs, texts: input_texts, forms: input_forms, location }
    }
}

impl<'r> From<&'r Offer> for Taking<'r> {
    fn from(offer: &'r Offer) -> Self {
        let Offer { name, inputs, input_texts, input_forms, location, .. } = offer;
        Self { name, inputs, texts: input_texts, forms: input_forms, location }
    }
}

impl Taking<'_> {
    /// The description of each input that has one, and where a schema says more in sentences, that too.
    pub fn told(self) -> Vec<(String, String)> {
        let told = self.inputs.iter().map(|input| (input.clone(), self.told_of(input)));
        told.filter(|(_, text)| !text.is_empty()).collect()
    }

    fn told_of(self, input: &str) -> String {
        let said = self.texts.get(input).map(String::as_str);
        let inside = self.forms.get(input).map(String::as_str).filter(|form| !sentences(form).is_empty());
        said.into_iter().chain(inside).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// `said`: the kind of a text that is another; `of`: that of an input that came, went or changed.
pub(super) fn compare(old: Taking<'_>, new: Taking<'_>, (said, of): (Kind, Kind), work: &mut Work) -> Vec<Change> {
    let mut changes = Vec::new();
    let (before, after): (BTreeSet<&String>, BTreeSet<&String>) = (old.inputs.iter().collect(), new.inputs.iter().collect());
    for input in after.intersection(&before) {
        let subject = format!("{}.{input}", new.name);
        let text = |side: Taking<'_>| side.texts.get(*input).cloned().unwrap_or_default();
        changes.extend(retold(said, &subject, &text(old), &text(new), work));
        let form = |side: Taking<'_>| side.forms.get(*input).cloned().unwrap_or_default();
        changes.extend(reformed(of, &subject, &form(old), &form(new), work));
    }
    for input in after.difference(&before) {
        let told = new.told_of(input);
        let weight = if told.is_empty() { Weight::Detail } else { Weight::Power };
        let change = Change::new(weight, of, Turn::Added, new.name).texts(None, Some(input));
        changes.push(change.remark(!told.is_empty(), &format!("“{told}”")));
    }
    for input in before.difference(&after) {
        changes.push(Change::gone(of, new.name).texts(Some(input), None));
    }
    changes.into_iter().map(|change| change.at(new.location, &Origin::Own)).collect()
}

/// A text that is another one: also one that was not there, or is no more.
pub(super) fn retold(kind: Kind, subject: &str, old: &str, new: &str, work: &mut Work) -> Option<Change> {
    if old == new {
        return None;
    }
    let is_space = is_same_but_for_space(old, new);
    let weight = if is_space { Weight::Detail } else { Weight::Power };
    let change = Change::new(weight, kind, Turn::Changed, subject).texts(Some(old), Some(new)).remark(is_space, "only its white space");
    Some(Change { words: if is_space { Vec::new() } else { pieces(old, new, work) }, ..change })
}

/// A schema that is another one: a power where it says a sentence that it did not say.
fn reformed(kind: Kind, subject: &str, old: &str, new: &str, work: &mut Work) -> Option<Change> {
    if old == new {
        return None;
    }
    let says_more = sentences(new).difference(&sentences(old)).next().is_some();
    let weight = if says_more { Weight::Power } else { Weight::Detail };
    let change = Change::new(weight, kind, Turn::Changed, subject).texts(Some(old), Some(new));
    Some(Change { words: if says_more { pieces(old, new, work) } else { Vec::new() }, ..change })
}

/// Texts of a schema that are more than values. What is cut off at its end may hold one.
fn sentences(form: &str) -> BTreeSet<&str> {
    let quoted = form.split('“').skip(1).map(|rest| rest.split('”').next().unwrap_or_default());
    let is_sentence = |text: &&str| text.split_whitespace().nth(SENTENCE - 1).is_some();
    let cut = form.rsplit_once("… ").map(|(_, digest)| digest);
    quoted.filter(is_sentence).chain(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_in_a_schema_is_told_from_a_value() {
        assert_eq!(sentences("{type: “string”, enum: [“a b”, “c”]}"), BTreeSet::new());
        assert_eq!(sentences("{type: “object”, a: {description: “Send all that was said.”}}"), BTreeSet::from(["Send all that was said."]));
        assert_eq!(sentences("string()… 0123456789abcdef"), BTreeSet::from(["0123456789abcdef"]));
    }
}
