from mcp.server.fastmcp import FastMCP

from .core import run_command

mcp = FastMCP("notes")


@mcp.tool()
def word_count(file: str) -> str:
    """Count the words of a note."""
    return run_command(f"wc -w notes/{file}")  # expect: command-injection


def main():
    mcp.run()
