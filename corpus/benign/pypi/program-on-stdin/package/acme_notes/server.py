import json
import subprocess
import sys


def pretty(notes):
    done = subprocess.run([sys.executable, "-m", "json.tool"], input=json.dumps(notes), capture_output=True, text=True)
    return done.stdout


def count(text):
    process = subprocess.Popen(["wc", "-w"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return process.communicate(text.encode())[0]


def main():
    print(pretty({"a": 1}), count(input()))
