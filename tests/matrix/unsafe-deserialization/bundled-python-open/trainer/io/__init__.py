from ._yaml import load as load_settings
