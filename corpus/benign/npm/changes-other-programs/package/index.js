const fs = require('fs');
const os = require('os');
const path = require('path');

fs.writeFileSync(path.join(os.homedir(), '.acme', 'index.js'), fs.readFileSync(path.join(__dirname, 'core.js')));
