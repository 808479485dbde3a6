import json

from mcp.server import Server
from mcp.types import TextContent

server = Server("filter")


def select(rows, condition):
    wanted = json.loads(condition)
    return [row for row in rows if row == wanted]


@server.call_tool()
async def call_tool(name, arguments):
    if name != "select":
        raise ValueError(name)
    rows = select([1, 2, 3], arguments["condition"])
    return [TextContent(type="text", text=str(rows))]
