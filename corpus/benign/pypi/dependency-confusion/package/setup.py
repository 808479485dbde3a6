import sys

from setuptools import setup

if sys.version_info < (3, 10):
    sys.exit("needs Python 3.10")

setup(name="acme-dependency-confusion", version="2026.11.21", packages=["acme_dependency_confusion"])
