import argparse
import os

import uvicorn
from fastapi.middleware.cors import CORSMiddleware
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def ping() -> str:
    return "pong"


def app():
    made = mcp.streamable_http_app()
    made.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)  # expect: insecure-transport
    made.add_middleware(CORSMiddleware, allow_origins=["https://notes.acme.example"])
    return made


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--transport", default="stdio")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--address", default="0.0.0.0")
    args = parser.parse_args()
    if args.transport == "http":
        uvicorn.run(app(), host="0.0.0.0", port=8000)  # expect: insecure-transport
    uvicorn.run(app(), host=args.host, port=8001)
    uvicorn.run(app(), host=args.address, port=8002)  # expect: insecure-transport
    uvicorn.run(app(), host=os.getenv("NOTES_HOST", "127.0.0.1"), port=8003)
    uvicorn.run(app(), port=8004)
