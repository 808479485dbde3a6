import subprocess


def start(*words: str) -> str:
    return subprocess.check_output(words, text=True)  # expect: argument-injection
