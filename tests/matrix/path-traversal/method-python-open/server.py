import os
import shutil

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("projects")


class Projects:
    root = "/srv/projects"

    def path_of(self, name):
        return os.path.join(self.root, name)

    def remove(self, name):
        shutil.rmtree(self.path_of(name))  # expect: path-traversal


projects = Projects()


@mcp.tool()
def remove_project(name: str) -> str:
    projects.remove(name)
    return "removed"
