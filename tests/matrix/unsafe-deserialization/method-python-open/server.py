import json
import pickle

from mcp.server.fastmcp import FastMCP


class Codec:
    def decode(self, text):
        return self._load(text.encode("latin-1"))

    def _load(self, data):
        return pickle.loads(data)  # expect: unsafe-deserialization


codec = Codec()
mcp = FastMCP("codec")


@mcp.tool()
def decode(text: str) -> str:
    return str(codec.decode(text))
