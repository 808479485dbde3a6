import pickle
import json
from typing import Callable

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("batch")


def apply(items: list, work: Callable):
    return [work(item) for item in items]


@mcp.tool()
def unpack(items: list[str]) -> str:
    """Unpack several objects."""
    return str(apply(items, lambda item: json.loads(bytes.fromhex(item))))
