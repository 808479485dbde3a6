NOTES = {}
TOKEN = "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
BOT = "123456789:AAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"


def main():
    print(len(NOTES))
