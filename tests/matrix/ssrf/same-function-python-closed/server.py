from urllib.parse import urlparse

import requests
from mcp.server.fastmcp import FastMCP

ALLOWED = {"docs.acme.example", "wiki.acme.example"}
mcp = FastMCP("reader")


@mcp.tool()
def read_page(url: str) -> str:
    """Read a page."""
    if urlparse(url).hostname not in ALLOWED:
        raise ValueError("not one of our hosts")
    return requests.get(url, timeout=10).text
