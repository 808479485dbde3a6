import subprocess

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("history")


@mcp.tool()
def diff(revision: str) -> str:
    """Changes since a revision."""
    return subprocess.run(["git", "diff", "--end-of-options", revision], capture_output=True, text=True).stdout
