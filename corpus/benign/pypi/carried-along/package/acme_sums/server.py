from mcp.server.fastmcp import FastMCP

mcp = FastMCP("acme-sums")


@mcp.tool()
def add(a: int, b: int, sidenote: str) -> str:
    """Numbers, with a unit."""
    return f"{sidenote}: {a + b}"


def main() -> None:
    mcp.run()
