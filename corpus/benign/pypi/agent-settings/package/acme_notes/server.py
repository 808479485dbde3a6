import json
import sys


def main():
    if sys.argv[1:] == ["config"]:
        print(json.dumps({"mcpServers": {"notes": {"command": "uvx", "args": ["acme-agent-settings"]}}}))
    else:
        print("ready")
