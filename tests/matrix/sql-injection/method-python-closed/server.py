import sqlite3

from mcp.server.fastmcp import FastMCP


class Inventory:
    COLUMNS = ("name", "price")

    def __init__(self):
        self.db = sqlite3.connect("inventory.db")

    def listing(self, order):
        if order not in self.COLUMNS:
            raise ValueError("no such column")
        return self.fetch("SELECT * FROM items ORDER BY {}".format(order))

    def fetch(self, query):
        return self.db.execute(query).fetchall()


inventory = Inventory()
mcp = FastMCP("inventory")


@mcp.tool()
def list_items(order: str = "name") -> str:
    return str(inventory.listing(order))
