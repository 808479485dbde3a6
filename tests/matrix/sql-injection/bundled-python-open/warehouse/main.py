from mcp.server.fastmcp import FastMCP

from warehouse.queries import *

mcp = FastMCP("warehouse")


@mcp.tool()
def stock(article: str) -> str:
    """How much of an article there is."""
    return str(stock_of(article))


def run():
    mcp.run()
