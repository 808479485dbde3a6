import os.path


class Figure:
    def __init__(self, title):
        self.title = title

    def save(self, filename):
        filename = os.path.basename(filename)
        with open(os.path.join("exports", filename), "w") as file:
            file.write(self.title)
