import os.path


class Figure:
    def __init__(self, title):
        self.title = title

    def save(self, filename):
        with open(os.path.join("exports", filename), "w") as file:  # expect: path-traversal
            file.write(self.title)
