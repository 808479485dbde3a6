use super::*;
use crate::syntax::ir::{Export, ScopeId};

#[test]
fn imports_bind_what_python_binds() {
    assert_eq!(value("import a", "a"), r#"import("a")"#);
    assert_eq!(value("import a.b as c", "c"), r#"import("a.b")"#);
    assert_eq!(value("import a.b", "a"), r#"import("a")"#);
    assert_eq!(value("import a.b, a.c", "a"), r#"import("a")"#);
    assert_eq!(value("from a.b import c as d", "d"), r#"import("a.b").c"#);
    assert_eq!(value("from a.b import (c,\n  d)", "d"), r#"import("a.b").d"#);
    assert_eq!(value("from . import x", "x"), r#"import(".").x"#);
    assert_eq!(value("from ..pkg.mod import y", "y"), r#"import("..pkg.mod").y"#);
    assert_eq!(value("from . . a \\\n . b import y", "y"), r#"import("..a.b").y"#);
    assert_eq!(value("try:\n  import a\nexcept ImportError:\n  a = None", "a"), r#"import("a") | null"#);
}

#[test]
fn a_submodule_that_is_imported_is_seen_as_loaded() {
    let module = read("import os.path");
    assert!(module.iter().any(|(id, _)| show(&module, id) == r#"import("os.path")"#));
}

#[test]
fn star_imports_are_exports_of_all() {
    let module = read("from .a import *");
    let [Export::All(import)] = module.exports[..] else { panic!("{:?}", module.exports) };
    assert_eq!(show(&module, import), r#"import(".a")"#);
}

#[test]
fn imports_inside_functions_stay_there() {
    let module = read("def f():\n  import os as o\n  o.system('x')");
    assert_eq!(values(&module, 1, "o").unwrap(), [r#"import("os")"#]);
    assert_eq!(values(&module, 0, "o"), None);
}

#[test]
fn dynamic_imports_are_ordinary_calls() {
    assert_eq!(lowered("__import__('os').system"), r#"__import__("os").system"#);
}

#[test]
fn a_name_assigned_later_is_local_from_the_start() {
    let module = read("x = 1\ndef f():\n  g(x)\n  x = 2");
    let x = module.names.find("x").unwrap();
    assert_eq!(module.declaring_scope(x, ScopeId(1)), Some(ScopeId(1)));
    assert_eq!(value("x = 1\ndef f():\n  x = 2", "x"), "1");
}

#[test]
fn methods_do_not_see_the_names_of_their_class() {
    let module = read("x = 1\nclass A:\n  x = 2\n  def f(self):\n    return x");
    let x = module.names.find("x").unwrap();
    let method = module.functions[1].scope;
    assert_eq!(module.declaring_scope(x, method), Some(ScopeId(0)));
}

#[test]
fn global_and_nonlocal_bind_where_they_say() {
    assert_eq!(value("def f():\n  global x, y\n  x = 1", "x"), "1");
    let module = read("def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2\n    h(x)");
    assert_eq!(values(&module, 1, "x").unwrap(), ["1", "2"]);
    assert_eq!(values(&module, 2, "x"), None);
    assert_eq!(value("class A:\n  def f(self):\n    def g():\n      global A\n      A = 1", "A"), "1 | class:0");
}

#[test]
fn targets_take_their_part_of_the_value() {
    let source = "a, (b, *c), d = v\n*e, f = w\n[g, h] = p = q";
    assert_eq!(value(source, "a"), "v[0]");
    assert_eq!(value(source, "b"), "v[1][0]");
    assert_eq!(value(source, "c"), "[...v[1]]");
    assert_eq!(value(source, "d"), "v[2]");
    assert_eq!(value(source, "e"), "[...w]");
    assert_eq!(value(source, "f"), "each(w)");
    assert_eq!(value(source, "h"), "q[1]");
    assert_eq!(value(source, "p"), "q");
}

#[test]
fn chained_assignments_share_one_value() {
    let module = read("a = b.c = d = f()");
    assert_eq!(values(&module, 0, "a").unwrap(), ["f()"]);
    assert_eq!(values(&module, 0, "d").unwrap(), ["f()"]);
    let writes = &module.member_writes[&module.names.find("c").unwrap()];
    assert_eq!(show(&module, writes[0].value), "f()");
    assert_eq!(module.iter().filter(|(id, _)| show(&module, *id) == "f()").count(), 1);
}

#[test]
fn augmented_assignment_is_an_operation_on_the_old_value() {
    assert_eq!(lowered("x = 'a'\nx += 'b'\no.p |= c"), "x = \"a\"\nx = (x Add \"b\")\no.p = (o.p Other c)");
    assert_eq!(value("x = 'a'\nx += 'b'", "x"), r#""a" | (x Add "b")"#);
}

#[test]
fn annotations_declare_and_bind() {
    assert_eq!(value("x: int = 3", "x"), "3");
    assert_eq!(value("x: int", "x"), "");
    assert_eq!(value("type A = dict[str, B]", "A"), "dict[[str, B]]");
}

#[test]
fn loops_contexts_and_handlers_bind_their_names() {
    assert_eq!(value("for i, x in enumerate(y): pass", "x"), "each(enumerate(y))[1]");
    assert_eq!(value("with open(p) as f: pass", "f"), "open(p)");
    assert_eq!(value("with (open(p) as f, open(q) as (g, h)): pass", "h"), "open(q)[1]");
    assert_eq!(value("with a as b.c, d as e: pass", "e"), "d");
    assert_eq!(value("try: pass\nexcept (A, B) as e: pass", "e"), "?");
    assert_eq!(value("try: pass\nexcept* A as e: pass", "e"), "?");
}

#[test]
fn match_captures_are_parts_of_the_subject() {
    let source = "match v:\n  case [a, {'k': b, **c}] if a: pass\n  case P(x=d) | Q(d): pass\n  case e: pass";
    assert_eq!(value(source, "a"), "v[0]");
    assert_eq!(value(source, "b"), r#"v[1]["k"]"#);
    assert_eq!(value(source, "d"), "v.x | each(v)");
    assert_eq!(value(source, "e"), "v");
    assert_eq!(value("match v:\n  case (1, *r) as w: pass", "w"), "v");
    assert_eq!(value("match v:\n  case s, t: pass", "t"), "v[1]");
}

#[test]
fn letters_of_another_style_do_not_hide_a_name() {
    assert_eq!(lowered("𝐞𝐯𝐚𝐥(x)"), "eval(x)");
    assert_eq!(lowered("os.ｓｙｓｔｅｍ(x)"), "os.system(x)");
}
