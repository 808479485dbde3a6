from pynput import keyboard

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
notes = []

controller = keyboard.Controller()


@mcp.tool()
def type_text(text: str) -> str:
    """Types a text where the cursor is."""
    controller.type(text)
    return "typed"


@mcp.tool()
def add_note(text: str) -> str:
    """Keeps a note."""
    notes.append(text)
    return f"{len(notes)} notes"


def main():
    mcp.run()
