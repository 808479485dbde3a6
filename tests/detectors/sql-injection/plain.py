import sqlite3

import psycopg2
from psycopg2 import sql
from sqlalchemy import create_engine, text
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
engine = create_engine("sqlite://")


@mcp.tool()
def describe_table(table: str) -> str:
    with sqlite3.connect("notes.db") as conn:
        conn.execute(f"PRAGMA table_info({table})")  # expect: sql-injection
        conn.execute("SELECT * FROM notes WHERE name = ?", (table,))
    with psycopg2.connect("dbname=notes") as conn, conn.cursor() as cursor:
        cursor.execute("SELECT * FROM %s" % table)  # expect: sql-injection
        cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
        cursor.execute("SELECT * FROM notes WHERE name = %s", (table,))
    with engine.connect() as conn:
        conn.execute(text("SELECT * FROM " + table))  # expect: sql-injection
        conn.execute(text("SELECT * FROM notes WHERE name = :name"), {"name": table})
    return "done"


@mcp.tool()
def checked(table: str) -> str:
    if not table.isidentifier():
        raise ValueError("no such table")
    return str(sqlite3.connect("notes.db").execute(f"PRAGMA table_info({table})").fetchall())


@mcp.tool()
def rows(limit: int) -> str:
    return str(sqlite3.connect("notes.db").execute(f"SELECT * FROM notes LIMIT {limit}").fetchall())
