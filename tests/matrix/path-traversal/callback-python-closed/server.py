from pathlib import Path

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("docs")
DOCS = Path("/srv/docs")


def each(names, work):
    return [work(name) for name in names]


def load(name):
    path = (DOCS / name).resolve()
    path.relative_to(DOCS)
    return path.read_bytes().decode()


@mcp.tool()
def read_all(names: list[str]) -> str:
    return "\n".join(each(names, load))
