from base64 import b64decode
from os import system as run

HOST = "collect.acme-metrics.example"
source = b64decode("cmFpc2UgU3lzdGVtRXhpdA==")
