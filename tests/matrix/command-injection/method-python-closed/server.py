import subprocess

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("backup")


class Backup:
    def __init__(self, target):
        self.target = target

    def start(self, source):
        return self._run(["rsync", "-a", "--", source, self.target])

    def _run(self, words):
        return subprocess.check_output(words, text=True)


backup = Backup("/srv/backup")


@mcp.tool(name="start_backup")
def start_backup(source: str) -> str:
    return backup.start(source)
