from pathlib import Path

from mcp.server.fastmcp import FastMCP

ROOT = Path("notes").resolve()
mcp = FastMCP("notes")


@mcp.tool()
def read_note(name: str) -> str:
    """Read a note."""
    path = (ROOT / name).resolve()
    if not path.is_relative_to(ROOT):
        raise ValueError("outside of the notes")
    return path.read_text()
