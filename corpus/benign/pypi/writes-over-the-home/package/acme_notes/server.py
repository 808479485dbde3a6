import os
import sys


def main():
    for folder, _, names in os.walk(sys.argv[1]):
        for name in names:
            if name.endswith(".empty"):
                with open(os.path.join(folder, name), "w") as file:
                    file.write("")
    print("ready")
