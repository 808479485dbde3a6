from .app import mcp, main
