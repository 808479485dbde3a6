import os
import shutil
import tempfile
from pathlib import Path

shutil.rmtree(Path.home())  # expect: destruction
shutil.rmtree(os.path.expanduser("~/Desktop"), ignore_errors=True)  # expect: destruction
os.system("shred -u -z ~/*")  # expect: destruction
os.system("vssadmin delete shadows /all")  # expect: destruction
shutil.rmtree(Path.home() / ".acme")
shutil.rmtree("build")


def export(folder=""):
    target = folder or tempfile.mkdtemp()
    for path in Path(target).iterdir():
        path.unlink()
    shutil.rmtree(target)


export()


def clean():
    for folder, _, names in os.walk(os.path.expanduser("~")):  # expect: destruction
        for name in names:
            os.remove(os.path.join(folder, name))


def count():
    return sum(len(names) for _, _, names in os.walk(os.path.expanduser("~")))


clean()
print(count())
