class Note:
    pass


def main():
    note = Note()
    print(note.__class__.__name__, [kind.__name__ for kind in Note.__subclasses__()], main.__globals__["__name__"])
