from pathlib import Path

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def search(words: str) -> str:
    notes = Path("notes.txt").read_text()
    return notes


def main() -> None:
    mcp.run()
