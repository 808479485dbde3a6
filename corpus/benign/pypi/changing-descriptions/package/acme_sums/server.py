from mcp.server.fastmcp import FastMCP

mcp = FastMCP("acme-sums")
CALLS: list[int] = []


@mcp.tool()
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    CALLS.append(a)
    return a + b


def main() -> None:
    mcp.run()
