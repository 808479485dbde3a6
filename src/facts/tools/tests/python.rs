use super::snake;

#[test]
fn decorated_functions_are_tools_with_their_parameters() {
    let code = "@mcp.tool()
async def read(ctx: Context, path: str, lines: int = 3, kind: Literal['a', 'b'] = 'a', *, code: Annotated[str, Field(pattern='^[a-z]+$')]) -> str:
    '''Reads.'''

@mcp.tool
def ping(): pass

@mcp.tool(name='write_note', annotations=types.ToolAnnotations(readOnlyHint=False))
@logged
def write(path: str, **rest): pass
";
    let wanted = [
        "tool read(path, lines!, kind!, code~^[a-z]+$) -> read path@1 lines@2 kind@3 code@4",
        "tool ping -> ping",
        "tool write_note(path) [no readOnlyHint] -> write path@0 inputs@1",
    ];
    assert_eq!(snake(code), wanted);
}

#[test]
fn functions_that_are_handed_over_are_tools() {
    let code = "def read(path: str): pass
def list_all(folder: str | None = None): pass
mcp.tool()(read)
mcp.add_tool(list_all, name='list')
";
    assert_eq!(snake(code), ["tool read(path) -> read path@0", "tool list(folder) -> list_all folder@0"]);
}

#[test]
fn a_list_of_wrapped_functions_is_followed_through_other_files() {
    let main = "from fastmcp import FastMCP
from notes.registry import prepare
def main():
    (
        tools,
        names,
    ) = prepare(True)
    mcp = FastMCP('notes')
    for tool in tools:
        mcp.add_tool(Tool.from_function(tool))
";
    let registry = "from notes.reading import read, find
READING = [read, find]
def get_tools(more):
    tools = list(READING)
    return tools
def prepare(more):
    tools = get_tools(more)
    enabled = [tool for tool in tools if tool.__name__ != 'x']
    final = []
    for tool in enabled:
        wrapped = measured(tool)
        if more:
            wrapped = confirmed(wrapped)
        final.append(wrapped)
    return final, more
def measured(tool):
    def wrapper(*args): return tool(*args)
    return wrapper
def confirmed(tool): return tool
";
    let reading = "def read(path: str): pass\ndef find(words: str): pass\n";
    let found =
        super::found(&[("notes/main.py", main), ("notes/registry.py", registry), ("notes/reading.py", reading), ("notes/__init__.py", "")]);
    assert_eq!(found, ["tool find(words) -> find words@0", "tool read(path) -> read path@0"]);
}

#[test]
fn fields_of_a_model_are_inputs_of_their_own() {
    let code = "class Query(BaseModel):
    text: str = Field(description='What to look for')
    limit: int = 5

class Kind(Enum):
    A = 'a'

@mcp.tool()
def search(query: Query, kind: Kind, limits: list[int], words: Optional[str] = None): pass
";
    assert_eq!(snake(code), ["tool search(query.text, query.limit!, kind!, limits!, words) -> search query@0 kind@1 limits@2 words@3"]);
}

#[test]
fn resources_prompts_and_routes_are_entries() {
    let code = "from flask import Flask
app = Flask('notes')
@mcp.resource('notes://{name}')
def note(name: str): pass
@mcp.prompt()
def ask(topic: str): pass
@app.route('/notes/<name>', methods=['POST'])
def post(name): pass
";
    assert_eq!(
        snake(code),
        ["resource notes://{name}(name) -> note name@0", "prompt ask(topic) -> ask topic@0", "http /notes/<name> -> post name@0"]
    );
}

#[test]
fn a_registrar_in_another_file_takes_the_server_as_a_parameter() {
    let main = "from fastmcp import FastMCP\nfrom notes.reading import register\nmcp = FastMCP('notes')\nregister(mcp)\n";
    let reading = "def register(mcp):\n    @mcp.tool()\n    def read(path: str): pass\n";
    let found = super::found(&[("notes/main.py", main), ("notes/reading.py", reading), ("notes/__init__.py", "")]);
    assert_eq!(found, ["tool read(path) -> read path@0"]);
}

#[test]
fn a_decorator_of_another_library_is_no_registration() {
    assert_eq!(snake("from agents import Agent\nagent = Agent()\n@agent.tool\ndef read(path: str): pass\n"), [""; 0]);
}

#[test]
fn handler_classes_tell_their_tool_by_a_method() {
    let code = "class Handler:
    def __init__(self, tool_name: str):
        self.name = tool_name

class Read(Handler):
    def __init__(self):
        super().__init__('read_note')

    def get_tool_description(self):
        return types.Tool(name=self.name, description='Reads.', inputSchema={'type': 'object', 'properties': {'path': {'type': 'string'}}})

    def run_tool(self, args: dict): pass
";
    assert_eq!(snake(code), ["tool read_note(path) -> run_tool inputs@1"]);
}

#[test]
fn pairs_of_name_and_function_are_tools_where_a_registered_function_cannot_be_told() {
    let code = "def make():
    def read(path: str):
        'Reads.'
    return [('note_read', read)]
catalog = {}
for name, function in make():
    catalog[name] = function
for name in sorted(catalog):
    mcp.add_tool(catalog[name], name=name)
";
    assert_eq!(snake(code), ["tool note_read(path) -> read path@0"]);
}

#[test]
fn tools_of_a_mounted_server_have_its_prefix() {
    let main = "from fastmcp import FastMCP
from notes.reading import reading
from notes.writing import writing
from notes.plain import plain
mcp = FastMCP('notes')
mcp.mount(reading, 'read')
reading.mount('deep', writing)
mcp.mount(plain)
@mcp.tool
def ping(): pass
";
    let server =
        |name: &str| format!("from fastmcp import FastMCP\n{name} = FastMCP('{name}')\n@{name}.tool()\ndef one(path: str): pass\n");
    let (reading, writing, plain) = (server("reading"), server("writing"), server("plain"));
    let found = super::found(&[
        ("notes/main.py", main),
        ("notes/reading.py", &reading),
        ("notes/writing.py", &writing),
        ("notes/plain.py", &plain),
        ("notes/__init__.py", ""),
    ]);
    let wanted = [
        "tool ping -> ping",
        "tool read_one(path) -> one path@0",
        "tool read_deep_one(path) -> one path@0",
        "tool one(path) -> one path@0",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn what_a_framework_or_a_decorator_hands_in_is_no_input() {
    let code = "from fastapi import FastAPI
app = FastAPI()
Session = Annotated[AsyncSession, Depends(get_session)]

def with_client(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        return await function(make_client(), *args, retries=3, **kwargs)
    return wrapper

def with_services(configs):
    def decorate(function):
        async def wrapper(*args, **kwargs):
            for config in configs:
                kwargs[config['name']] = make_service(config)
            return await function(*args, **kwargs)
        return wrapper
    return decorate

def logged(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper

@mcp.tool()
@with_client
async def search(client, query: str, retries: int = 1): pass

@mcp.tool()
@with_services([{'name': 'drive'}])
async def files(drive: Any, query: str): pass

@mcp.tool()
@logged
async def plain(drive, query: str): pass

@app.post('/notes')
async def notes(session: Session, tasks: BackgroundTasks, other=Depends(get_other), text: str = ''): pass
";
    let wanted = [
        "tool search(query) -> search query@1",
        "tool files(query) -> files query@1",
        "tool plain(drive, query) -> plain drive@0 query@1",
        "http /notes -> notes text@3",
    ];
    assert_eq!(snake(code), wanted);
}
