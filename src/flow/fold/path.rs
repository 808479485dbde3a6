//! Paths out of parts, as `path.join`, `os.path.join` and `pathlib` build them; `~` stands for the home folder.

use crate::flow::value::Value;

/// So many ways of filling the parts of one path are told apart.
const MAX_WAYS: usize = 24;

/// Joins with `/`. A later absolute part replaces what is before it only where all of both is constant.
pub fn join(parts: &[Value]) -> Value {
    let ways: usize = parts.iter().map(|part| part.alternatives().len()).fold(1, usize::saturating_mul);
    if ways == 1 || ways > MAX_WAYS {
        return join_each(parts);
    }
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for part in parts {
        all = all.iter().flat_map(|before| part.alternatives().iter().map(|way| before.iter().chain([way]).cloned().collect())).collect();
    }
    Value::any(all.iter().map(|parts| join_each(parts)).collect::<Vec<_>>())
}

fn join_each(parts: &[Value]) -> Value {
    let mut all: Vec<Value> = Vec::new();
    for part in parts {
        let text = part.as_text();
        if text == Some("") || text == Some(".") {
            continue;
        }
        if text.is_some_and(|text| text.starts_with('~')) {
            all.clear();
        }
        if !all.is_empty() {
            all.push(Value::text("/"));
        }
        all.push(part.clone());
    }
    Value::Path(tidy(Value::concat(all)).into())
}

/// Doubled separators become one, backslashes slashes.
fn tidy(value: Value) -> Value {
    match value {
        Value::Text(text) => {
            let mut text = text.replace('\\', "/");
            while text.contains("//") {
                text = text.replace("//", "/");
            }
            Value::Text(text.replace("/./", "/").into())
        }
        other => other,
    }
}

/// `path.parent`, `path.name`, `path.suffix` of a path object.
pub fn part(text: &Value, name: &str) -> Value {
    match (name, text.as_text()) {
        ("parent", Some(text)) => Value::Path(Value::text(text.rsplit_once('/').map_or("", |(parent, _)| parent)).into()),
        ("parent", None) => Value::Path(Value::Unknown.into()),
        ("name", Some(text)) => Value::text(text.rsplit('/').next().unwrap_or(text)),
        _ => Value::Unknown,
    }
}

/// `~/x`, `$HOME/x`, `%USERPROFILE%\x` → `~/x`.
pub fn expand_home(text: &str) -> String {
    for home in ["${HOME}", "$HOME", "%USERPROFILE%", "%HOMEPATH%"] {
        if let Some(rest) = text.strip_prefix(home) {
            return format!("~{rest}");
        }
    }
    text.to_owned()
}
