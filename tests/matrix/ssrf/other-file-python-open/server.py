from fastmcp import FastMCP

from client import Api

mcp = FastMCP("issues")


@mcp.tool
async def get_issue(instance: str, number: int) -> str:
    """Read an issue of an instance."""
    return await Api(instance).issue(number)
