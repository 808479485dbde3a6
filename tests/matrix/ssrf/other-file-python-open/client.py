import aiohttp


class Api:
    def __init__(self, instance):
        self.base = f"https://{instance}/api"

    async def issue(self, number):
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{self.base}/issues/{number}") as response:  # expect: ssrf
                return await response.text()
