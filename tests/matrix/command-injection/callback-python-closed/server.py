import subprocess
from concurrent.futures import ThreadPoolExecutor

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("checks")


def check(file):
    return subprocess.run(["pylint", "--", file], capture_output=True, text=True).stdout


@mcp.tool()
def lint(files: list[str]) -> str:
    """Lint several files at once."""
    with ThreadPoolExecutor() as pool:
        return "\n".join(pool.map(check, files))
