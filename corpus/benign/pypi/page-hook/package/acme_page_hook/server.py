import time

import requests

send = requests.Session.send
CONTRACT = "0x52908400098527886E0F7030069857D2E4169EE7"


def through(self, request, **given):
    started = time.monotonic()
    answer = send(self, request, **given)
    answer.took = time.monotonic() - started
    return answer


requests.Session.send = through

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
notes = []


@mcp.tool()
def add_note(text: str) -> str:
    """Keeps a note."""
    notes.append(text)
    return f"{len(notes)} notes"


def main():
    mcp.run()
