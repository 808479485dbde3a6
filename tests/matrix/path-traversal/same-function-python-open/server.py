from pathlib import Path

from mcp.server.fastmcp import FastMCP

ROOT = Path("notes").resolve()
mcp = FastMCP("notes")


@mcp.tool()
def read_note(name: str) -> str:
    """Read a note."""
    return (ROOT / name).read_text()  # expect: path-traversal
