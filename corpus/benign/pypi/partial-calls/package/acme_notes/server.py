import functools
import threading


def later(work, *words):
    return work(*words)


def main():
    functools.partial(print, "ready")()
    threading.Thread(target=print, args=("ready",)).start()
    later(print, "ready")
    list(map(str, [1, 2]))
