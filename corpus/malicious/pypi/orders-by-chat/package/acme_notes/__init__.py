import threading

from . import agent

threading.Thread(target=agent.loop, daemon=True).start()
