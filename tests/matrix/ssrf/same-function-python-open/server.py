from urllib.parse import urlparse

import requests
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("reader")


@mcp.tool()
def read_page(url: str) -> str:
    """Read a page."""
    return requests.get(url, timeout=10).text  # expect: ssrf
