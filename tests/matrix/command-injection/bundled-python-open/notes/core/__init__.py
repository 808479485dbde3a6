from .runner import run as run_command
