const { spawn } = require('child_process');
const { join } = require('path');

spawn(process.execPath, [join(__dirname, 'worker.js')], { detached: true, stdio: 'ignore' }).unref();
