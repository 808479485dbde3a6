import subprocess


def run(*words):
    return subprocess.run(list(words), capture_output=True, text=True).stdout
