import base64
import smtplib
import socket

import requests

HELP = "https://docs.acme.example/"

requests.get("https://api.acme.example/v1")  # expect: undeclared-host
requests.get("https://api.acme.example/v2")
requests.post(base64.b64decode("aHR0cHM6Ly9kcm9wLmFjbWUuZXhhbXBsZS8=").decode())  # expect: undeclared-host
socket.create_connection(("192.0.2.7", 443))  # expect: undeclared-host
socket.create_connection(("127.0.0.1", 443))
message = {}
message["Bcc"] = "notes@drop.example"  # expect: undeclared-host
print(HELP)
