//! Texts that are evaluated in the language of the code around them: `eval`, `exec`, `new Function`, `vm`, timers, modules out of
//! `data:` addresses.

use std::collections::BTreeSet;

use crate::flow::{Flow, Value, unwrapped_data};
use crate::signatures::Effect;
use crate::syntax::Language;
use crate::syntax::ir::Expr;

use super::{Embedded, run_at};
use crate::facts::{Facts, Place};

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, found: &mut BTreeSet<Embedded>) {
    for call in facts.calls.iter().filter(|call| call.effect == Effect::Evaluate && !call.signature.is_template()) {
        let own = evaluated_as(flow.program.module(call.place.unit).language);
        let language = facts.fed.get(&call.place).copied().unwrap_or(own);
        for text in call.value.alternatives().iter().filter_map(Value::as_text).filter(|text| !text.trim().is_empty()) {
            let text = peeled(flow, call.place, text).unwrap_or_else(|| text.to_owned());
            let run = run_at(flow, facts, call.place, language, &text, format!("in what `{}` runs", call.callee));
            found.insert(Embedded { text: with_parameters(flow, call.place, &text), ..run });
        }
    }
    for call in facts.calls.iter().filter(|call| call.effect == Effect::Import) {
        data_modules(flow, facts, call.place, &call.value, found);
    }
    imports_of_data(flow, facts, found);
}

/// `new Function('r', code)(require)`: the code, with what its parameters are given in front of it.
fn with_parameters(flow: &Flow<'_>, place: Place, text: &str) -> String {
    let module = flow.program.module(place.unit);
    let (Expr::New(_, list) | Expr::Call(_, list)) = module.expr(place.expr) else { return text.to_owned() };
    let names = module.list(list).split_last().map_or(&[][..], |(_, names)| names);
    if module.language == Language::Python || names.is_empty() {
        return text.to_owned();
    }
    let made = module.iter().find_map(|(_, expr)| match expr {
        Expr::Call(callee, given) if callee == place.expr => Some(given),
        _ => None,
    });
    let given = made.map(|given| module.list(given)).unwrap_or_default();
    let mut whole = String::new();
    for (name, value) in names.iter().zip(given).take(8) {
        if let (Expr::Str(name), Expr::Name(value, scope)) = (module.expr(*name), module.expr(*value))
            && module.declaring_scope(value, scope).is_none()
            && module.text(name) != module.name(value)
            && module.text(name).chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$')
        {
            whole.push_str(&format!("var {} = {};\n", module.text(name), module.name(value)));
        }
    }
    whole + text
}

/// Types are gone when code is evaluated.
fn evaluated_as(language: Language) -> Language {
    match language {
        Language::JavaScript | Language::TypeScript | Language::Tsx => Language::JavaScript,
        Language::Python => Language::Python,
        Language::Bash => Language::Bash,
    }
}

/// `import('data:text/javascript;base64,…')`
fn imports_of_data(flow: &mut Flow<'_>, facts: &Facts<'_>, found: &mut BTreeSet<Embedded>) {
    for unit in flow.program.ids() {
        let module = flow.program.module(unit);
        if !module.texts.iter().any(|text| text.starts_with("data:")) {
            continue;
        }
        for (expr, specifier) in module.imports() {
            if matches!(module.expr(specifier), Expr::Str(text) if !module.text(text).starts_with("data:")) {
                continue;
            }
            let value = flow.expanded(unit, specifier);
            data_modules(flow, facts, Place { unit, expr }, &value, found);
        }
    }
}

fn data_modules(flow: &Flow<'_>, facts: &Facts<'_>, place: Place, value: &Value, found: &mut BTreeSet<Embedded>) {
    for address in value.alternatives().iter().filter_map(Value::as_text).filter(|text| text.starts_with("data:")) {
        if let Some(text) = unwrapped_data(address) {
            found.insert(run_at(flow, facts, place, Language::JavaScript, &text, "in the module that a `data:` address holds".to_owned()));
        }
    }
}

/// So many layers of one decoder are taken off at once.
const MAX_LAYERS: usize = 256;

/// `exec((_)(b'…'))` in what a function `_` of the file has unpacked: the next layer is unpacked by the same function.
fn peeled(flow: &mut Flow<'_>, place: Place, text: &str) -> Option<String> {
    let mut at = text.to_owned();
    for layer in 0..=MAX_LAYERS {
        let next = wrapped(&at).and_then(|(function, literal)| flow.decoded_by_own(place.unit, function, literal));
        match next {
            Some(next) => at = next,
            None => return (layer > 0).then_some(at),
        }
    }
    Some(at)
}

/// The function and the text of `exec(function('…'))`, when there is nothing else.
fn wrapped(text: &str) -> Option<(&str, &str)> {
    let inner =
        text.trim().trim_end_matches(';').strip_prefix("exec(").or_else(|| text.trim().trim_end_matches(';').strip_prefix("eval("))?;
    let inner = inner.strip_suffix(')')?.trim();
    let end = inner.find(['\'', '"'])?;
    let function = inner[..end].trim_end_matches('b').trim_matches(['(', ')', ' ']);
    let quote = inner[end..].chars().next()?;
    let literal = inner[end + 1..].trim_end_matches([')', ' ']).strip_suffix(quote)?;
    let is_plain = !function.is_empty() && function.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_plain && !literal.contains([quote, '\\'])).then_some((function, literal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_only_unpacks_the_next_is_told_from_others() {
        assert_eq!(wrapped("exec((_)(b'abc='))"), Some(("_", "abc=")));
        assert_eq!(wrapped("eval(unpack(\"abc\"));"), Some(("unpack", "abc")));
        assert_eq!(wrapped("exec(_('a') + _('b'))"), None);
        assert_eq!(wrapped("print('abc')"), None);
    }
}
