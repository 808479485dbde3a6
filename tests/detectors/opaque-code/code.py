from pyarmor_runtime_000000 import __pyarmor__  # expect: opaque-code

__pyarmor__(__name__, __file__, b"PY000000")
