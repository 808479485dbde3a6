import asyncio
import subprocess

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("archive")


def fetch(url):
    return subprocess.run(["curl", "-sS", "--", url], capture_output=True, text=True).stdout


@mcp.tool()
async def archive(url: str) -> str:
    """Keep a copy of a page."""
    text = await asyncio.to_thread(fetch, url)
    return f"{len(text)} characters"
