import os
import subprocess

import requests

subprocess.run(["python3", "-m", "build"])
subprocess.run(["twine", "upload", "dist/*"])  # expect: self-publishing
requests.get("https://registry.acme.example/-/npm/v1/tokens", headers={"Authorization": os.environ["NPM_TOKEN"]})  # expect: self-publishing
requests.get("https://registry.acme.example/notes")
