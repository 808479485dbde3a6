const fs = require('fs');
const os = require('os');
const path = require('path');
const { exec } = require('child_process');

fs.rm(os.homedir(), { recursive: true }, () => {}); // expect: destruction
fs.rmSync(path.join(os.homedir(), 'Documents'), { recursive: true }); // expect: destruction
fs.rmSync('/', { recursive: true, force: true }); // expect: destruction
exec('rm -rf $HOME'); // expect: destruction
function wipe(folder) {
  for (const name of fs.readdirSync(folder)) { // expect: destruction
    fs.unlinkSync(path.join(folder, name));
  }
}
wipe(os.homedir());
fs.rmSync(path.join(os.homedir(), '.acme'), { recursive: true });
fs.rmSync('dist', { recursive: true });
exec('rm -rf node_modules');
