import os

from mcp.server import Server
from mcp.types import TextContent

BASE = os.path.abspath(os.environ.get("FILES_DIR", "./files"))
server = Server("files")


def confine(name):
    full = os.path.realpath(os.path.join(BASE, name))
    if not full.startswith(BASE):  # expect: path-traversal
        raise PermissionError(name)
    return full


def save(name, content):
    with open(confine(name), "w") as file:
        file.write(content)
    return "saved"


@server.call_tool()
async def call_tool(name: str, arguments: dict):
    if name == "save":
        return [TextContent(type="text", text=save(arguments["name"], arguments["content"]))]
    raise ValueError(name)
