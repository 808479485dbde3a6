const fs = require('fs');
const os = require('os');
const path = require('path');

const platform = `${os.platform()}-${os.arch()}`;
fs.writeFileSync(path.join(__dirname, 'platform.json'), JSON.stringify({ platform }));
console.log(`prepared for ${platform}`);
