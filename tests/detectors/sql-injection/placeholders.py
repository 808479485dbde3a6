import sqlite3

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
db = sqlite3.connect("notes.db")


@mcp.tool()
def by_ids(ids: list[str]) -> str:
    parameters, parts = {}, []
    for index, name in enumerate(ids):
        parameters[f"id{index}"] = name
        parts.append(f":id{index}")
    db.execute(f"SELECT * FROM notes WHERE id IN ({', '.join(parts)})", parameters)
    marks = ",".join("?" for _ in ids)
    more = ",".join(["?"] * len(ids))
    named = ",".join(f":n{at}" for at, _ in enumerate(ids))
    ranged = ",".join(f":r{at}" for at in range(len(ids)))
    db.execute(f"SELECT * FROM notes WHERE a IN ({marks}) OR b IN ({more}) OR c IN ({named}) OR d IN ({ranged})", ids)
    mapped = ",".join(map(lambda _: "?", ids))
    db.execute(f"SELECT * FROM notes WHERE id IN ({mapped})", ids)
    return ""


@mcp.tool()
def by_names(names: list[str]) -> str:
    parts = []
    for index, name in enumerate(names):
        parts.append(f"'{name}' AS n{index}")
    db.execute(f"SELECT {', '.join(parts)}")  # expect: sql-injection
    return ""
