import subprocess


def run(line):
    return subprocess.run(line, shell=True, capture_output=True, text=True).stdout
