from mcp.server.fastmcp import FastMCP

from .core import run_command

mcp = FastMCP("notes")


@mcp.tool()
def word_count(file: str) -> str:
    """Count the words of a note."""
    return run_command("wc", "-w", f"notes/{file}")


def main():
    mcp.run()
