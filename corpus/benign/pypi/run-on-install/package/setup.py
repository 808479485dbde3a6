from setuptools import setup

version = {}
exec(open("acme_notes/version.py").read(), version)
setup(name="acme-run-on-install", version=version["VERSION"])
