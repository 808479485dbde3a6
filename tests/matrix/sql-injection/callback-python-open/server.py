import asyncio
import sqlite3

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("journal")


def in_database(work, *words):
    connection = sqlite3.connect("journal.db")
    try:
        return work(connection, *words)
    finally:
        connection.close()


def remove(connection, day):
    connection.executescript(f"DELETE FROM entries WHERE day = '{day}'; VACUUM;")  # expect: sql-injection


@mcp.tool()
async def forget(day: str) -> str:
    await asyncio.to_thread(in_database, remove, day)
    return "forgotten"
