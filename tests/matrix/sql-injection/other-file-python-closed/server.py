from fastmcp import FastMCP

from database import Database

db = Database()
mcp = FastMCP("people")


@mcp.tool
def find_person(name: str) -> str:
    """Find somebody by name."""
    return str(db.find(name))
