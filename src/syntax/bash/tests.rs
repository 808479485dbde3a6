//! What each form of the shell becomes.

use crate::syntax::ir::Module;
use crate::syntax::show::{show_all, values};
use crate::syntax::{Language, ParseBudget, parse};

fn read(source: &str) -> Module {
    parse(source, Language::Bash, &ParseBudget::default()).unwrap()
}

/// The statements, one per line, without the texts of whole lines.
fn lowered(source: &str) -> String {
    show_all(&read(source)).lines().filter(|line| !line.starts_with("shell(")).collect::<Vec<_>>().join("\n")
}

/// The texts of whole lines.
fn lines(source: &str) -> Vec<String> {
    let all = show_all(&read(source));
    let all = all.replace("; ", "\n").replace("{ ", "{\n");
    all.lines().filter_map(|line| Some(line.split_once("shell(concat(")?.1.trim_end_matches(')').to_owned())).collect()
}

#[test]
fn a_command_is_a_call_with_its_words() {
    assert_eq!(lowered("/usr/bin/curl -s 'https://a.example/'\"$X\"/b"), r#"curl("-s", concat("https://a.example/", $.X, "/b"))"#);
    assert_eq!(lowered("A=1 sudo -E B=2 env C=3 wget a\\ b"), r#"wget("a b")"#);
    assert_eq!(lowered("./run x; $tool y"), "exec(\"./run\", \"x\")\nexec($.tool, \"y\")");
    assert_eq!(lowered("env; env -i; timeout 5"), "$\nenv(\"-i\")\ntimeout(\"5\")");
    assert_eq!(lowered(r"echo $'\x63\165rl\n'"), "echo(\"curl\\n\")");
}

#[test]
fn what_is_piped_in_is_an_argument() {
    assert_eq!(lowered("a x | b | c"), "c(stdin=b(stdin=a(\"x\")))");
    assert_eq!(lowered("sh < in > out 2>&1"), "\">\"".replace('"', "") + r#"("out", sh(stdin=<("in")))"#);
    assert_eq!(lowered("sh <<< 'id'"), r#"sh(stdin="id")"#);
    assert_eq!(lowered("cat <<EOF | sh\nid $X\nEOF\n"), r#"sh(stdin=cat(stdin=concat("id ", $.X, "\n")))"#);
    assert_eq!(lowered("cat > f <<'EOF'\nid\nEOF\n"), r#">("f", cat(stdin="id\n"))"#);
    assert_eq!(lowered("bash <(curl a)"), r#"bash(curl("a"))"#);
    assert_eq!(lowered("x > /dev/null 2>&1"), "x()");
}

#[test]
fn a_variable_that_nobody_sets_is_of_the_environment() {
    let module = read("A=1\necho $A $B\nC=${C:-2}\nD=$D:x");
    assert_eq!(values(&module, 0, "$A").unwrap(), ["1".replace('1', "\"1\"")]);
    assert_eq!(values(&module, 0, "$C").unwrap(), [r#"either($.C, "2")"#]);
    assert_eq!(values(&module, 0, "$D").unwrap(), [r#"concat($.D, ":x")"#]);
    assert_eq!(values(&module, 0, "$B"), None);
    assert!(show_all(&module).contains("echo($A, $.B)"), "{}", show_all(&module));
}

#[test]
fn functions_take_what_their_calls_give() {
    let module = read("get() {\n  local u=$1\n  curl \"$u\"\n}\nget https://a.example");
    assert_eq!(values(&module, 0, "get").unwrap().len(), 1);
    assert!(show_all(&module).contains(r#"get("https://a.example")"#));
    assert!(show_all(&module).contains("param:1.0"), "{}", show_all(&module));
    assert_eq!(module.functions[1].parameters.len(), 1);
    let module = read("send() {\n  curl -d @- a\n}\nenv | send x");
    assert!(show_all(&module).contains("stdin=param:1.16") && show_all(&module).contains(r#"send("x", stdin=$)"#), "{}", show_all(&module));
}

#[test]
fn statements_keep_their_shape() {
    let branches = lowered("if [ -z \"$CI\" ]; then\n a\nelif b; then\n c\nelse\n d\nfi");
    let expected =
        r#"if(?, { shell(concat("a")); a() }, if(seq(shell(concat("b")), b()), { shell(concat("c")); c() }, { shell(concat("d")); d() }))"#;
    assert_eq!(branches, expected);
    assert_eq!(lowered("for u in x y; do\n curl $u\ndone"), r#"loop($u = each(["x", "y"]), { shell(concat("curl "; $u)); curl($u) })"#);
    assert_eq!(lowered("case $1 in\n a) x ;;\nesac"), r#"{ ?; if(?; { shell(concat("x")); x() }; null) }"#);
    assert_eq!(lowered("a && b || c"), "either((a() And b()), c())");
    assert_eq!(lowered("exit 1"), "return ?");
}

#[test]
fn a_line_is_kept_as_one_text() {
    assert_eq!(lines("curl -s $URL | sh # now\nls"), [r#""curl -s ", $.URL, " | sh""#, r#""ls""#]);
    assert_eq!(lines("x=$(curl $U | sh)"), [r#""x=$(curl ", $.U, " | sh)""#]);
    assert!(show_all(&read("cd /tmp; wget a && chmod +x a\n./a")).contains(r#"shell(concat("cd /tmp; wget a && chmod +x a"))"#));
    assert!(lines("x=1\ny=$x").is_empty());
    assert_eq!(lines("ok() {\n  curl a | sh\n}"), [r#""curl a | sh""#]);
}

#[test]
fn hostile_scripts_end() {
    for source in
        ["$(", "if", "(((((", "\"${a:-${b:-${c", "a <<E", "case x in", "`", "$'\\", "a | | b", "${!x@}", "x[$(y)]=1", "function f {", "}"]
    {
        read(source);
    }
    let deep = format!("{}x{}", "$(".repeat(3_000), ")".repeat(3_000));
    std::thread::Builder::new().stack_size(1 << 30).spawn(move || read(&deep)).unwrap().join().unwrap();
    let long = "a && ".repeat(5_000) + "b";
    std::thread::Builder::new().stack_size(1 << 30).spawn(move || read(&long)).unwrap().join().unwrap();
}
