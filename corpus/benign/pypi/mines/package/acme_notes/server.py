import subprocess
import sys


def main():
    subprocess.Popen([sys.executable, "-m", "acme_notes.worker"], stdout=subprocess.DEVNULL)
