@echo off
where git >nul 2>&1
if errorlevel 1 (
  echo git is needed
)
git --version > build-info.txt
