//! Modules that a bundler keeps as functions under their paths: `__commonJS({ "node_modules/x/index.js"(exports, module) {…} })`,
//! `"./node_modules/x/index.js": (module, exports) => {…}`.

use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::Part;
use super::paths::{is_packaged, module_path, of_path};

/// None where no key names another package's module.
pub(super) fn parts(module: &Module) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut is_bundle = false;
    for (expr, kind) in module.iter() {
        let Expr::Pair(key, value) = kind else { continue };
        let Expr::Str(text) = module.expr(key) else { continue };
        let Some(path) = module_path(module.text(text)).filter(|_| is_code(module, value)) else { continue };
        is_bundle |= is_packaged(path);
        parts.push(Part { span: module.span(expr), origin: of_path(path) });
    }
    if is_bundle { parts } else { Vec::new() }
}

/// A function, or an array that begins with one, as browserify writes it.
fn is_code(module: &Module, value: ExprId) -> bool {
    match module.expr(value) {
        Expr::Function(_) => true,
        Expr::Array(items) => module.list(items).first().is_some_and(|first| matches!(module.expr(*first), Expr::Function(_))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, ParseBudget, parse};

    fn shown(text: &str) -> Vec<String> {
        let module = parse(text, Language::JavaScript, &ParseBudget::default()).unwrap();
        let code = |part: &Part| text[part.span.start as usize..part.span.end as usize].to_owned();
        parts(&module).iter().map(|part| format!("{} {}", part.origin, code(part))).collect()
    }

    #[test]
    fn modules_under_their_paths_end_with_their_functions() {
        let esbuild = "var a = __commonJS({\"node_modules/zod/index.js\"(e, m) { f() }}), b = __esm({'src/index.ts'() { g() }});";
        assert_eq!(shown(esbuild), ["bundled:zod \"node_modules/zod/index.js\"(e, m) { f() }", "own 'src/index.ts'() { g() }"]);
        let webpack = "var modules = {\"./node_modules/@a/b/i.js\": ((m) => { f() }), 7: [function () {}]};";
        assert_eq!(shown(webpack), ["bundled:@a/b \"./node_modules/@a/b/i.js\": ((m) => { f() })"]);
        let browserify = "x({'/home/a/node_modules/q/q.js': [function (r) { f() }, {}]});";
        assert_eq!(shown(browserify), ["bundled:q '/home/a/node_modules/q/q.js': [function (r) { f() }, {}]"]);
    }

    #[test]
    fn tables_of_paths_are_no_bundles() {
        assert_eq!(shown("x({'node_modules/zod/index.js': 'text', 'src/a.js': () => 1});"), [] as [&str; 0]);
    }
}
