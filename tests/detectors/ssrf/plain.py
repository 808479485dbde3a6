from urllib.parse import urlparse

import httpx
import requests
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
HOSTS = {"images.acme.example"}


@mcp.tool()
async def picture(url: str) -> str:
    requests.get(url)  # expect: ssrf
    async with httpx.AsyncClient() as client:
        await client.get(url)  # expect: ssrf
    return "done"


@mcp.tool()
def region(region: str) -> str:
    requests.get(f"https://{region}/v1/notes")  # expect: ssrf
    requests.get(f"https://api.acme.example/{region}/notes")
    requests.get("https://api.acme.example/notes", params={"region": region})
    return "done"


@mcp.tool()
def ours(url: str) -> str:
    if urlparse(url).hostname not in HOSTS:
        raise ValueError("not one of ours")
    return requests.get(url).text
