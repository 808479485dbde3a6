import os
import subprocess
import sys

import pip

subprocess.check_call([sys.executable, "-m", "pip", "install", "helper"])  # expect: software-install
os.system("pip install https://files.acme.example/helper.zip")  # expect: software-install
pip.main(["install", "helper"])  # expect: software-install
subprocess.run([sys.executable, "-m", "pip", "list"])
os.system("pip list")
