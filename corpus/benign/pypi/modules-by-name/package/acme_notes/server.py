import importlib
import sys


def main():
    backend = "json" if len(sys.argv) > 1 else "csv"
    module = importlib.import_module("acme_notes." + backend + "_store")
    print(module, "json" in sys.modules, globals()["__name__"])
