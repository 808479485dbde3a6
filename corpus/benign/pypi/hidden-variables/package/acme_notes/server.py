import os
from os import environ as e, getenv


def get(name):
    return os.environ.get(name)


def main():
    region = getenv("ACME_" + "REGION")
    level = get("ACME_LOG_LEVEL")
    for name in ["ACME_TOKEN", "ACME_REGION"]:
        if name not in e:
            print(name + " is not set")
    print(region, level, os.environ.copy().get("HOME"))
