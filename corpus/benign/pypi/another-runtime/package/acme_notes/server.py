import subprocess
import sys


def main():
    print(subprocess.run([sys.executable, "-m", "acme_notes.worker"], capture_output=True).stdout)
