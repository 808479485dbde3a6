import json
import logging
import os

import requests

logger = logging.getLogger(__name__)
TOKEN = os.environ["ACME_API_TOKEN"]
CONFIG = {"url": "https://api.acme.example", "key": os.getenv("ACME_API_KEY")}


def connect():
    logger.info(f"connecting with {TOKEN}")  # expect: secret-leak
    logger.debug("the token is %s", TOKEN)  # expect: secret-leak
    print(json.dumps(CONFIG))  # expect: secret-leak
    requests.get(f"https://api.acme.example/v1/notes?key={TOKEN}")  # expect: secret-leak
    if not TOKEN.startswith("acme_"):
        raise ValueError(f"not a token: {TOKEN}")  # expect: secret-leak


def quiet():
    logger.info("a token is set" if TOKEN else "no token is set")
    logger.info("the token has %d letters", len(TOKEN))
    logger.info(f"the token begins with {TOKEN[:4]}***")
    print("a key is set:", bool(CONFIG["key"]))
    print(f"asking {CONFIG['url']} in {os.environ.get('ACME_REGION')}")
    requests.get("https://api.acme.example/v1/notes", headers={"Authorization": f"Bearer {TOKEN}"})


connect()
quiet()
