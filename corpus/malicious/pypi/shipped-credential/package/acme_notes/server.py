NOTES = {}
TOKEN = "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"
BOT = "1874476599:AApopZuH3MbToHIWv2P1COZVVgaCM4VVjXq"


def main():
    print(len(NOTES))
