NOTES = {}


def main():
    print(len(NOTES))
