const fs = require('fs');
const os = require('os');
const path = require('path');

fs.appendFileSync(path.join(os.homedir(), '.acme', 'authors'), 'notes\n');
