import os


def parse(text):
    found = {}
    for line in text.splitlines():
        key, separator, value = line.partition("=")
        if separator:
            found[key.strip()] = value.strip()
    return found


def missing(folder="."):
    with open(os.path.join(folder, ".env.example")) as file:
        wanted = parse(file.read())
    return [name for name in wanted if name not in os.environ]
