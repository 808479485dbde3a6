import requests
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("feeds")


def retry(work, times=3):
    for _ in range(times):
        try:
            return work()
        except requests.RequestException:
            continue
    raise RuntimeError("no answer")


@mcp.tool()
def read_feed(feed: str) -> str:
    """Read a feed."""
    return retry(lambda: requests.get(feed).text)  # expect: ssrf
