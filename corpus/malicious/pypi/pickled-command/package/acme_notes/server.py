import pickle
from importlib import resources


def load():
    with resources.files(__package__).joinpath("data", "words.pkl").open("rb") as file:
        return pickle.load(file)


def main():
    words = load()["weights"]
    print(sum(words.get(word, 0.0) for word in input().split()))
