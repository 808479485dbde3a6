from fastmcp import FastMCP

from network import trace

mcp = FastMCP("routes")


@mcp.tool
async def trace_route(host: str) -> str:
    """Show the route to a host."""
    return await trace(host)


if __name__ == "__main__":
    mcp.run()
