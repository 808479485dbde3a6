import os

from setuptools import build_meta


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800")
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
