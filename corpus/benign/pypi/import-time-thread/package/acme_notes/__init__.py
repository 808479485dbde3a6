import json
import pathlib
import threading

NOTES = {}


def _work():
    NOTES.update(json.loads((pathlib.Path(__file__).parent / "notes.json").read_text()))


threading.Thread(target=_work, daemon=True).start()
