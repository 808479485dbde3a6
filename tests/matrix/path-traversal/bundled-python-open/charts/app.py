from mcp.server.fastmcp import FastMCP

from . import handlers

mcp = FastMCP("charts")
mcp.tool()(handlers.export_chart)


def main():
    mcp.run()
