from .runtime import prepare


def main():
    print(prepare("notes"))
