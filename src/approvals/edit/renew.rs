//! New values in the place of old ones: what both hold keeps its bytes, and the comments that stand above or behind it.

use toml_edit::{Array, Item, TableLike, Value};

use crate::approvals::fields::digest;

/// False where they are of other shapes, and the old one has to give way as a whole.
pub(super) fn renew(old: &mut Item, fresh: &Item) -> bool {
    match (&mut *old, fresh) {
        (Item::Value(Value::Array(old)), Item::Value(Value::Array(fresh))) if is_broken(old) => *old = merged(old, fresh),
        (Item::Value(Value::InlineTable(old)), Item::Value(Value::InlineTable(fresh)))
            if old.iter().any(|(_, value)| value.as_array().is_some_and(is_broken)) =>
        {
            renew_table(old, fresh);
        }
        (Item::Table(old), fresh) if fresh.is_table_like() => fresh.as_table_like().into_iter().for_each(|fresh| renew_table(old, fresh)),
        (Item::Value(old), Item::Value(fresh)) => {
            let decor = old.decor().clone();
            old.clone_from(fresh);
            *old.decor_mut() = decor;
        }
        _ => return false,
    }
    true
}

fn renew_table(old: &mut dyn TableLike, fresh: &dyn TableLike) {
    let gone: Vec<String> = old.iter().map(|(key, _)| key.to_owned()).filter(|key| !fresh.contains_key(key)).collect();
    gone.iter().for_each(|key| drop(old.remove(key)));
    for (key, fresh) in fresh.iter() {
        let is_renewed = old.get_mut(key).is_some_and(|old| renew(old, fresh));
        if !is_renewed {
            old.insert(key, fresh.clone());
        }
    }
}

/// An element, the lines above it, and the comment behind it on its own line.
struct Element {
    above: String,
    value: Value,
    behind: String,
}

/// Over several lines, which is where comments can be.
fn is_broken(array: &Array) -> bool {
    let (_, elements, tail) = taken_apart(array);
    tail.contains('\n') || elements.iter().any(|element| element.above.contains('\n') || !element.behind.is_empty())
}

/// The comment behind the bracket, the elements, and the lines below the last one.
fn taken_apart(array: &Array) -> (String, Vec<Element>, String) {
    let mut gaps: Vec<String> = vec![String::new()];
    for value in array {
        let text = |raw: Option<&toml_edit::RawString>| raw.and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
        if let Some(gap) = gaps.last_mut() {
            *gap += &text(value.decor().prefix());
        }
        gaps.push(text(value.decor().suffix()));
    }
    if let Some(gap) = gaps.last_mut() {
        *gap += array.trailing().as_str().unwrap_or_default();
    }
    let mut parts = gaps.iter().map(|gap| split(gap));
    let (head, mut above) = parts.next().unwrap_or_default();
    let mut elements = Vec::new();
    for (value, (behind, below)) in array.iter().zip(parts) {
        elements.push(Element { above: std::mem::replace(&mut above, below), value: value.clone(), behind });
    }
    (head, elements, above)
}

/// A comment that ends the line, and what follows from its end on.
fn split(gap: &str) -> (String, String) {
    match gap.split_once('\n') {
        Some((line, rest)) if line.contains('#') => (line.trim_end().to_owned(), format!("\n{rest}")),
        Some((_, rest)) => (String::new(), format!("\n{rest}")),
        None => (String::new(), gap.to_owned()),
    }
}

/// The elements of `fresh` in their order, each as it stood in `old` if it did.
fn merged(old: &Array, fresh: &Array) -> Array {
    let (head, mut known, tail) = taken_apart(old);
    let breaks: Vec<&str> = known.iter().map(|element| element.above.as_str()).filter(|above| above.contains('\n')).collect();
    let indent = breaks.first().and_then(|above| above.rsplit('\n').next()).unwrap_or("    ").to_owned();
    let on_its_own_line = |above: String| if above.starts_with('\n') { above } else { format!("\n{indent}") };
    let mut array = Array::new();
    let mut behind = head;
    for value in fresh {
        let at = known.iter().position(|element| identity(&element.value) == identity(value));
        let element = at.map(|at| known.remove(at));
        let is_unchanged = element.as_ref().is_some_and(|element| why(&element.value) == why(value));
        let (above, kept, comment) = element.map_or_else(Default::default, |element| (element.above, Some(element.value), element.behind));
        let mut value = kept.filter(|_| is_unchanged).unwrap_or_else(|| value.clone());
        let decor = value.decor_mut();
        decor.set_prefix(format!("{behind}{}", on_its_own_line(above)));
        decor.set_suffix("");
        array.push_formatted(value);
        behind = comment;
    }
    array.set_trailing_comma(!array.is_empty());
    array.set_trailing(format!("{behind}{}", if tail.starts_with('\n') { tail } else { "\n".to_owned() }));
    *array.decor_mut() = old.decor().clone();
    array
}

/// By which an element is the same, however it is written: a text, a digest, or the rule and the finding that are accepted.
fn identity(value: &Value) -> (Option<String>, Option<String>) {
    let plain = |text: &str| digest(text).map_or_else(|| text.to_owned(), |digest| digest.to_string());
    let field = |key: &str| value.as_inline_table().and_then(|table| table.get(key)?.as_str()).map(plain);
    (value.as_str().map(plain).or_else(|| field("rule")), field("fingerprint"))
}

fn why(value: &Value) -> Option<&str> {
    value.as_inline_table().and_then(|table| table.get("why")?.as_str())
}
