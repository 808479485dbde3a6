import marshal
import re

import requests


def main(words):
    eval(words)  # expect: dynamic-code
    exec("print(1)")
    exec(f"print({words})")  # expect: dynamic-code
    exec(compile(words, "notes", "exec"))  # expect: dynamic-code
    exec(requests.get("https://api.acme.example/s").text)  # expect: dynamic-code
    exec(marshal.loads(b"\xe3"))  # expect: dynamic-code
    re.compile(words)
    model = load()
    model.eval()
    cursor.exec(words)


def load():
    return object()
