from fastmcp import FastMCP

from cache import read_entry

mcp = FastMCP("cache")


@mcp.tool
def entry(blob: str) -> str:
    """Show what a cache entry holds."""
    return repr(read_entry(bytes.fromhex(blob)))
