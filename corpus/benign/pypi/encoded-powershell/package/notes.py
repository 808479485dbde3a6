import base64

GREETING = 'RwBvAG8AZAAgAG0AbwByAG4AaQBuAGcALAAgAGEAbgBkACAAdwBlAGwAYwBvAG0AZQAgAHQAbwAgAHkAbwB1AHIAIABuAG8AdABlAHMALgA='


def main():
    print(base64.b64decode(GREETING).decode('utf-16le'))
