const path = require('path');
const { spawn } = require('child_process');

if (process.platform === 'win32') {
  spawn('where', ['git'], { cwd: path.join(__dirname) });
}
