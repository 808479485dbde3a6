//! What is used and what is not, in bundles of a few lines.

use std::sync::Arc;

use crate::flow::{Flow, Program, Unit, origin};
use crate::model::RelPath;
use crate::syntax::{Language, ParseBudget, parse};

use super::{FunctionId, Used, used};

/// esbuild's helpers, as it writes them.
const HELPERS: &str = "var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };\n\
    var __esm = (fn, res) => function __init() { return fn && (res = fn(fn = 0)), res; };\n";

/// The named functions that are not used.
fn unused(files: &[(&str, &str)]) -> Vec<String> {
    let units = files.iter().map(|(path, text)| {
        let path = RelPath::new(path).unwrap();
        let language = Language::from_extension(path.extension().unwrap()).unwrap();
        let module = parse(text, language, &ParseBudget::default()).unwrap();
        let parts = if language == Language::Python { origin::Parts::default() } else { origin::parts_of(&path, text, &module, |_| None) };
        Unit { path, module: Arc::new(module), parts }
    });
    let program = Program::new(units.collect(), None);
    let Used(all) = used(&mut Flow::new(&program), &|_| true, &|_| false);
    let mut names = Vec::new();
    for (unit, used) in program.ids().zip(all) {
        let module = program.module(unit);
        let idle = used.iter().enumerate().filter(|(_, used)| !**used).map(|(at, _)| module.function(FunctionId(at as u32)));
        names.extend(idle.filter_map(|function| Some(module.name(function.name?).to_owned())));
    }
    names
}

fn unused_of(code: &str) -> Vec<String> {
    unused(&[("dist/index.js", code)])
}

#[test]
fn what_own_code_speaks_of_is_used_and_what_that_speaks_of() {
    let code = "// node_modules/a/index.js\nfunction one() { two() }\nfunction two() {}\nfunction three() { four() }\nfunction four() {}\nvar five = () => six, six = 1;\n// src/index.ts\nfunction main() { one() }\n";
    assert_eq!(unused_of(code), ["three", "four", "five"]);
}

#[test]
fn a_function_that_is_handed_to_anybody_is_used() {
    let code = "// node_modules/a/index.js\nfunction one() {}\nsetTimeout(one);\nstart(function two() {});\nvar three = { four() {} };\nvar five = [function six() {}];\nvar seven = eight = function nine() {};\nlet ten = wrap(() => eleven());\nfunction eleven() {}\n// src/index.ts\n";
    assert_eq!(unused_of(code), [] as [&str; 0]);
}

#[test]
fn methods_are_used_with_their_class() {
    let code = "// node_modules/a/index.js\nclass A { one() {} static two() {} get three() {} }\nclass B { four() {} }\n// src/index.ts\nnew A();\n";
    assert_eq!(unused_of(code), ["four"]);
}

#[test]
fn a_lazy_module_is_used_once_somebody_asks_for_it() {
    let code = "var require_a = __commonJS({ 'node_modules/a/index.js'(exports, module) { function one() {} function two() {} exports.one = one; exports.two = two } });\n\
        var require_b = __commonJS({ 'node_modules/b/index.js'(exports) { function three() {} run(three) } });\n\
        var init_c = __esm({ 'node_modules/c/index.js'() { start(function four() {}) } });\n\
        // src/index.ts\nvar a = require_a();\na.one();\n";
    let unused = unused_of(&format!("{HELPERS}// node_modules/a/index.js\n{code}"));
    assert_eq!(unused, ["two", "node_modules/b/index.js", "three", "node_modules/c/index.js", "four"]);
}

#[test]
fn exports_of_a_module_are_known_by_any_number() {
    let code = "var require_a = __commonJS({ 'node_modules/a/index.js'(exports2, module2) { function one() {} function two() {} exports2.one = one; module2.exports.two = two } });\n\
        // src/index.ts\nvar a = require_a();\na.two();\nfor (const key of a[Symbol.iterator]()) run(key);\n";
    assert_eq!(unused_of(&format!("{HELPERS}// node_modules/a/index.js\n{code}")), ["one"]);
}

#[test]
fn a_wrapper_that_calls_at_once_is_not_lazy() {
    let code = "function once(f) { f(); return () => f }\n// node_modules/a/index.js\nvar a = once(function one() {});\n// src/index.ts\n";
    assert_eq!(unused_of(code), [] as [&str; 0]);
}

#[test]
fn exports_of_other_files_are_used_by_name_or_by_any_name() {
    let vendored =
        ("vendor/a/index.js", "export function one() {}\nexport function two() {}\nfunction three() {}\nexport { three as four };\n");
    assert_eq!(unused(&[vendored, ("index.js", "import { one } from './vendor/a/index.js'; one()")]), ["two", "three"]);
    assert_eq!(
        unused(&[vendored, ("index.js", "import * as a from './vendor/a/index.js'; a['fo' + 'ur'](); a['two']()")]),
        [] as [&str; 0]
    );
    assert_eq!(unused(&[vendored, ("index.js", "import * as a from './vendor/a/index.js'; a[process.argv[2]]()")]), [] as [&str; 0]);
}

#[test]
fn vendored_python_is_used_by_name() {
    let vendored = (
        "acme/_vendor/a/core.py",
        "def one():\n    two()\ndef two():\n    pass\ndef three():\n    pass\nclass A:\n    def four(self):\n        pass\n@register\ndef five():\n    pass\n",
    );
    let own = ("acme/main.py", "from ._vendor.a.core import one\none()\n");
    assert_eq!(unused(&[vendored, own]), ["three", "four"]);
    assert_eq!(unused(&[vendored, ("acme/main.py", "from ._vendor.a import core\ncore.three(core.A())\n")]), ["one", "two"]);
}

#[test]
fn what_is_announced_where_it_stands_is_used() {
    let vendored = (
        "acme/_vendor/a.py",
        "class A:\n    @route('/')\n    def one(self):\n        pass\n    def two(self):\n        pass\nclass B(Plugin):\n    def three(self):\n        pass\ndef four():\n    pass\n",
    );
    assert_eq!(unused(&[vendored, ("acme/main.py", "import acme._vendor.a\n")]), ["two", "four"]);
    let any = ("acme/main.py", "import sys\nfrom acme._vendor import a\ngetattr(a, sys.argv[1])()\n");
    assert_eq!(unused(&[vendored, any]), [] as [&str; 0]);
}

#[test]
fn a_component_in_a_page_is_used() {
    let vendored = ("vendor/a.jsx", "function One() { return <p/>; }\nfunction Two() {}\nrender(<One/>);\n");
    assert_eq!(unused(&[vendored]), ["Two"]);
}

#[test]
fn without_bundled_code_nothing_is_looked_at() {
    assert_eq!(unused_of("function one() {}"), [] as [&str; 0]);
}
