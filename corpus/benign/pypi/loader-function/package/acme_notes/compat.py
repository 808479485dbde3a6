import importlib
import sys

PY3 = sys.version_info[0] >= 3


def optional(*names):
    for name in names:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise ImportError(names)
