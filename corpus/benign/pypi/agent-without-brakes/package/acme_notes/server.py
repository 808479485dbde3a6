import subprocess


def main():
    print(subprocess.run(["claude", "--version"], capture_output=True).stdout)
