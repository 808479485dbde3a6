import subprocess

from mcp.server.fastmcp import FastMCP


class Git:
    def __init__(self, folder):
        self.folder = folder

    def checkout(self, branch):
        return self.run("checkout", branch)

    def run(self, *words):
        return subprocess.run(["git", "-C", self.folder, *words], capture_output=True, text=True).stdout  # expect: argument-injection


git = Git("/srv/work")
mcp = FastMCP("work")


@mcp.tool()
def checkout(branch: str) -> str:
    return git.checkout(branch)
