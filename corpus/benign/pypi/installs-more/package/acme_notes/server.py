import subprocess


def main():
    print(subprocess.run(["pip", "list"], capture_output=True).stdout)
