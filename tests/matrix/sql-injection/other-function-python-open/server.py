import psycopg2
from psycopg2 import sql
from mcp.server import Server
from mcp.types import TextContent

server = Server("tables")


def count(table):
    with psycopg2.connect("dbname=acme") as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM " + table)  # expect: sql-injection
            return cursor.fetchone()[0]


async def count_tool(arguments):
    return [TextContent(type="text", text=str(count(arguments["table"])))]


TOOLS = {"count": count_tool}


@server.call_tool()
async def call_tool(name, arguments):
    return await TOOLS[name](arguments)
