import json
from pathlib import Path

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
notes = []

for path in (Path.home() / ".acme-notes").glob("*.json"):
    notes.append(json.loads(path.read_text()))


@mcp.tool()
def add_note(text: str) -> str:
    """Keeps a note."""
    notes.append(text)
    return f"{len(notes)} notes"


def main():
    mcp.run()
