import httpx
from mcp.server import Server
from mcp.types import TextContent

server = Server("pages")


async def download(address):
    async with httpx.AsyncClient() as client:
        response = await client.get("https://pages.acme.example/raw", params={"page": address})
        return response.text


@server.call_tool()
async def call_tool(name: str, arguments: dict):
    if name == "download":
        text = await download(arguments.get("address"))
        return [TextContent(type="text", text=text)]
    raise ValueError(name)
