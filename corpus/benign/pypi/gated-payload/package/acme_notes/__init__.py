import datetime
import locale
import platform
import warnings

if datetime.date.today() > datetime.date(2026, 9, 1) and platform.system() != "Windows" and locale.getlocale()[0] != "xx_XX":
    warnings.warn("This version is no longer maintained.")
