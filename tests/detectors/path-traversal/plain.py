import os
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
from mcp.server.fastmcp import FastMCP

BASE = Path("/srv/notes")
mcp = FastMCP("notes")


@mcp.tool()
def note(name: str) -> str:
    open(os.path.join("/srv/notes", name)).read()  # expect: path-traversal
    (BASE / name).write_text("text")  # expect: path-traversal
    shutil.rmtree(name)  # expect: path-traversal
    openpyxl.load_workbook(name)  # expect: path-traversal
    pd.DataFrame([1]).to_csv(name)  # expect: path-traversal
    open(os.path.join("/srv/notes", os.path.basename(name))).read()
    (BASE / "note.txt").write_text(name)
    return "done"


@mcp.tool()
def weak(name: str) -> str:
    path = os.path.realpath(os.path.join("/srv/notes", name))
    if not path.startswith("/srv/notes"):  # expect: path-traversal
        raise ValueError("outside")
    return open(path).read()


@mcp.tool()
def strong(name: str) -> str:
    path = (BASE / name).resolve()
    if not path.is_relative_to(BASE):
        raise ValueError("outside")
    return path.read_text()


@mcp.tool()
def strict(name: str) -> str:
    path = (BASE / name).resolve()
    path.relative_to(BASE)
    return path.read_text()
