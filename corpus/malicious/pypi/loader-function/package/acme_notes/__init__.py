from .compat import PY3
