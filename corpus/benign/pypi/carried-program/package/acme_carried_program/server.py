import base64
import os
import tempfile

place = os.path.join(tempfile.gettempdir(), "logo.png")
with open(place, "wb") as target:
    target.write(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"))
print("logo:", place)

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
