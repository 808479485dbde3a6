import subprocess

from mcp.server import Server
from mcp.types import TextContent

server = Server("archive")


def unpack(member, archive="notes.tar"):
    done = subprocess.run(["tar", "-xvf", archive, member], capture_output=True, text=True)  # expect: argument-injection
    return done.stdout


@server.call_tool()
async def handle(name, arguments):
    match name:
        case "unpack":
            return [TextContent(type="text", text=unpack(arguments["member"]))]
        case _:
            raise ValueError(name)
