import os

from setuptools import setup

os.system('bash tools/prepare.sh')
setup(name='acme-setup-starts-file', version='1.0.0', packages=['acme_notes'])
