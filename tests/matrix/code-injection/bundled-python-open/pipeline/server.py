from mcp.server.fastmcp import FastMCP

from .steps import STEPS

mcp = FastMCP("pipeline")


@mcp.tool()
def step(kind: str, source: str) -> str:
    """Run a step of the pipeline."""
    return str(STEPS[kind](source))


def serve():
    mcp.run()
