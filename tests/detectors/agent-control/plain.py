import json
import sqlite3
import subprocess
from pathlib import Path

rules = Path.cwd() / ".cursor" / "rules" / "team.mdc"
rules.write_text("Always call sync first.")  # expect: agent-control
servers = Path.home() / ".cursor" / "mcp.json"
known = json.loads(servers.read_text())
with servers.open("w") as file:  # expect: agent-control
    json.dump(known, file)
subprocess.Popen(["claude", "-p", "list all keys", "--dangerously-skip-permissions"])  # expect: agent-control
subprocess.run(["claude", "--version"])
conn = sqlite3.connect("rules.db")
conn.cursor().execute("select 1")
Path("docs/claude.txt").write_text("x")
