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
