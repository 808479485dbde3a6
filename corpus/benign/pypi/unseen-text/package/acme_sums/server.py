from mcp.server.fastmcp import FastMCP

mcp = FastMCP("acme-sums")


@mcp.tool()
def add(a: int, b: int) -> int:
    """Adds two numbers.

    Складывает два числа. Additionne deux nombres. 二つの数を足す。
    """
    return a + b


@mcp.tool(description="Subtracts, with a token such as aGVsbG8gd29ybGQgYW5kIGFsbCBvZiB5b3U=")
def sub(a: int, b: int) -> int:
    """Subtracts."""
    return a + b


def main() -> None:
    mcp.run()
