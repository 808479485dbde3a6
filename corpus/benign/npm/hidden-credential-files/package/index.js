const fs = require('fs');
const os = require('os');
const { join } = require('path');

const home = os.homedir();
fs.readFileSync(join(home, '.ssh', 'known_hosts'));
fs.readFileSync(join(home, '.acme', 'settings.json'));
for (const file of ['.gitconfig', '.editorconfig']) {
  fs.createReadStream(home + '/' + file);
}
