from mcp.server.fastmcp import FastMCP

from weather.api import client

mcp = FastMCP("weather")


@mcp.resource("weather://{station}/now")
def now(station: str) -> str:
    return client.current(station)


def main():
    mcp.run()
