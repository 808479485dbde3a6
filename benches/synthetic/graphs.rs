//! Call graphs that no hand writes: each could keep a naive walk busy for ever.

use super::Speech;

/// A function of one parameter; `body` is an expression.
fn function(speech: Speech, name: &str, parameter: &str, body: &str) -> String {
    match speech {
        Speech::JavaScript => format!("function {name}({parameter}) {{ return {body}; }}\n"),
        Speech::Python => format!("def {name}({parameter}):\n    return {body}\n"),
    }
}

/// A tool that hands its input to `call`, and the shell that whatever comes of it ends in.
fn tool(speech: Speech, call: &str) -> String {
    match speech {
        Speech::JavaScript => format!(
            "import {{ McpServer }} from '@modelcontextprotocol/sdk/server/mcp.js';\nimport {{ z }} from 'zod';\nimport {{ exec }} from 'node:child_process';\nconst server = new McpServer({{ name: 'graph', version: '1.0.0' }});\nserver.registerTool('go', {{ inputSchema: {{ text: z.string() }} }}, async ({{ text }}) => {call}(text));\nexec({call}('a'));\n"
        ),
        Speech::Python => format!(
            "import subprocess\nfrom mcp.server.fastmcp import FastMCP\nserver = FastMCP('graph')\n\n@server.tool()\ndef go(text: str) -> str:\n    return {call}(text)\n\nsubprocess.run({call}('a'), shell=True)\n"
        ),
    }
}

/// Behind the functions that it calls, as Python wants it.
fn file(speech: Speech, functions: &str, call: &str) -> String {
    functions.to_owned() + &tool(speech, call)
}

/// `count` functions, each of which calls the next and one half way round.
pub fn mutual(speech: Speech, count: usize) -> String {
    let body = |at: usize| format!("f{}(f{}(x + 'a'))", (at + 1) % count, (at + count / 2) % count);
    let functions: String = (0..count).map(|at| function(speech, &format!("f{at}"), "x", &body(at))).collect();
    file(speech, &functions, "f0")
}

/// `f0` calls `f1` twice, that calls `f2` twice, and so on: 2 to the power of `depth` ways to the end.
pub fn diamond(speech: Speech, depth: usize) -> String {
    let body = |at: usize| if at + 1 < depth { format!("f{0}(x) + f{0}(x + 'a')", at + 1) } else { "x".to_owned() };
    let functions: String = (0..depth).map(|at| function(speech, &format!("f{at}"), "x", &body(at))).collect();
    file(speech, &functions, "f0")
}

/// The same backwards: the parameter at the end comes from two calls each, up to the top, where `entries` calls begin it.
pub fn fan_in(speech: Speech, depth: usize, entries: usize) -> String {
    let mut text = match speech {
        Speech::JavaScript => "import { exec } from 'node:child_process';\n".to_owned(),
        Speech::Python => "import subprocess\n".to_owned(),
    };
    let end = match speech {
        Speech::JavaScript => "exec(x)",
        Speech::Python => "subprocess.run(x, shell=True)",
    };
    text += &function(speech, "f0", "x", end);
    for at in 1..=depth {
        for side in ["a", "b"] {
            let below = if at == 1 { "f0".to_owned() } else { format!("f{}{side}", at - 1) };
            let other = if at == 1 { "f0".to_owned() } else { format!("f{}{}", at - 1, if side == "a" { "b" } else { "a" }) };
            text += &function(speech, &format!("f{at}{side}"), "x", &format!("[{below}(x + '{side}'), {other}('{side}' + x)]"));
        }
    }
    (0..entries).for_each(|entry| text += &format!("f{depth}a('{entry}')\n"));
    text
}

/// Callbacks that are given callbacks: each function calls what it is given with another of them.
pub fn callbacks(speech: Speech, count: usize) -> String {
    let body = |at: usize| format!("x(f{}) or x(f{})", (at + 1) % count, (at * 7 + 3) % count);
    let body = |at: usize| if speech == Speech::JavaScript { body(at).replace(" or ", " || ") } else { body(at) };
    let functions: String = (0..count).map(|at| function(speech, &format!("f{at}"), "x", &body(at))).collect();
    let start = function(speech, "start", "x", "f0(f1)(f2)(x)");
    file(speech, &(functions + &start), "start")
}
