const { exec, spawn } = require('child_process');

if (process.platform === 'win32') {
  spawn('cmd.exe', ['/c', 'prepare.bat']);
} else {
  exec('/bin/bash prepare.sh', () => {});
}
