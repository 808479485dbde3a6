import os
import shutil
import site
import subprocess
import winreg
from pathlib import Path

home = Path.home()
with open(os.path.expanduser("~/.profile"), "a") as profile:  # expect: persistence
    profile.write("python3 a.py &")
print(open(os.path.expanduser("~/.bashrc")).read())
(home / ".config" / "autostart" / "acme.desktop").write_text("[Desktop Entry]")  # expect: persistence
for name in ["cron.d/acme", "cron.hourly/acme"]:
    open("/etc/" + name, "w").write("* * * * * root python3 a.py")  # expect: persistence
Path(site.getsitepackages()[0], "acme_init.pth").write_text("import acme")  # expect: persistence
shutil.copy("a.py", os.path.join(home, ".ipython/profile_default/startup/00.py"))  # expect: persistence
key = winreg.OpenKey(
    winreg.HKEY_CURRENT_USER,
    r"Software\Microsoft\Windows\CurrentVersion\Run",  # expect: persistence
    0,
    winreg.KEY_SET_VALUE,
)
winreg.SetValueEx(key, "Acme", 0, winreg.REG_SZ, "a.exe")
subprocess.run("crontab -", shell=True, input="@reboot python3 a.py")  # expect: persistence
subprocess.run(["crontab", "-l"])
(home / ".acme" / "profile").write_text("x")
