from mcp.server.fastmcp import FastMCP

from .tools import register

mcp = FastMCP("files")
register(mcp)


def main():
    mcp.run()
