from .python import run_python
from .text import upper

STEPS = {"python": run_python, "upper": upper}
