import os
import logging

CLIENT_SECRETS = os.environ["ACME_CLIENT_SECRETS"]
TOKENS_DIR = os.environ["ACME_TOKENS_DIR"]
TOKEN = os.environ["ACME_TOKEN"]


def load():
    with open(CLIENT_SECRETS) as file:
        text = file.read()
    logging.info(f"secrets come from {CLIENT_SECRETS}")
    logging.info(f"tokens are kept in {TOKENS_DIR}")
    logging.info(f"token {TOKEN}")  # expect: secret-leak
    return text
