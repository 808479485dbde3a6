import subprocess


def main():
    print(subprocess.run(["python3", "-m", "build"]).returncode)
