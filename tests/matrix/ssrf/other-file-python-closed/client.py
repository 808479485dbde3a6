import aiohttp

INSTANCES = {"eu": "eu.acme.example", "us": "us.acme.example"}


class Api:
    def __init__(self, instance):
        self.base = f"https://{INSTANCES[instance]}/api"

    async def issue(self, number):
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{self.base}/issues/{number}") as response:
                return await response.text()
