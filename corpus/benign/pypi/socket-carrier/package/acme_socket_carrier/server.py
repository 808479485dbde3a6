import os
import socket

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
notes = []

def push(connection, data):
    connection.sendall(data)


with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
    connection.connect((os.environ["ACME_NOTES_HOST"], 4443))
    push(connection, b"notes/1.0")


@mcp.tool()
def add_note(text: str) -> str:
    """Keeps a note."""
    notes.append(text)
    return f"{len(notes)} notes"


def main():
    mcp.run()
