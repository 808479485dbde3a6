from subprocess import run

HOST = "api.acme.example"
