from fastmcp import FastMCP

from scripts import run_script

mcp = FastMCP("automation")


@mcp.tool
def automate(script: str) -> str:
    """Run one of the scripts."""
    return run_script(script)
