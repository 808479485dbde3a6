import os
import re
import subprocess

from setuptools import Extension, setup

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "acme_notes", "version.py")) as source:
    version = re.search(r'VERSION = "(.+)"', source.read()).group(1)


def flags():
    try:
        return subprocess.check_output(["pkg-config", "--cflags", "glib-2.0"], text=True).split()
    except OSError:
        return []


setup(
    name="acme-setup-top-level",
    version=version,
    ext_modules=[Extension("acme_notes._fast", ["acme_notes/fast.c"], extra_compile_args=flags())],
)
