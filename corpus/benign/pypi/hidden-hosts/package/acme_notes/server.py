import socket
import urllib.request

import httpx

HOSTS = {"live": "api.acme.example", "test": "test.acme.example"}


def main():
    httpx.get("https://" + HOSTS["live"] + "/notes")
    socket.create_connection((HOSTS["test"], 443))
    urllib.request.urlopen(urllib.request.Request("https://%s/notes" % HOSTS["live"]))
