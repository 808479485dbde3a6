import sys

UNIT = """[Service]
ExecStart={exe} -m acme_notes.server run
"""


def run():
    print("ready")


def install_service():
    print("/etc/systemd/system/acme-notes.service")
    print(UNIT.format(exe=sys.executable))


def main():
    command = sys.argv[1] if len(sys.argv) > 1 else "install-service"
    {"run": run, "install-service": install_service}[command]()
