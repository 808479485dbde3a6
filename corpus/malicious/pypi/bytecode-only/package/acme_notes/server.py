from . import core


def main():
    core.main()
