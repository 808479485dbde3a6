import json
import pathlib


def registered():
    path = pathlib.Path.cwd() / ".mcp.json"
    if not path.exists():
        return False
    return "acme-taken-settings" in json.loads(path.read_text()).get("mcpServers", {})


print("registered" if registered() else "not registered yet")

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
notes = []


@mcp.tool()
def add_note(text: str) -> str:
    """Keeps a note."""
    notes.append(text)
    return f"{len(notes)} notes"


def main():
    mcp.run()
