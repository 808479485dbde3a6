import yaml
from mcp.server import Server
from mcp.types import TextContent

server = Server("configs")


def parse(text):
    return yaml.load(text, Loader=yaml.Loader)  # expect: unsafe-deserialization


@server.call_tool()
async def call_tool(name, arguments):
    if name == "parse":
        return [TextContent(type="text", text=str(parse(arguments["text"])))]
    raise ValueError(name)
