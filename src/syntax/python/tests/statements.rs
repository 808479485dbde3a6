use super::*;

#[test]
fn branches_nest_to_the_right() {
    assert_eq!(lowered("if a: b\nelif c: d\nelif e: f\nelse: g"), "if(a, { b }, if(c, { d }, if(e, { f }, { g })))");
    assert_eq!(lowered("if a:\n  # why\n  b\n"), "if(a, { b }, null)");
}

#[test]
fn loops_hold_head_and_body() {
    assert_eq!(lowered("for x in y:\n  z\nelse:\n  w"), "loop(x = each(y), { z }, { w })");
    assert_eq!(lowered("while a:\n  b\n  break"), "loop(a, { b; leave })");
    assert_eq!(lowered("for a, b in c: pass"), "loop([a = each(c)[0], b = each(c)[1]], {  })");
}

#[test]
fn handlers_follow_the_body() {
    let source = "try:\n  a\nexcept E as e:\n  b\nexcept:\n  c\nelse:\n  d\nfinally:\n  f";
    assert_eq!(lowered(source), "try({ a }, if(?, { seq(E; e = ?); { b } }, null), if(?, { { c } }, null), { d }, { f })");
}

#[test]
fn contexts_are_blocks() {
    assert_eq!(lowered("with open(p) as f, lock:\n  g(f)"), "{ f = open(p); lock; { g(f) } }");
    assert_eq!(lowered("async def m():\n  async with a() as (r, w):\n    r"), "fn:1<{ { [r = a()[0]; w = a()[1]]; { r } } }>");
}

#[test]
fn small_statements_keep_their_values() {
    assert_eq!(lowered("raise E('x') from cause"), r#"throw E("x")"#);
    assert_eq!(lowered("raise"), "throw null");
    assert_eq!(lowered("assert a, 'b'"), r#"if(Not(a), throw "b", null)"#);
    assert_eq!(lowered("del a.b"), "Delete(a.b)");
    assert_eq!(lowered("del a, b"), "Delete([a, b])");
    assert_eq!(lowered("a; b = 1; pass"), "a\nb = 1");
}

#[test]
fn statements_of_python_2_are_calls() {
    assert_eq!(lowered("print 'a', b"), r#"print("a", b)"#);
    assert_eq!(lowered("exec code in scope"), "exec(code, scope)");
    assert_eq!(lowered("exec 'x = 1'"), r#"exec("x = 1")"#);
}

#[test]
fn a_match_is_a_block_of_branches() {
    let source = concat!(
        "match name:\n  case 'a' | 'b': f()\n  case -1: g()\n  case X.Y: h()\n",
        "  case Z(1, k=2): i()\n  case {'t': 'x'} if ok: j()\n  case _: k()",
    );
    let expected = [
        r#"{ if(either((name Equal "a"); (name Equal "b")); { f() }; null)"#,
        "if((name Equal Minus(1)); { g() }; null)",
        "if((name Equal X.Y); { h() }; null)",
        "if((((name Other Z) And (each(name) Equal 1)) And (name.k Equal 2)); { i() }; null)",
        r#"if(((name["t"] Equal "x") And ok); { j() }; null)"#,
        "if(true; { k() }; null) }",
    ];
    assert_eq!(lowered(source), expected.join("; "));
}

#[test]
fn docstrings_stay_in_front() {
    assert_eq!(lowered("'''doc'''\nx = 1"), "\"doc\"\nx = 1");
}
