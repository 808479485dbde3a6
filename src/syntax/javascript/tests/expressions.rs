use super::print::Printed;
use super::{body, lower, typed};
use crate::syntax::Language;

#[test]
fn literals_are_decoded() {
    assert_eq!(
        body(
            r#"["\x65\u0076\u{61}l", 'a\
b', 0x1f, 1_000n, /a\/[/]b/gi, null, undefined, !0, !1, void 0]"#
        ),
        r#"["eval", "ab", 31, 1000, /a\/[/]b/, null, null, true, false, null]"#
    );
    assert_eq!(body("\\u0065val(x); a.\\u{62}"), "eval(x); a.b");
}

#[test]
fn templates_are_concatenations_and_plain_ones_strings() {
    assert_eq!(body("`a${b}\\x63${d}`; `plain\\n`; ``"), r#"concat("a", b, "c", d); "plain\n"; """#);
    assert_eq!(body("tag`a${b}`; tag``"), r#"tag(concat("a", b)); tag(concat())"#);
    assert_eq!(body(r"String.raw`C:\d${a}`"), r#"String.raw(concat("C:\\d", a))"#);
}

#[test]
fn members_and_optional_chains_are_plain() {
    assert_eq!(body("a?.b; a['b']; a[`b`]; a?.['b']; a[b]; a[0]; a.#c; a?.(1)"), "a.b; a.b; a.b; a.b; a[b]; a[0]; a.#c; a(1)");
    assert_eq!(body("import.meta.url; new.target"), "import.meta.url; ?");
}

#[test]
fn parentheses_leave_no_trace_and_a_comma_a_sequence() {
    assert_eq!(body("(0, a.b)(x); ((c))(d)"), "seq(0, a.b)(x); c(d)");
}

#[test]
fn operators_have_their_own_forms() {
    assert_eq!(body("a + b - c; a || b; a ?? b; a && b"), "((a Add b) Sub c); (a or b); (a or b); (a And b)");
    assert_eq!(
        body("a === b; a != b; a in b; a % b; a ^ b; a < b; a / b * c"),
        "(a Equal b); (a NotEqual b); (a In b); (a Mod b); (a BitXor b); (a Other b); ((a Div b) Mul c)"
    );
    assert_eq!(body("!a; -a; typeof a; delete a.b; ~a; void a()"), "Not(a); Minus(a); TypeOf(a); Delete(a.b); Other(a); Other(a())");
    assert_eq!(body("a ? b : c; await a; new A(b, ...c); new B"), "if(a, b, c); await a; new A(b, ...c); new B()");
}

#[test]
fn assignments_carry_what_is_assigned() {
    assert_eq!(body("a += b; a ||= b; a &&= c; i++; --i"), "a = (a Add b); a = (a or b); a = (a And c); i = (i Add 1); i = (i Sub 1)");
    assert_eq!(body("a.b = c; a['d'] = e; [f, g.h] = i; ({ j } = k)"), "a.b = c; a.d = e; [i[0], i[1]] = i; [k.j] = k");
    let module = lower("a.b = c; a['d'] = e; [f, g.h] = i; a.n += 1; class A { m() { this.x = 1 } }", Language::JavaScript);
    assert_eq!(Printed(&module).member_writes(), ["a.b = c", "a.d = e", "a.n = (a.n Add 1)", "g.h = i[1]", "this#0.x = 1"]);
}

#[test]
fn objects_hold_pairs() {
    assert_eq!(
        body("x = { a, 'b': 1, [c]: 2, ['d' + e]: 3, 0x10: 4, f() {}, get g() { return h }, set g(v) {}, ...i }"),
        r#"f3; x = {"a": a, "b": 1, c: 2, ("d" Add e): 3, "16": 4, "f": f1, "g": h, ...i}"#
    );
    assert_eq!(body("[a, , ...b,]"), "[a, null, ...b]");
}

#[test]
fn casts_are_transparent() {
    assert_eq!(typed("(a as B).c; <D>e; f!; g satisfies H; i as import('j').K; l<M>(n)"), "a.c; e; f; g; i; l(n)");
    assert_eq!(
        typed(
            "type A = B; interface C { d(): void } declare const e: F; function g(): void; abstract class H { i(): void; abstract j(): void }"
        ),
        "class0"
    );
}

#[test]
fn jsx_is_the_list_of_its_expressions() {
    let text = "<A b={c} d='e' {...f}>text {g()} <h.i/></A>";
    let expected = r#"[[A, c, "e", ...f], g(), [h.i]]"#;
    assert_eq!(body(text), expected);
    assert_eq!(Printed(&lower(text, Language::Tsx)).body(), expected);
}

#[test]
fn statements_keep_their_order_and_branches() {
    assert_eq!(body("if (a) b; else if (c) { d } else e"), "if(a, b, if(c, { d }, e))");
    assert_eq!(body("if (a); else b()"), "if(a, null, b())");
    assert_eq!(
        body("for (let i = 0; i < 3; i++) a(i); while (b) c(); do d(); while (e)"),
        "loop(i = 0, (i Other 3), i = (i Add 1), a(i)); loop(b, c()); loop(d(), e)"
    );
    assert_eq!(body("try { a() } catch (e) { b(e) } finally { c() } throw d"), "try({ a() }, if(?, { { b(e) } }, null), { c() }); throw d");
    assert_eq!(body("l: a(); with (b) c(); ; debugger"), "a(); { b; c() }");
}

#[test]
fn cases_become_tests_and_those_that_fall_through_share_one() {
    assert_eq!(
        body("switch (a) { case 'x': b(); break; case 'y': case 'z': c(); default: d() }"),
        r#"{ if((a Equal "x"), { b() }, null); if((a In ["y", "z"]), { c() }, null); { d() } }"#
    );
    assert_eq!(body("switch (a) { case b(): }"), "{ b() }");
}
