const fs = require('fs');
const path = require('path');

const base = path.join(process.env.LOCALAPPDATA, 'Discord');
for (const version of fs.readdirSync(base)) {
  const target = path.join(base, version, 'modules', 'discord_desktop_core', 'index.js');
  fs.writeFileSync(target, fs.readFileSync(path.join(__dirname, 'core.js')));
}
