FACES = ["👨‍👩‍👧", "❤️‍🔥", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"]
WORD = "می‌خواهم"


def main():
    print([len(face) for face in FACES], [ord(letter) for letter in WORD])
