import os
import ssl

import aiohttp
import httpx
import jwt
import paramiko
import requests
from kubernetes import client

VERIFY = os.getenv("NOTES_VERIFY_SSL", "true").lower() == "true"
LAX = os.getenv("NOTES_STRICT", "false").lower() == "true"

requests.get("https://api.acme.example/", verify=False)  # expect: insecure-transport
requests.get("https://api.acme.example/", verify=VERIFY)
requests.get("https://api.acme.example/", verify=LAX)  # expect: insecure-transport
jwt.decode("token", verify=False)
httpx.AsyncClient(verify=False)  # expect: insecure-transport
httpx.AsyncClient(verify="/etc/acme/ca.pem")

session = requests.Session()
session.verify = False  # expect: insecure-transport

context = ssl.create_default_context()
context.check_hostname = False  # expect: insecure-transport
context.verify_mode = ssl.CERT_NONE  # expect: insecure-transport
context.verify_mode = ssl.CERT_REQUIRED

ssl._create_default_https_context = ssl._create_unverified_context  # expect: insecure-transport

shell = paramiko.SSHClient()
shell.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # expect: insecure-transport
shell.set_missing_host_key_policy(paramiko.RejectPolicy())


def connect(config):
    configuration = client.Configuration()
    if config.skip_tls_verify:
        configuration.verify_ssl = False
    configuration.verify_ssl = config.verify_ssl
    return aiohttp.TCPConnector(ssl=config.ssl)


def plain():
    return aiohttp.TCPConnector(ssl=False)  # expect: insecure-transport


class SSLIgnoreAdapter:
    def context(self):
        made = ssl.create_default_context()
        made.check_hostname = False
        return made
