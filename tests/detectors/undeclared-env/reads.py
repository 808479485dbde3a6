import json
import os
from os import environ as e, getenv

print(os.environ["HOME"])
print(e["ACME_TOKEN"], getenv("ACME_" + "REGION"))  # expect: undeclared-env


def get(name):
    return os.environ.get(name)  # expect: undeclared-env


get("ACME_ZONE")
for name in ["ACME_HOST", "ACME_PORT"]:
    print(e[name])  # expect: undeclared-env
print(json.dumps(dict(os.environ)))  # expect: undeclared-env
os.environ["ACME_DONE"] = "1"
