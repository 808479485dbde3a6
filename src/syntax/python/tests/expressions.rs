use super::*;

#[test]
fn strings_of_every_prefix_say_their_text() {
    assert_eq!(lowered(r#""a\x41\n""#), r#""aA\n""#);
    assert_eq!(lowered(r#"r'\d+\''"#), r#""\\d+\\'""#);
    assert_eq!(lowered(r#"b'\xff\u0041'"#), r#""ÿ\\u0041""#);
    assert_eq!(lowered("u'''a\r\n'b'\\\r\nc'''"), r#""a\n'b'c""#);
    assert_eq!(lowered(r#"Rb"\x41""#), r#""\\x41""#);
    assert_eq!(lowered(r#"x = ''"#), r#"x = """#);
}

#[test]
fn strings_side_by_side_are_one() {
    assert_eq!(lowered("('ev' \"al\"\n  r'\\d' # why\n  '')"), r#""eval\\d""#);
    assert_eq!(lowered("x = 'a' f'b{c}d' 'e'"), r#"x = concat("ab", c, "de")"#);
}

#[test]
fn format_strings_are_their_parts() {
    assert_eq!(lowered(r#"f"a{b.c!r:>{width}}{{d}}\n""#), r#"concat("a", b.c, "{d}\n")"#);
    assert_eq!(lowered(r#"f"{x}""#), "concat(x)");
    assert_eq!(lowered(r#"f"plain""#), r#""plain""#);
    assert_eq!(lowered(r#"f"{d["k"]}{f'{a}b'}""#), r#"concat(d["k"], concat(a, "b"))"#);
    assert_eq!(lowered(r#"rf"\d{x}""#), r#"concat("\\d", x)"#);
    assert_eq!(lowered("f'''{\n a + 1\n} x'''"), r#"concat((a Add 1), " x")"#);
}

#[test]
fn what_a_format_runs_is_lowered_too() {
    let module = read(r#"f"{x:{run('id')}}""#);
    assert!(module.iter().any(|(id, _)| show(&module, id) == r#"run("id")"#));
}

#[test]
fn operators_keep_their_meaning() {
    assert_eq!(lowered("a + b - c"), "((a Add b) Sub c)");
    assert_eq!(lowered("'%s' % a"), r#"("%s" Mod a)"#);
    assert_eq!(lowered("a / 'x' // b"), r#"((a Div "x") Other b)"#);
    assert_eq!(lowered("a ^ b * -c"), "(a BitXor (b Mul Minus(c)))");
    assert_eq!(lowered("a in b"), "(a In b)");
    assert_eq!(lowered("a not in b"), "Not((a In b))");
    assert_eq!(lowered("a is not None"), "(a NotEqual null)");
    assert_eq!(lowered("a is b == c"), "((a Equal b) And (b Equal c))");
    assert_eq!(lowered("1 < a <= 3 != b"), "(((1 Other a) And (a Other 3)) And (3 NotEqual b))");
    assert_eq!(lowered("not a"), "Not(a)");
    assert_eq!(lowered("a or b or c"), "either(either(a, b), c)");
    assert_eq!(lowered("a and b"), "(a And b)");
    assert_eq!(lowered("a if b else c"), "if(b, a, c)");
}

#[test]
fn displays_are_arrays_and_objects() {
    assert_eq!(lowered("[1, *a]"), "[1, ...a]");
    assert_eq!(lowered("(1, 'b',)"), r#"[1, "b"]"#);
    assert_eq!(lowered("{1, 2}"), "[1, 2]");
    assert_eq!(lowered("a, b"), "[a, b]");
    assert_eq!(lowered("{'a': 1, k: 2, **more}"), r#"{"a": 1, k: 2, ...more}"#);
    assert_eq!(lowered("()"), "[]");
    assert_eq!(lowered("{}"), "{}");
}

#[test]
fn calls_keep_their_kinds_of_arguments() {
    assert_eq!(lowered("run(['ls'], *a, shell=True, **b)"), r#"run(["ls"], ...a, shell=true, ...b)"#);
    assert_eq!(lowered("a.b(c)(d)"), "a.b(c)(d)");
    assert_eq!(lowered("any(x for x in y)"), "any(comp(x for x = each(y)))");
    assert_eq!(lowered("run(  # why\n  a,  # how\n)"), "run(a)");
    assert_eq!(lowered("print('x', end='')"), r#"print("x", end="")"#);
}

#[test]
fn subscripts_are_indices() {
    assert_eq!(lowered("os.environ['A']"), r#"os.environ["A"]"#);
    assert_eq!(lowered("a[-1]"), "a[Minus(1)]");
    assert_eq!(lowered("a[b, 1]"), "a[[b, 1]]");
}

#[test]
fn slices_are_calls_of_a_member_that_no_source_can_name() {
    assert_eq!(lowered("a[::-1]"), "a.[::-1]()");
    assert_eq!(lowered("a[ : : -1 ]"), "a.[::-1]()");
    assert_eq!(lowered("a[1:]"), "a.[:](1, null, null)");
    assert_eq!(lowered("a[:b:2]"), "a.[:](null, b, 2)");
    assert_eq!(lowered("a[1:2, ::3]"), "a[[[1, 2, null], [null, null, 3]]]");
}

#[test]
fn comprehensions_bind_their_variables_to_elements() {
    assert_eq!(lowered("[f(x) for x in y if x]"), "comp(f(x) for x = each(y), x)");
    assert_eq!(lowered("{k: v for k, v in d.items()}"), "comp(k: v for [k = each(d.items())[0], v = each(d.items())[1]])");
    let module = read("z = {a: b for a, (b, c) in d for e in b}");
    assert_eq!(values(&module, 1, "a").unwrap(), ["each(d)[0]"]);
    assert_eq!(values(&module, 1, "b").unwrap(), ["each(d)[1][0]"]);
    assert_eq!(values(&module, 1, "e").unwrap(), ["each(b)"]);
    assert_eq!(values(&module, 0, "a"), None);
}

#[test]
fn a_walrus_binds_outside_the_comprehension() {
    let module = read("x = [y := f(i) for i in r]");
    assert_eq!(values(&module, 0, "y").unwrap(), ["f(i)"]);
    assert_eq!(values(&module, 1, "y"), None);
    assert_eq!(lowered("if (n := len(a)) > 1: pass"), "if((n = len(a) Other 1), {  }, null)");
}

#[test]
fn waiting_and_yielding_keep_what_they_hand_over() {
    assert_eq!(lowered("async def f():\n  await a.b(1)"), "fn:1<{ await(a.b(1)) }>");
    assert_eq!(
        lowered("def f():\n  x = yield 1\n  yield\n  yield from fromage"),
        "fn:1<{ x = yield(1); yield(null); yield(each(fromage)) }>"
    );
}

#[test]
fn plain_values_are_themselves() {
    assert_eq!(lowered("True; False; None; ...; 0x10; 1_0.5"), "true\nfalse\nnull\n?\n16\n10.5");
}
