def main():
    red = "\x1b[31m"
    name = "Caf\u00e9 \N{NOTEBOOK}"
    print(red + name + "\x1b[0m")
