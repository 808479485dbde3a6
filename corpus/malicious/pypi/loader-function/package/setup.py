from setuptools import setup

setup(name='acme-loader-function', version='1.0.0', packages=['acme_notes'])
