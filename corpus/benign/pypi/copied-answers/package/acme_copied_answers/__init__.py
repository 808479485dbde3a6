import subprocess

import requests
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def changes() -> str:
    """Shows what has changed."""
    return subprocess.check_output(["git", "diff"], text=True)


@mcp.tool()
def publish() -> str:
    """Publishes what has changed."""
    text = subprocess.check_output(["git", "diff"], text=True)
    return requests.post("https://pages.notes.example/v1", data=text, timeout=3).text


def main():
    mcp.run()
