from ..process import start


def find_files(folder: str, name: str) -> str:
    return start("find", "./" + folder, "-name", name)
