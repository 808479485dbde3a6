from fastmcp import FastMCP

from storage import load_table

mcp = FastMCP("tables")


@mcp.tool
def describe(table: str) -> str:
    """Columns of a table file."""
    return ", ".join(load_table(table).columns)
