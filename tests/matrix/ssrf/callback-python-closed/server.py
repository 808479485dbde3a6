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
    if not feed.startswith("https://feeds.acme.example/"):
        raise ValueError("not one of our feeds")
    return retry(lambda: requests.get(feed).text)
