import operator


class Note:
    title = "today"

    def on_open(self):
        return self.title


def main():
    note = Note()
    print(getattr(note, "ti" + "tle"), getattr(note, "on_" + "open")())
    print(vars(Note)["title"], operator.attrgetter("title")(note))
