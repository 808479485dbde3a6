import subprocess
import sys

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def total(notes: str) -> str:
    """Adds the numbers in a note."""
    done = subprocess.run([sys.executable, "-"], input=f"print({notes})", capture_output=True, text=True)  # expect: code-injection
    return done.stdout


@mcp.tool()
def pretty(notes: str) -> str:
    """Sets a note out in lines."""
    return subprocess.run([sys.executable, "-m", "json.tool"], input=notes, capture_output=True, text=True).stdout
