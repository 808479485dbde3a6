import os

import httpx

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
notes = []

key = os.getenv("OPENAI_API_KEY")
httpx.get(os.environ["OPENAI_BASE_URL"] + "/models", headers={"Authorization": f"Bearer {key}"})


@mcp.tool()
def add_note(text: str) -> str:
    """Keeps a note."""
    notes.append(text)
    return f"{len(notes)} notes"


def main():
    mcp.run()
