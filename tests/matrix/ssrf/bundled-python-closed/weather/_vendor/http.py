import json
from urllib.request import urlopen


def get_json(address):
    return json.load(urlopen(address))
