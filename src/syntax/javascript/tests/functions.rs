use super::print::Printed;
use super::{body, functions, lower, variables};
use crate::syntax::Language::{JavaScript, TypeScript};

#[test]
fn every_form_has_its_name_parameters_and_returns() {
    assert_eq!(
        functions(
            "function a(b, c = 1, ...d) { if (b) return c; return } async x => x; var e = async () => await f; g = function* h() {}; i.j = () => {}",
            JavaScript
        ),
        ["a(b, c = 1, ...d) -> [c, null]", "async -(x) -> [x]", "async e() -> [await f]", "h() -> []", "j() -> []"]
    );
    assert_eq!(
        functions("x = { k() {}, l: () => 1, async m() {}, get n() { return 2 } }; const { o = () => 3 } = p", JavaScript),
        ["k() -> []", "l() -> [1]", "async m() -> []", "get n() -> [2]", "o() -> [3]"]
    );
}

#[test]
fn parameters_are_variables_of_the_function() {
    assert_eq!(
        variables("(a, { b, c: [d] = [] }, [e] = f, g = 1, ...[h]) => b"),
        ["1.a = f1.0", "1.b = f1.1.b", "1.d = (f1.1.c or [])[0]", "1.e = (f1.2 or f)[0]", "1.g = f1.3", "1.h = f1.4[0]"]
    );
    assert_eq!(functions("({ a } = {}) => a", JavaScript), ["-(- = {}) -> [a]"]);
}

#[test]
fn a_named_function_expression_knows_itself() {
    assert_eq!(variables("(function f() { f() })"), ["1.f = f1"]);
}

#[test]
fn typed_parameters_are_parameters() {
    let text = "class A { constructor(private x: T, readonly y = 1, @d() z?: U, { w }: V = {}) {} m(this: A, ...r: any[]) {} }";
    let module = lower(text, TypeScript);
    assert_eq!(Printed(&module).functions(), ["class0.constructor(x, y = 1, z, - = {}) -> []", "class0.m(...r) -> []"]);
    assert_eq!(Printed(&module).member_writes(), ["this#0.x = f1.0", "this#0.y = f1.1"]);
    assert_eq!(Printed(&module).variables()[1..5], ["1.w = (f1.3 or {}).w", "1.x = f1.0", "1.y = f1.1", "1.z = f1.2"]);
}

#[test]
fn classes_have_bases_methods_and_fields() {
    let text = "class A extends b.C { #p = 1; static s = () => this; 'q' = 2; r; static { t() } get u() { return this.#p } static async v() {} *w() {} ['x']() {} constructor() { super(y); super.z() } }";
    let module = lower(text, JavaScript);
    assert_eq!(Printed(&module).classes(), [r#"A(b.C) {u#3, v#4, w#5, x#6, constructor#7} {#p = 1, s = f1, q = 2}"#]);
    assert_eq!(
        Printed(&module).functions(),
        [
            "s() -> [this#0]",
            "-() -> []",
            "get class0.u() -> [this#0.#p]",
            "async static class0.v() -> []",
            "class0.w() -> []",
            "class0.x() -> []",
            "class0.constructor() -> []",
        ]
    );
    assert_eq!(Printed(&module).body(), "seq(f2(), class0)");
    assert_eq!(Printed(&module).variables(), ["0.A = seq(f2(), class0)"]);
}

#[test]
fn this_belongs_to_the_class_except_in_plain_functions() {
    assert_eq!(
        functions(
            "class A { m() { return () => this } n() { return function () { return this } } } function f() { return this }",
            JavaScript
        ),
        ["class0.m() -> [f2]", "-() -> [this#0]", "class0.n() -> [f4]", "-() -> [this]", "f() -> [this]"]
    );
}

#[test]
fn decorators_stay_with_what_they_decorate() {
    let text = "@a @b(class {}) export class C { @d() m() {} @e f = 1; n() {} } export @g class H {}";
    let module = lower(text, TypeScript);
    assert_eq!(Printed(&module).classes(), ["-() {} {}", "@a @b(class0) C() {m#1, n#2} {f = 1}", "@g H() {} {}"]);
    assert_eq!(Printed(&module).functions(), ["@d() class1.m() -> []", "class1.n() -> []"]);
}

#[test]
fn a_class_expression_takes_the_name_of_its_place() {
    let module = lower("const A = class {}, B = class C { m() { C } }; x = { D: class {} }", JavaScript);
    assert_eq!(Printed(&module).classes(), ["A() {} {}", "C() {m#1} {}", "D() {} {}"]);
    assert_eq!(Printed(&module).variables(), ["0.A = class0", "0.B = class1", "0.x = {\"D\": class2}", "2.C = class1"]);
}

#[test]
fn patterns_of_parameters_run_before_the_body() {
    assert_eq!(body("(({ a = b() }) => c)()"), "f1()");
    let module = lower("({ a = b() }) => c", JavaScript);
    let block = module.functions[1].body.unwrap();
    assert_eq!(Printed(&module).expr(block), "{ (f1.0.a or b()); c }");
}

#[test]
fn a_function_spans_its_own_expressions() {
    let module = lower("x; function f(a) { return g(a) } y", JavaScript);
    let (start, end) = module.functions[1].exprs;
    let shown: Vec<_> = module.iter().filter(|(id, _)| (start..end).contains(&id.0)).map(|(id, _)| Printed(&module).expr(id)).collect();
    assert_eq!(shown, ["f1.0", "g", "a", "g(a)", "return g(a)", "{ return g(a) }"]);
}
