import subprocess

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("history")


@mcp.tool()
def diff(revision: str) -> str:
    """Changes since a revision."""
    return subprocess.run(["git", "diff", revision], capture_output=True, text=True).stdout  # expect: argument-injection
