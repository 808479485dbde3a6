from .compat import PY3, optional

json = optional('orjson', 'json')
