"""One helper resolves every setting; what it gives one call is not what it gives another."""

import json
import os


def resolve(flag, variable, default=None):
    if flag is not None:
        return {"value": flag, "source": "cli"}
    return {"value": variable or default, "source": "env"}


def pair(value):
    return value, "env"


def wrapped(value):
    return {"value": value, "at": 0}


class Setting:
    def __init__(self, value):
        self.value = value


def settings(flags):
    port = resolve(None, os.environ.get("ACME_PORT"), 3333)
    key = resolve(None, os.environ.get("ACME_API_KEY"))
    host = Setting(os.environ.get("ACME_HOST"))
    token = Setting(os.environ.get("ACME_API_TOKEN"))
    region, _ = pair(os.environ.get("ACME_REGION"))
    secret, _ = pair(os.environ.get("ACME_SECRET"))

    print(f"- port: {port['value']} ({port['source']})")
    print("host", host.value, region)
    print(json.dumps(port), key["source"])

    print(f"- key: {key['value']}")  # expect: secret-leak
    print("token", token.value)  # expect: secret-leak
    print("secret", secret)  # expect: secret-leak
    print(json.dumps(wrapped(os.environ.get("ACME_PORT"))), wrapped(os.environ.get("ACME_PORT")))
    print(json.dumps(wrapped(os.environ.get("ACME_ACCESS_TOKEN"))))  # expect: secret-leak


def show(value):
    """What a function writes of its parameter is written for each of its calls."""
    print(f"resolved: {value}")  # expect: secret-leak


show(os.environ["ACME_PASSWORD"])
settings({})
