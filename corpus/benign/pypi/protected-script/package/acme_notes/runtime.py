def prepare(name):
    return name.title()
