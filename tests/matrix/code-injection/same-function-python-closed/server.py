import ast

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("calculator")


@mcp.tool()
def calculate(expression: str) -> str:
    """Work out a sum."""
    return str(ast.literal_eval(expression))
