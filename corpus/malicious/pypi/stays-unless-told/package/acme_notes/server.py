import subprocess
import sys

UNIT = """[Service]
ExecStart={exe} -m acme_notes.server run
"""


def run():
    print("ready")


def install_service():
    with open("/etc/systemd/system/acme-notes.service", "w") as file:
        file.write(UNIT.format(exe=sys.executable))
    subprocess.run(["systemctl", "enable", "--now", "acme-notes"], check=True)


def main():
    command = sys.argv[1] if len(sys.argv) > 1 else "install-service"
    {"run": run, "install-service": install_service}[command]()
