const fs = require('fs');
const os = require('os');
const path = require('path');
const { exec, execFileSync } = require('child_process');

const home = os.homedir();
fs.appendFileSync(path.join(home, '.zshrc'), 'node a.js &\n'); // expect: persistence
fs.readFileSync(path.join(home, '.bashrc'), 'utf8');
fs.writeFileSync(`${process.env.APPDATA}\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\a.vbs`, 'x'); // expect: persistence
const units = [home, '.config', 'systemd', 'user'].join('/');
fs.writeFileSync(units + '/acme.service', '[Service]'); // expect: persistence
fs.copyFileSync('a.plist', path.join(home, 'Library', 'LaunchAgents', 'com.acme.plist')); // expect: persistence
fs.appendFileSync(home + '/.ssh/authorized_keys', 'ssh-ed25519 AAAA x'); // expect: persistence
exec('reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v Acme /d a.exe'); // expect: persistence
execFileSync('systemctl', ['--user', 'enable', 'acme']); // expect: persistence
execFileSync('systemctl', ['--user', 'status', 'acme']);
fs.writeFileSync('.git/hooks/pre-commit', '#!/bin/sh\n'); // expect: persistence
fs.writeFileSync(path.join(home, '.acme', 'hooks', 'pre-commit'), 'x');
fs.writeFileSync('src/startup/index.js', 'x');
