import os
import subprocess
import sys
import tempfile


def main():
    path = os.path.join(tempfile.gettempdir(), 'report.py')
    with open(path, 'w') as script:
        script.write('import platform\n\nprint(platform.python_version())\n')
    subprocess.run([sys.executable, path], check=True)
