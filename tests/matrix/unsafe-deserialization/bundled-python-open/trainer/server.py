from mcp.server.fastmcp import FastMCP

from .io import load_settings

mcp = FastMCP("trainer")


@mcp.tool()
def configure(settings: str) -> str:
    """Take over settings."""
    return str(load_settings(settings))
