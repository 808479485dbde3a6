//! Methods of texts and lists, and what a container contains.

use crate::flow::{At, UnitId};
use crate::syntax::ir::{Expr, ExprId};

use super::Unset;
use super::worth::{Given, Worth};

/// Texts of settings are short.
const MAX_TEXT: usize = 4096;

impl Unset<'_, '_> {
    pub(super) fn method(&mut self, unit: UnitId, object: &Worth, method: &str, given: &Given) -> Worth {
        match object {
            Worth::Text(text) if text.len() <= MAX_TEXT => self.of_text(text, method, given),
            Worth::List(items) => self.of_list(unit, items, method, given),
            // `process.env.X?.trim()`: without the question mark nothing would run at all.
            Worth::Null if !self.is_python(unit) => Worth::Null,
            _ => Worth::Unknown,
        }
    }

    fn of_text(&mut self, text: &str, method: &str, given: &Given) -> Worth {
        let argument = given.at(0);
        match (method, &argument) {
            ("toLowerCase" | "lower" | "casefold" | "toLocaleLowerCase", _) => Worth::text(&text.to_lowercase()),
            ("toUpperCase" | "upper" | "toLocaleUpperCase", _) => Worth::text(&text.to_uppercase()),
            ("trim" | "strip", Worth::Null) => Worth::text(text.trim()),
            ("trimEnd" | "rstrip" | "trimStart" | "lstrip" | "toString" | "valueOf", Worth::Null) if text.trim() == text => {
                Worth::text(text)
            }
            ("strip" | "rstrip" | "lstrip" | "replace" | "replaceAll" | "slice" | "substring", _) if text.is_empty() => Worth::text(""),
            ("split", Worth::Text(separator)) if !separator.is_empty() => {
                Worth::list(text.split(&**separator).take(64).map(Worth::text).collect())
            }
            ("split", Worth::Null) => Worth::list(text.split_whitespace().take(64).map(Worth::text).collect()),
            // By a pattern or by `os.pathsep`: nothing stays one empty piece.
            ("split", _) if text.is_empty() => Worth::list(vec![Worth::text("")]),
            ("includes", Worth::Text(part)) => Worth::Bool(text.contains(&**part)),
            ("startsWith" | "startswith", Worth::Text(part)) => Worth::Bool(text.starts_with(&**part)),
            ("endsWith" | "endswith", Worth::Text(part)) => Worth::Bool(text.ends_with(&**part)),
            _ => Worth::Unknown,
        }
    }

    fn of_list(&mut self, unit: UnitId, items: &[Worth], method: &str, given: &Given) -> Worth {
        let python = self.is_python(unit);
        let argument = given.at(0);
        match method {
            "includes" | "has" | "contains" => self.contains(&Worth::list(items.to_vec()), &argument),
            "map" => self.each(unit, items, &argument).map_or(Worth::Unknown, Worth::list),
            "filter" => {
                let Some(tests) = self.each(unit, items, &argument) else { return Worth::Unknown };
                let mut kept = Vec::new();
                for (item, test) in items.iter().zip(tests) {
                    match test.truth(python) {
                        Some(true) => kept.push(item.clone()),
                        Some(false) => {}
                        None => return Worth::Unknown,
                    }
                }
                Worth::list(kept)
            }
            "some" | "every" => {
                let Some(tests) = self.each(unit, items, &argument) else { return Worth::Unknown };
                let tests = Worth::list(tests);
                if method == "some" { self.some(&tests, python) } else { self.every(&tests, python) }
            }
            "slice" | "[:]" => match argument {
                Worth::Number(from) if from >= 0.0 => Worth::list(items.iter().skip(from as usize).cloned().collect()),
                Worth::Null => Worth::list(items.to_vec()),
                _ => Worth::Unknown,
            },
            "sort" | "reverse" | "toSorted" | "toReversed" | "copy" | "values" => Worth::list(items.to_vec()),
            "flatMap" | "flat" | "keys" | "entries" if items.is_empty() => Worth::list(Vec::new()),
            "find" | "at" | "pop" | "shift" if items.is_empty() => Worth::Null,
            "join" if items.is_empty() => Worth::text(""),
            "indexOf" if items.is_empty() => Worth::Number(-1.0),
            _ => Worth::Unknown,
        }
    }

    /// What a callback gives for each item.
    fn each(&mut self, unit: UnitId, items: &[Worth], callback: &Worth) -> Option<Vec<Worth>> {
        if items.is_empty() {
            return Some(Vec::new());
        }
        if items.len() > 64 || matches!(callback, Worth::Unknown) {
            return None;
        }
        let nowhere = At { unit, id: ExprId(0) };
        let given = |item: &Worth| Given { positional: vec![item.clone()], ..Given::default() };
        Some(items.iter().map(|item| self.apply(nowhere, callback, given(item), None)).collect())
    }

    /// Whether a container holds something.
    pub(super) fn contains(&mut self, container: &Worth, item: &Worth) -> Worth {
        match (container, item) {
            (Worth::List(items), _) => {
                let equal: Vec<Option<bool>> = items.iter().map(|one| one.equals(item)).collect();
                match equal.contains(&Some(true)) {
                    true => Worth::Bool(true),
                    false if equal.contains(&None) => Worth::Unknown,
                    false => Worth::Bool(false),
                }
            }
            (Worth::Text(text), Worth::Text(part)) => Worth::Bool(text.contains(&**part)),
            (Worth::Outside(symbol), _) if self.flow.is_environment(*symbol) => Worth::Bool(false),
            (Worth::Object(at, _), Worth::Text(key)) => self.has_key(*at, key),
            _ => Worth::Unknown,
        }
    }

    fn has_key(&self, at: At<ExprId>, key: &str) -> Worth {
        let module = self.flow.program.module(at.unit);
        let Expr::Object(members) = module.expr(at.id) else { return Worth::Unknown };
        let mut is_open = false;
        for member in module.list(members).iter().take(512) {
            match module.expr(*member) {
                Expr::Pair(name, _) => match module.expr(name) {
                    Expr::Str(text) if module.text(text) == key => return Worth::Bool(true),
                    Expr::Str(_) => {}
                    _ => is_open = true,
                },
                _ => is_open = true,
            }
        }
        if is_open { Worth::Unknown } else { Worth::Bool(false) }
    }
}
