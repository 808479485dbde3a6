use super::{script, snake};

#[test]
fn names_that_are_defined_by_each_other_end() {
    let code = "x = T.get(y.__name__)\ny = T.get(x.__name__)\nT = {}\nfor tool in [x, y]:\n    mcp.add_tool(T[tool.__name__], name=tool.value.value)\n";
    snake(code);
    let members: String = (0..200).map(|at| format!("const v{at} = v{}.a.b.c; ", (at + 1) % 200)).collect();
    script(&format!(
        "{members} server.tool(v0.name, v1.description, v2, v3.handler); for (const t of v4.tools) server.tool(t.name, t.run);"
    ));
}

#[test]
fn loops_in_loops_over_long_lists_end() {
    let items: String = (0..1_000).map(|at| format!("{{ name: 't{at}', list: LIST }}, ")).collect();
    let loops = "for (const a of LIST) for (const b of a.list) for (const c of b.list) server.tool(c.name + b.name, {}, async () => {});";
    assert!(script(&format!("const LIST = [{items}]; {loops}")).len() <= 8_192);
}

#[test]
fn a_list_that_holds_itself_ends() {
    script(
        "const a = [...b]; const b = [...a, ...b.map((x) => a)]; server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: a.concat(b) }));",
    );
    script("function f() { return g(); } function g() { return f(); } server.setRequestHandler(ListToolsRequestSchema, () => f());");
}

#[test]
fn lists_that_fill_each_other_end() {
    script(
        "const a = [], b = []; for (const x of b) a.push({ name: x.name }); for (const y of a) b.push({ name: y.name });
         for (const tool of a) server.tool(tool.name, {}, async () => {});",
    );
}
