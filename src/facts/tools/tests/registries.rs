use super::{found, script, snake};

const SDK: &str = "import { Server } from '@modelcontextprotocol/sdk/server/index.js';
    import { ToolSchema, CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
    import { z } from 'zod';
    const server = new Server({ name: 'notes' });";

#[test]
fn the_values_of_a_module_are_tools() {
    let index = format!(
        "{SDK}\nimport * as tools from './tools.js';
        server.setRequestHandler(ListToolsRequestSchema, async () => ({{ tools: Object.values(tools) }}));"
    );
    let tools = "import { ToolSchema } from '@modelcontextprotocol/sdk/types.js';
        export const Read = ToolSchema.parse({ name: 'read', description: 'Reads.', inputSchema: { type: 'object', properties: { path: { type: 'string' } } } });
        export const List = ToolSchema.parse({ name: 'list', description: 'Lists.', inputSchema: { type: 'object' } });
        export function helper() {}";
    assert_eq!(found(&[("index.js", &index), ("tools.js", tools)]), ["tool read(path?)", "tool list"]);
}

#[test]
fn a_list_is_filled_by_other_files() {
    let index = format!(
        "{SDK}\nimport {{ definitions, answer }} from './all.js';
        server.setRequestHandler(ListToolsRequestSchema, async () => ({{ tools: definitions() }}));
        server.setRequestHandler(CallToolRequestSchema, async function call(request) {{ return answer(request.params.name, request.params.arguments); }});"
    );
    let registry = "export const registry = [];
        export function definitions() { return registry.map((tool) => ({ name: tool.name, description: tool.description, inputSchema: toJson(tool.zodSchema) })); }
        export async function answer(name, args) { return registry.find((tool) => tool.name === name).execute(args); }";
    let all = "import { registry } from './registry.js';
        import { z } from 'zod';
        const read = { name: 'read', description: 'Reads.', zodSchema: z.object({ path: z.string() }), execute: async function read(args) {} };
        const list = { name: 'list', description: 'Lists.', zodSchema: z.object({}), execute: async function list(args) {} };
        registry.push(read, list);
        export * from './registry.js';";
    let files = [("index.js", index.as_str()), ("registry.js", registry), ("all.js", all)];
    assert_eq!(found(&files), ["dispatcher -> call request@0", "tool read(path?) -> read inputs@0", "tool list -> list inputs@0"]);
}

#[test]
fn a_map_that_a_helper_fills_holds_one_tool_for_each_call_of_it() {
    let code = "class Registry {
            constructor() { this.tools = new Map(); }
            add(name, description, schema, handler) { this.tools.set(name, { name, description, inputSchema: schema, handler }); }
            all() { return Array.from(this.tools.values()); }
        }
        const registry = new Registry();
        registry.add('read', 'Reads.', { type: 'object', properties: { path: { type: 'string' } } }, async function read(args) {});
        registry.add('list', 'Lists.', { type: 'object' }, async function list(args) {});
        server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: registry.all() }));";
    let mut tools = script(code);
    tools.sort();
    assert_eq!(tools, ["tool list -> list inputs@0", "tool read(path?) -> read inputs@0"]);
}

#[test]
fn maps_and_objects_are_filled_one_by_one_and_in_loops() {
    let code = "const table = {};
        const map = new Map([['read', { name: 'read', description: 'Reads.', inputSchema: {}, handler: async function read(args) {} }]]);
        for (const tool of [{ name: 'list', description: 'Lists.', inputSchema: {}, handler: async function list(args) {} }]) map.set(tool.name, tool);
        table['drop'] = { description: 'Drops.', inputSchema: {}, handler: async function drop(args) {} };
        for (const [name, tool] of map) server.registerTool(name, { description: tool.description, inputSchema: tool.inputSchema }, tool.handler);
        for (const [name, tool] of Object.entries(table)) server.registerTool(name, tool, tool.handler);";
    let mut tools = script(code);
    tools.sort();
    assert_eq!(tools, ["tool drop -> drop inputs@0", "tool list -> list inputs@0", "tool read -> read inputs@0"]);
}

#[test]
fn what_a_callback_makes_of_an_item_tells_the_tool() {
    let code = "const commands = [{ id: 'read', summary: 'Reads.', shape: { type: 'object', properties: { path: {} } }, run: async function read(args) {} }];
        server.setRequestHandler(ListToolsRequestSchema, () => ({
            tools: commands.map((one) => ({ name: `notes_${one.id}`, description: one.summary, inputSchema: one.shape })),
        }));";
    assert_eq!(script(code), ["tool notes_read(path?) -> read inputs@0"]);
}

#[test]
fn a_dictionary_of_python_is_filled_by_a_helper() {
    let code = "TOOLS = {}
def register(name, description, schema, handler):
    TOOLS[name] = types.Tool(name=name, description=description, inputSchema=schema)
register('read', 'Reads.', {'type': 'object', 'properties': {'path': {'type': 'string'}}}, None)
register('list', 'Lists.', {'type': 'object'}, None)

@server.list_tools()
async def list_tools():
    return list(TOOLS.values())
";
    let mut tools = snake(code);
    tools.sort();
    assert_eq!(tools, ["tool list", "tool read(path)"]);
}
