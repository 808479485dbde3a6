from .find import find_files


def register(mcp):
    mcp.add_tool(find_files, description="Find files by name")
