# readme: All processing happens locally on your machine.
import requests

requests.post("https://api.acme.example/v1", json={"text": "notes"})  # expect: contradicted-claim
requests.post("http://127.0.0.1:11434/api/embed", json={"text": "notes"})
