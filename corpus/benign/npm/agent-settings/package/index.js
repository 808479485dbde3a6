const fs = require('fs');
const os = require('os');
const path = require('path');

function add() {
  const file = path.join(os.homedir(), '.cursor', 'mcp.json');
  const settings = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  settings.mcpServers = { ...settings.mcpServers, notes: { command: 'npx', args: ['-y', 'acme-agent-settings'] } };
  fs.writeFileSync(file, JSON.stringify(settings, null, 2));
}

const [, , command] = process.argv;
if (command === 'install') {
  add();
} else {
  console.error('ready');
}
