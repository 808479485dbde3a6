import subprocess

import git
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def diff(target: str) -> str:
    git.Repo(".").git.diff(target)  # expect: argument-injection
    subprocess.run(["git", "diff", target])  # expect: argument-injection
    subprocess.run(["tar", "-c", "-f", "out.tar", target])  # expect: argument-injection
    git.Repo(".").git.diff("--", target)
    subprocess.run(["git", "diff", "--", target])
    subprocess.run(["git", "diff", f"--unified={target}"])
    subprocess.run(["uname", target])
    return "done"


@mcp.tool()
def refused(target: str) -> str:
    if target.startswith("-"):
        raise ValueError("no options")
    return git.Repo(".").git.checkout(target)
