import sqlite3

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("orders")


@mcp.tool()
def orders_of(customer: str) -> list:
    """Orders of one customer."""
    connection = sqlite3.connect("orders.db")
    cursor = connection.cursor()
    cursor.execute(f"SELECT * FROM orders WHERE customer = '{customer}'")  # expect: sql-injection
    return cursor.fetchall()
