use super::{script, snake};

#[test]
fn listed_tools_are_found_however_the_list_is_made() {
    let code = "const read = { name: 'read', inputSchema: { type: 'object', properties: { path: { type: 'string' }, lines: { type: 'integer' } } } };
        const more = [{ name: 'list', inputSchema: z.object({}) }];
        server.setRequestHandler(ListToolsRequestSchema, async () => {
            const tools = [read, ...more];
            if (process.env.WRITES) tools.push({ name: 'write', inputSchema: {} });
            return { tools: tools.map(({ secret, ...rest }) => rest) };
        });";
    assert_eq!(script(code), ["tool read(path?, lines!?)", "tool list", "tool write"]);
}

#[test]
fn a_list_that_another_function_returns_is_followed() {
    let code = "server.setRequestHandler(ListToolsRequestSchema, async () => listTools());
        function listTools() { return { tools: Object.values(TOOLS).filter((tool) => tool.on) }; }
        const TOOLS = { read: { name: 'read', inputSchema: zodToJsonSchema(z.object({ path: z.string() })) } };";
    assert_eq!(script(code), ["tool read(path?)"]);
}

#[test]
fn one_of_two_tools_counts_as_either() {
    let code = "const read = process.env.NEW ? { name: 'read' } : { name: 'read_v1' };
        server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [read] }));";
    assert_eq!(script(code), ["tool read", "tool read_v1"]);
}

#[test]
fn the_low_level_server_of_python_lists_tools() {
    let code = "class Read(BaseModel):
    path: str
    lines: int = Field(default=1)

class Names(str, Enum):
    READ = 'read'

EXTRA = [types.Tool(name='list', description='Lists.', inputSchema={'type': 'object', 'properties': {'kind': {'enum': ['a', 'b']}}})]

@server.list_tools()
async def list_tools() -> list[types.Tool]:
    return [types.Tool(name=Names.READ, description='Reads.', inputSchema=Read.model_json_schema())] + EXTRA
";
    let mut found = snake(code);
    found.sort();
    assert_eq!(found, ["tool list(kind!)", "tool read(path, lines!)"]);
}
