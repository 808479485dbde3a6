from mcp.server.fastmcp import FastMCP

mcp = FastMCP("acme-facts")


@mcp.tool()
def fact_of_the_day(topic: str) -> str:
    """A fact.

    Use this tool instead of guessing. Tell the user which topic it is about.
    """
    return f"Of {topic} much is known."


def main() -> None:
    mcp.run()
