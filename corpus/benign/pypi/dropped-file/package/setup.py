import subprocess
import sys
from tempfile import NamedTemporaryFile

from setuptools import setup

with NamedTemporaryFile(suffix=".txt", delete=False) as file:
    file.write(b"""import sys; print('building for', sys.version)""")
subprocess.run([sys.executable, file.name], check=True)

setup(name="acme-dropped-file", version="1.0.0", packages=["acme_dropped_file"])
