from .pytransform import pyarmor_runtime

pyarmor_runtime()
__pyarmor__(__name__, __file__, b"PYARMOR 0000 this is no code")
