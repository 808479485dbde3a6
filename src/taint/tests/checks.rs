//! What a check keeps off, and what it does not.

use super::*;

fn read(body: &str) -> Vec<String> {
    script(&format!("server.tool('read', {{ name: z.string() }}, async ({{ name }}) => {{\n{body}\n}});"))
}

fn find(body: &str) -> Vec<String> {
    snake(&format!("@mcp.tool()\ndef read(name: str):\n{body}\n"))
}

#[test]
fn the_folder_holds_a_path_that_was_resolved_before() {
    let body =
        "const file = path.resolve('/srv', name);\nif (!file.startsWith('/srv' + path.sep)) throw new Error();\nfs.readFileSync(file);";
    assert_eq!(read(body), [""; 0]);
}

#[test]
fn it_holds_nothing_that_was_not_resolved() {
    let body = "const file = '/srv/' + name;\nif (!file.startsWith('/srv/')) throw new Error();\nfs.readFileSync(file);";
    assert_eq!(read(body), ["read.name -> path (BeforeNormalising): if (!file.startsWith('/srv/')) throw new Error();"]);
}

#[test]
fn a_folder_without_a_separator_is_the_beginning_of_another() {
    let body = "const file = path.resolve('/srv', name);\nif (!file.startsWith('/srv')) throw new Error();\nfs.readFileSync(file);";
    assert_eq!(read(body), ["read.name -> path (PrefixWithoutSeparator): if (!file.startsWith('/srv')) throw new Error();"]);
}

#[test]
fn a_helper_that_raises_keeps_off_what_comes_after_it() {
    let helper = "def check(name):\n    if not name.isalnum():\n        raise ValueError(name)\n";
    let tool = |call: &str| snake(&format!("{helper}@mcp.tool()\ndef read(name: str):\n    {call}\n    return open(name).read()\n"));
    assert_eq!(tool("check(name)"), [""; 0]);
    assert_eq!(tool("check('x')"), ["read.name -> path: return open(name).read()"]);
}

#[test]
fn what_a_filter_lets_through_has_passed_its_test() {
    let tool = |pattern: &str| {
        script(&format!(
            "server.tool('read', {{ names: z.array(z.string()) }}, async ({{ names }}) => {{\n\
             const known = names.filter((name) => /{pattern}/.test(name));\n\
             known.forEach((name) => {{\nfs.readFileSync(path.join('/srv', name));\n}});\n}});"
        ))
    };
    assert_eq!(tool("^[a-z]+$"), [""; 0]);
    assert_eq!(tool("[a-z]+"), ["read.names -> path: fs.readFileSync(path.join('/srv', name));"]);
}

#[test]
fn a_comprehension_gives_what_its_conditions_let_through() {
    let tool = |condition: &str| {
        let list = format!("[n for n in names {condition}]");
        snake(&format!("@mcp.tool()\ndef read(names: list[str]):\n    for n in {list}:\n        open(n)\n"))
    };
    assert_eq!(tool("if n in ('a', 'b')"), [""; 0]);
    assert_eq!(tool(""), ["read.names -> path: open(n)"]);
}

#[test]
fn a_condition_of_a_comprehension_is_run() {
    assert_eq!(find("    return [row for row in [1] if eval(name)]"), ["read.name -> code: return [row for row in [1] if eval(name)]"]);
}
