import sys

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes", host="0.0.0.0")  # expect: insecure-transport


@mcp.tool()
def ping() -> str:
    return "pong"


def main():
    if "--http" in sys.argv:
        mcp.run(transport="streamable-http")
    mcp.run(transport="stdio")
