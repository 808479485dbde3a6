use super::*;

#[test]
fn handlers_of_requests_are_dispatchers() {
    let code = "server.setRequestHandler(CallToolRequestSchema, async function call({ params: { name, arguments: args } }) {});
        server.setRequestHandler(ReadResourceRequestSchema, async function read(request) {});
        server.setRequestHandler(GetPromptRequestSchema, traced(async function ask(request) {}));
        const Own = z.object({ method: z.literal('tools/call') });
        server.setRequestHandler(Own, async function own(request) {});
        server.setRequestHandler('tools/call', async function wire(request) {});";
    let wanted = [
        "dispatcher -> call request@0",
        "resourcedispatcher -> read request@0",
        "promptdispatcher -> ask request@0",
        "dispatcher -> own request@0",
        "dispatcher -> wire request@0",
    ];
    assert_eq!(script(code), wanted);
}

#[test]
fn the_low_level_server_of_python_has_dispatchers() {
    let code = "@server.call_tool()
async def call(name: str, arguments: dict): pass
@server.read_resource()
async def read(uri): pass
@server.get_prompt()
async def ask(name, arguments): pass
";
    let wanted = ["dispatcher -> call name@0 inputs@1", "resourcedispatcher -> read uri@0", "promptdispatcher -> ask name@0 inputs@1"];
    assert_eq!(snake(code), wanted);
}

/// What each tool reaches, as `name: callees`.
fn reached(files: &[(&str, &str)]) -> Vec<String> {
    let program = program(files);
    let signatures = Signatures::builtin();
    let (facts, _) = crate::facts::collect(&program, &no_manifest(), &signatures);
    let tools = facts.entries.iter().zip(&facts.reaches).filter(|(entry, _)| entry.kind == EntryKind::Tool);
    tools
        .map(|(entry, calls)| {
            let calls: Vec<&str> = calls.iter().map(|call| facts.calls[*call as usize].callee.as_str()).collect();
            format!("{}: {}", entry.name.as_deref().unwrap_or("-"), calls.join(" "))
        })
        .collect()
}

#[test]
fn a_tool_reaches_what_its_branch_reaches() {
    let code = "import fs from 'node:fs';
        import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
        server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [{ name: 'read' }, { name: 'write' }, { name: 'drop' }, { name: 'more' }] }));
        server.setRequestHandler(CallToolRequestSchema, async (request) => answer(request.params.name, request.params.arguments));
        const TABLE = { more: (args) => fs.readdirSync(args.path), other: (args) => fs.rmdirSync(args.path) };
        async function answer(name, args) {
            if (name === 'drop') return fs.unlinkSync(args.path);
            switch (name) {
                case 'read': return new Store().load(args);
                case 'write': return fs.writeFileSync(args.path, '');
                default: return TABLE[name](args);
            }
        }
        class Store { load(args) { return [args.path].map((path) => fs.readFileSync(path)); } }";
    let wanted = ["read: fs.readFileSync", "write: fs.writeFileSync", "drop: fs.unlinkSync", "more: fs.readdirSync"];
    assert_eq!(reached(&[("index.js", code)]), wanted);
}

#[test]
fn the_branches_of_python_are_told_apart() {
    let code = "import os
from enum import Enum
from mcp.server import Server
from mcp.types import Tool
server = Server('notes')
class Names(str, Enum):
    DROP = 'drop'
@server.list_tools()
async def tools():
    return [Tool(name='read'), Tool(name=Names.DROP), Tool(name='list')]
@server.call_tool()
async def call(name, arguments):
    if name == 'list':
        return os.listdir(arguments['folder'])
    match name:
        case 'read':
            return load(arguments['path'])
        case Names.DROP:
            os.remove(arguments['path'])
def load(path):
    return open(path).read()
";
    assert_eq!(reached(&[("notes.py", code)]), ["read: open", "drop: os.remove", "list: os.listdir"]);
}

#[test]
fn a_branch_that_asks_for_the_name_of_a_parsed_definition_is_that_tools() {
    let tools = "import { ToolSchema } from '@modelcontextprotocol/sdk/types.js';
        export const Read = ToolSchema.parse({ name: 'read', inputSchema: {} });
        export const Drop = ToolSchema.parse({ name: 'drop', inputSchema: {} });";
    let code = "import fs from 'node:fs';
        import * as tools from './tools.js';
        import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
        server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: Object.values(tools) }));
        server.setRequestHandler(CallToolRequestSchema, async (request) => {
            const { name, arguments: args } = request.params;
            switch (name) {
                case tools.Read.name: return fs.readFileSync(args.path);
                case tools.Drop.name: return fs.unlinkSync(args.path);
            }
        });";
    assert_eq!(reached(&[("index.js", code), ("tools.js", tools)]), ["read: fs.readFileSync", "drop: fs.unlinkSync"]);
}

#[test]
fn a_server_of_python_takes_its_functions_when_it_is_made() {
    let code = "async def list_all(ctx, params):
    return types.ListToolsResult(tools=[types.Tool(name='read', input_schema={'type': 'object', 'properties': {'path': {}}})])
async def call(ctx, params):
    return params.arguments
made = Server('notes', on_list_tools=list_all, on_call_tool=call)
";
    let mut entries = snake(code);
    entries.sort();
    assert_eq!(entries, ["dispatcher -> call request@1", "tool read(path?)"]);
}
