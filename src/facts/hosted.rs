//! Files that some platform runs: workers and functions, by the shape of what they export and by where they lie.

use crate::flow::{Program, UnitId};
use crate::syntax::ir::{Export, Expr, ExprId};
use crate::syntax::{Language, Module};

/// Folders whose files a platform takes for functions, each with an export that answers requests.
const FOLDERS: [&str; 6] = ["api/", "functions/", "netlify/functions/", "netlify/edge-functions/", "app/api/", "pages/api/"];
/// Methods of what a worker exports.
const WORKER: [&str; 5] = ["fetch", "scheduled", "queue", "email", "tail"];

/// Whether a platform's convention would run the file.
pub(super) fn is_hosted(program: &Program, unit: UnitId) -> bool {
    let module = program.module(unit);
    let path = program.unit(unit).path.as_str();
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let is_function = FOLDERS.iter().any(|folder| inner.starts_with(folder));
    match module.language {
        Language::Python => {
            let defines = |name: &str| module.functions.iter().any(|function| function.name.is_some_and(|own| module.name(own) == name));
            defines("lambda_handler") || (is_function && defines("handler"))
        }
        Language::Bash => false,
        Language::JavaScript | Language::TypeScript | Language::Tsx => module.exports.iter().any(|export| match export {
            Export::Item(name, value) => match module.name(*name) {
                "default" => is_worker(module, *value, 4) || is_function,
                "handler" | "onRequest" | "onRequestGet" | "onRequestPost" => true,
                "GET" | "POST" => is_function,
                _ => false,
            },
            Export::Whole(value) => is_worker(module, *value, 4) || is_function,
            Export::All(_) => false,
        }),
    }
}

/// `export default { fetch(request, env) { … } }`.
fn is_worker(module: &Module, expr: ExprId, links: u32) -> bool {
    let Some(links) = links.checked_sub(1) else { return false };
    match module.expr(expr) {
        Expr::Object(members) => module.list(members).iter().any(|member| match module.expr(*member) {
            Expr::Pair(key, _) => matches!(module.expr(key), Expr::Str(key) if WORKER.contains(&module.text(key))),
            _ => false,
        }),
        Expr::Name(name, scope) => {
            let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
            values.is_some_and(|values| values.len() == 1 && is_worker(module, values[0], links))
        }
        _ => false,
    }
}
