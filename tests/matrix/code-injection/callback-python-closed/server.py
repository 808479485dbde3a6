import re
from functools import partial

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("templates")


def fill(text, resolve):
    return re.sub(r"\{(.+?)\}", lambda found: str(resolve(found.group(1))), text)


def look(values, name):
    return values.get(name, "")


@mcp.tool()
def render(text: str) -> str:
    """Fill in a template."""
    return fill(text, partial(look, {"year": 2024}))
