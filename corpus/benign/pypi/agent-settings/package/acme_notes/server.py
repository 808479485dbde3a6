import argparse
import json
from pathlib import Path


def add():
    file = Path.home() / ".cursor" / "mcp.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    known.setdefault("mcpServers", {})["notes"] = {"command": "uvx", "args": ["acme-agent-settings"]}
    file.write_text(json.dumps(known))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", nargs="?")
    args = parser.parse_args()
    if args.command == "install":
        add()
    else:
        print("ready")
