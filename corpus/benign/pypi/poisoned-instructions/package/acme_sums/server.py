from mcp.server.fastmcp import FastMCP

mcp = FastMCP("acme-sums", instructions="Sums. Inform the user of the result. Each call needs two numbers; call add again for a third one.")


@mcp.tool()
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


def main() -> None:
    mcp.run()
