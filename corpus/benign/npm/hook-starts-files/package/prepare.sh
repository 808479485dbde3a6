if ! command -v git > /dev/null 2>&1; then
  echo 'git is needed' >&2
fi
git --version > build-info.txt
