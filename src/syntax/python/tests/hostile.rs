use super::*;

/// On a stack as large as the one that files are read on.
fn with_a_large_stack<R: Send>(run: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| std::thread::Builder::new().stack_size(1 << 28).spawn_scoped(scope, run).unwrap().join().unwrap())
}

#[test]
fn what_stands_in_an_error_is_lowered() {
    let module = read("x = = os.system('id')\n");
    assert!(module.parse.error_bytes > 0);
    assert!(module.iter().any(|(id, _)| show(&module, id).contains(r#"os.system("id")"#)), "{}", show_all(&module));
    assert_eq!(read("x = 1\n").parse.error_bytes, 0);
    assert_eq!(read("def f(:\n  pass\n").parse.error_bytes, 1);
}

#[test]
fn text_that_is_no_python_at_all_is_survived() {
    for source in
        ["", "\0", "{{{{", "def", "class\n", "f'{", "'''", "match x:\n case", "((((\"", "@", "lambda", "a[::", "import", "from . import"]
    {
        let module = read(source);
        assert!(module.functions[0].body.is_some());
    }
}

#[test]
fn every_prefix_of_a_program_is_survived() {
    let source = "@a.b(c)\nclass D(E, f=g):\n  h: i = j\n  async def k(self, *l, m=1, **n) -> o:\n    with p as (q, *r): yield f'{s!r:{t}}' 'u'\n\
        match v:\n  case [w, {'x': 1}] | Y(z=-1): a[b:c] += lambda d: (yield)\nfrom . import (e as f, g)\n";
    for end in (0..source.len()).filter(|end| source.is_char_boundary(*end)) {
        read(&source[..end]);
        read(&source[end..]);
    }
}

#[test]
fn nesting_that_is_too_deep_is_said() {
    let depth = 20_100;
    for (open, close) in
        [("-(", ")"), ("f(", ")"), ("lambda:", ""), ("[", "]"), ("a[", "]"), ("{1:", "}"), ("a.b(x=", ")"), ("a + ", ""), ("not ", "")]
    {
        let source = format!("x = {}1{}", open.repeat(depth), close.repeat(depth));
        assert!(with_a_large_stack(|| read(&source).parse.too_deep), "{open}");
    }
    assert!(!read("x = 1 + 2").parse.too_deep);
}

#[test]
fn long_chains_take_linear_time() {
    let many = 20_000;
    let source = format!("if a: pass\n{}", "elif b: import os.path\n".repeat(many));
    let module = read(&source);
    let names = module.names.find("os").unwrap();
    assert_eq!(module.variables[&(crate::syntax::ir::ScopeId(0), names)].len(), 1);
}
