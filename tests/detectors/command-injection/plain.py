import os
import shlex
import subprocess

import paramiko
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def history(branch: str) -> str:
    os.system(f"git log {branch}")  # expect: command-injection
    subprocess.run("git log " + branch, shell=True)  # expect: command-injection
    subprocess.run(["bash", "-c", "git log {}".format(branch)])  # expect: command-injection
    os.system(f"git log -- {shlex.quote(branch)}")
    subprocess.run(["git", "log", "--", branch])
    return "done"


@mcp.tool()
def on_host(name: str) -> str:
    client = paramiko.SSHClient()
    client.exec_command(f"systemctl status {name}")  # expect: command-injection
    client.exec_command(f"systemctl status {shlex.quote(name)}")
    return "done"


@mcp.tool()
def repeat(count: int) -> str:
    os.system(f"acme --count {count}")
    return "done"
