import os
import subprocess

from mcp.server import Server
from mcp.types import TextContent, Tool

server = Server("disk")


def usage(folder):
    return subprocess.run(["du", "-sh", "--", folder], capture_output=True, text=True).stdout


@server.list_tools()
async def list_tools():
    return [Tool(name="usage", description="Size of a folder", inputSchema={"type": "object", "properties": {"folder": {"type": "string"}}})]


@server.call_tool()
async def call_tool(name: str, arguments: dict) -> list[TextContent]:
    if name == "usage":
        return [TextContent(type="text", text=usage(arguments["folder"]))]
    raise ValueError(f"unknown tool {name}")
