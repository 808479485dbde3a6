from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes", host="0.0.0.0")


@mcp.tool()
def ping() -> str:
    return "pong"


def main():
    mcp.run(transport="stdio")
