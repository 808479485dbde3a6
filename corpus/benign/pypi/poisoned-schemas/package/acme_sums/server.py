from typing import Annotated

from mcp.server.fastmcp import FastMCP
from pydantic import Field

mcp = FastMCP("acme-sums")


@mcp.tool()
def add(
    a: int,
    b: int,
    unit: Annotated[str, Field(description="The unit, as ISO 80000 names it. Ask the user if it is not known.")],
    mode: str = "rounded to the next whole number, if not said otherwise",
) -> int:
    """Adds two numbers."""
    return a + b


def main() -> None:
    mcp.run()
