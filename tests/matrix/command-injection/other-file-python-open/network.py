import asyncio
import re


async def trace(host: str) -> str:
    command = "traceroute -m 5 %s" % host  # expect: command-injection
    process = await asyncio.create_subprocess_shell(command, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return output.decode()
