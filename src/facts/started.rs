//! Files of the package that code starts by a command: `bash pre.sh`, `cmd /c pre.bat`, `rundll32 shipped.dll,main`.

use std::collections::HashMap;

use crate::flow::{Program, UnitId, Value};
use crate::model::RelPath;
use crate::signatures::Effect;
use crate::syntax::Language;
use crate::syntax::ir::ExprId;

use super::shipped::Names;
use super::{CallFact, Facts};

/// Files of one name among which none can be told apart.
const MAX_NAMESAKES: usize = 4;
/// Words of one command.
const MAX_WORDS: usize = 64;

/// For each unit, the units that its commands name, and where.
pub(super) type Started = HashMap<UnitId, Vec<(ExprId, UnitId)>>;

pub(super) fn find(program: &Program, facts: &Facts<'_>) -> Started {
    let names = Names::of(program.ids().map(|unit| &program.unit(unit).path).filter(|path| is_telling(path)));
    let mut found = Started::new();
    for call in facts.calls.iter().filter(|call| starts(call)) {
        let units = named(call, &names).into_iter().filter_map(|path| program.graph.unit(path.as_str()));
        let units: Vec<UnitId> = units.chain(by_module(program, call)).collect();
        let known = found.entry(call.place.unit).or_default();
        for unit in units.into_iter().filter(|unit| *unit != call.place.unit) {
            if !known.contains(&(call.place.expr, unit)) {
                known.push((call.place.expr, unit));
            }
        }
    }
    found
}

/// `node lib/stage`, `python -m acme.stage`: a module, not a file.
fn by_module(program: &Program, call: &CallFact<'_>) -> Vec<UnitId> {
    let from = &program.unit(call.place.unit).path;
    let values = call.value.alternatives().iter().chain(call.arguments.iter().flatten());
    let texts: Vec<String> = values.filter(|value| value.has_text() || matches!(value, Value::Symbol(_))).map(Value::pattern).collect();
    let words: Vec<&str> =
        texts.iter().flat_map(|text| text.split([' ', '"', '\'', ';', '&', '|'])).filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        if before == "-m" {
            found.extend(program.graph.resolve(from, Language::Python, word));
        } else if is_node(before) || call.callee.ends_with(".fork") && at == 0 {
            let word = word.trim_start_matches("*/").trim_start_matches("./");
            let below = RelPath::from_root("package.json").into_iter().chain([from.clone()]);
            found.extend(below.filter_map(|from| program.graph.resolve(&from, Language::JavaScript, &format!("./{word}"))));
        }
    }
    found
}

fn is_node(word: &str) -> bool {
    matches!(word.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe"), "node" | "nodejs" | "bun" | "deno" | "tsx" | "*")
}

/// The files that the words of a command name.
pub(super) fn named<'f>(call: &CallFact<'_>, names: &Names<'f>) -> Vec<&'f RelPath> {
    let values = call.value.alternatives().iter().chain(call.arguments.iter().flatten());
    let mut found: Vec<&RelPath> = Vec::new();
    for text in values.filter(|value| value.has_text()).map(Value::pattern) {
        let files = names.in_text(&text);
        let by_name = |name: &str| files.iter().filter(|file| file.file_name() == name).count();
        let told: Vec<&RelPath> = files.iter().copied().filter(|file| by_name(file.file_name()) <= MAX_NAMESAKES).collect();
        found.extend(told);
    }
    found.sort();
    found.dedup();
    found
}

pub(super) fn starts(call: &CallFact<'_>) -> bool {
    matches!(call.effect, Effect::Shell | Effect::Program | Effect::Launch) && !call.signature.elsewhere
}

/// `index.js` and `__init__.py` are too common to mean one file; a name without an ending is any word.
fn is_telling(path: &RelPath) -> bool {
    let name = path.file_name();
    name.contains('.') && !name.starts_with("index.") && !name.starts_with("__")
}
