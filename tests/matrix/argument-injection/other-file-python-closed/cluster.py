import re
import subprocess

NAME = re.compile(r"^[a-z0-9][a-z0-9.-]*$")


def logs(pod):
    if not NAME.match(pod):
        raise ValueError("no name of a pod")
    return subprocess.check_output(["kubectl", "logs", "--tail=50", pod], text=True)
