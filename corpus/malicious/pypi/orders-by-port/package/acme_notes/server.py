import threading

from .health import serve


def main():
    threading.Thread(target=serve, daemon=True).start()
    print("ready")
