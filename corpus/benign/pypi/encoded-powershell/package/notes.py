import subprocess


def main():
    subprocess.run(['powershell', '-NoProfile', '-File', 'report.ps1'], check=True)
