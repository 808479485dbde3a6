import subprocess
import sys


def main():
    subprocess.run([sys.executable, '-c', 'import sys; print(sys.version)'], check=True)
