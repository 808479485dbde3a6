const { execFileSync } = require('child_process');
const fs = require('fs');

const UNIT = '[Service]\nExecStart=/usr/bin/acme-notes run\n';

function run() {
  console.error('ready');
}

function install() {
  fs.writeFileSync('/etc/systemd/system/acme-notes.service', UNIT);
  execFileSync('systemctl', ['enable', '--now', 'acme-notes']);
}

const commands = { run, install };
const command = process.argv[2] || 'install';
commands[command]();
