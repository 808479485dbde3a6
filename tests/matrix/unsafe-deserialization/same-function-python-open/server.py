import base64
import json
import pickle

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("models")


@mcp.tool()
def restore(state: str) -> str:
    """Restore a saved state."""
    session = pickle.loads(base64.b64decode(state))  # expect: unsafe-deserialization
    return str(session)
