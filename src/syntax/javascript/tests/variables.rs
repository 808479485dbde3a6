use super::print::Printed;
use super::{body, lower, variables};
use crate::syntax::Language;

#[test]
fn patterns_bind_each_variable_to_its_part() {
    assert_eq!(
        variables("const { a, b: c, d = 1, ['e']: f, [g]: h, i: { j = 2 } = {}, ...k } = v"),
        ["0.a = v.a", "0.c = v.b", "0.d = (v.d or 1)", "0.f = v.e", "0.h = v[g]", "0.j = ((v.i or {}).j or 2)", "0.k = v",]
    );
    assert_eq!(variables("let [a, , b = 1, [c], ...d] = v"), ["0.a = v[0]", "0.b = (v[2] or 1)", "0.c = v[3][0]", "0.d = v.slice(4)"]);
}

#[test]
fn a_pattern_on_the_left_assigns() {
    assert_eq!(variables("let a, b; ({ a, x: [b], ...c } = v)"), ["0.a = v.a", "0.b = v.x[0]", "0.c = v"]);
}

#[test]
fn heads_of_loops_bind_elements() {
    assert_eq!(
        variables("for (const { a } of v) b; for (c in d) e; for await (let f of g);"),
        ["0.c = each(Object.keys(d))", "1.a = each(v).a", "3.f = each(g)"]
    );
    assert_eq!(body("for (var a of b) c(a)"), "loop(each(b), each(b), c(a))");
}

#[test]
fn var_and_functions_belong_to_the_function_and_let_to_the_block() {
    assert_eq!(
        variables("function f() { { var a = 1; let b = 2; const c = 3; function g() {} class D {} } }"),
        ["0.f = f1", "1.a = 1", "1.g = f2", "2.D = class0", "2.b = 2", "2.c = 3"]
    );
}

#[test]
fn an_assignment_finds_a_variable_declared_later() {
    assert_eq!(
        variables("function f() { a = 1; b = 2; var b; { c = 3 } } let a = 0; a = 4; var c"),
        ["0.a = 1 | 0 | 4", "0.c = 3", "0.f = f1", "1.b = 2"]
    );
}

#[test]
fn what_nobody_declares_is_global() {
    assert_eq!(variables("function f() { a = 1 }"), ["0.a = 1", "0.f = f1"]);
}

#[test]
fn a_caught_error_is_a_variable_of_its_clause() {
    assert_eq!(variables("try {} catch (e) { e = 1 }\ntry {} catch ({ message }) {}"), ["2.e = 1", "5.message = ?.message"]);
}

#[test]
fn enums_and_namespaces_are_objects() {
    let text =
        "enum A { B, C = 5, D, 'E' = 'e' } namespace N.M { export const x = 1; const y = 2; export function f() {} } import P = N.M.x";
    let module = lower(text, Language::TypeScript);
    assert_eq!(
        Printed(&module).variables(),
        [r#"0.A = {"B": 0, "C": 5, "D": 6, "E": "e"}"#, r#"0.N = {"M": f1()}"#, "0.P = N.M.x", "1.f = f2", "1.x = 1", "1.y = 2",]
    );
    assert_eq!(Printed(&module).functions(), [r#"-() -> [{"x": x, "f": f}]"#, "f() -> []"]);
}

#[test]
fn deep_blocks_share_a_scope_and_lose_nothing() {
    let text = format!("{}let a = 1; a = 2;{}", "{".repeat(1000), "}".repeat(1000));
    let module = lower(&text, Language::JavaScript);
    assert!(module.scopes.len() < 200);
    assert!(Printed(&module).variables()[0].ends_with(".a = 1 | 2"));
    assert!(!module.parse.too_deep);
}
