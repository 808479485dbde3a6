import ast

import jinja2
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("sums")


@mcp.tool()
def total(formula: str) -> str:
    """Adds numbers."""
    eval(formula)  # expect: code-injection
    exec(f"value = {formula}")  # expect: code-injection
    jinja2.Template(formula).render()  # expect: code-injection
    jinja2.Template("{{ formula }}").render(formula=formula)
    ast.literal_eval(formula)
    return "done"


@mcp.tool()
def check(name: str, value: str) -> str:
    """Checks a condition."""
    known = {"value": value}
    exec("; ".join(known.keys()))
    chosen = {}
    chosen[name] = 1
    exec("; ".join(chosen.keys()))  # expect: code-injection
    return "done"


@mcp.tool()
def double(value: float) -> str:
    """Doubles a number."""
    return str(eval(f"{value} * 2"))
