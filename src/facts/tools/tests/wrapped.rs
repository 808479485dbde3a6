use super::script;

#[test]
fn a_helper_registers_one_tool_for_each_of_its_calls() {
    let code = "const tool = (name, description, shape, callback) => {
            server.registerTool(name, { description, inputSchema: shape }, async (args, extra) => ({ text: await callback(args) }));
        };
        tool('read', 'Reads.', { path: z.string() }, async function read({ path }) {});
        tool('list', 'Lists.', { folder: z.string() }, async function list({ folder }) {});";
    assert_eq!(script(code), ["tool list(folder) -> list inputs@0", "tool read(path) -> read inputs@0"]);
}

#[test]
fn a_loop_registers_one_tool_for_each_turn() {
    let code = "const tools = [
            { name: 'read', inputSchema: { path: z.string() }, handler: async function read(args) {} },
            { name: 'list', inputSchema: { folder: z.string() }, handler: async function list(args) {} },
        ];
        for (const one of tools) server.registerTool(one.name, one, one.handler);";
    assert_eq!(script(code), ["tool list(folder) -> list inputs@0", "tool read(path) -> read inputs@0"]);
}

#[test]
fn for_each_and_a_table_of_handlers_keep_names_and_functions_together() {
    let tools = "export const readTool = { name: 'read', description: 'Reads.', inputSchema: z.object({ path: z.string() }) };
        export const listTool = { name: 'list', description: 'Lists.', inputSchema: z.object({ folder: z.string() }) };
        export const TOOLS = [readTool, listTool];
        export const HANDLERS = { read: async function read(args) {}, list: async function list(args) {} };";
    let index = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
        import { TOOLS, HANDLERS } from './tools.js';
        const server = new McpServer({});
        TOOLS.forEach((tool) => {
            const handler = HANDLERS[tool.name];
            server.tool(tool.name, tool.description, { params: tool.inputSchema.optional() }, measured(tool.name, handler));
        });
        function measured(name, handler) { return async (...args) => handler(...args); }";
    let tools = format!("import {{ z }} from 'zod';\n{tools}");
    let wanted = ["tool list(params) -> list inputs@0", "tool read(params) -> read inputs@0"];
    assert_eq!(super::found(&[("index.js", index), ("tools.js", &tools)]), wanted);
}

#[test]
fn entries_of_an_object_are_name_and_function() {
    let code = "const tools = { read: async function read(args) {}, list: async function list(args) {} };
        for (const [name, handler] of Object.entries(tools)) server.registerTool(name, { inputSchema: { path: z.string() } }, handler);";
    assert_eq!(script(code), ["tool list(path) -> list inputs@0", "tool read(path) -> read inputs@0"]);
}

#[test]
fn objects_that_reach_the_server_out_of_sight_are_tools_by_their_looks() {
    let code = "export const read = { name: 'read', description: 'Reads.', parameters: z.object({ path: z.string() }), execute: async function one(args) {} };
        export const more = { list: wrap({ description: 'Lists.', parameters: z.object({}), execute: async function two() {} }) };
        export const nothing = { name: 'row', description: 'A row.', execute: async function three() {} };";
    assert_eq!(script(code), ["tool read(path) -> one inputs@0", "tool list -> two inputs@0"]);
}

#[test]
fn classes_that_tell_their_base_what_they_are_are_tools() {
    let code = "const definition = { name: 'read', description: 'Reads.', inputSchema: { type: 'object', properties: { path: { type: 'string' } } } };
        class Base { constructor(schema, tool) { this.schema = schema; this.tool = tool; } }
        class Read extends Base {
            constructor() { super(z.object({}), definition); }
            async process(args) {}
        }
        class List { name = 'list'; description = 'Lists.'; schema = { folder: z.string() }; async execute(args) {} }";
    assert_eq!(script(code), ["tool read(path?) -> process inputs@0", "tool list(folder?) -> execute inputs@0"]);
}
