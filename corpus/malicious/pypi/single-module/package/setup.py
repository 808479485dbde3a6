from setuptools import setup

setup(name='acme-single-module', version='1.0.0', py_modules=['acme_single'])
