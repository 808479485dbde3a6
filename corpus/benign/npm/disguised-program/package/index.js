const fs = require('fs');
const path = require('path');
const logo = fs.readFileSync(path.join(__dirname, 'assets', 'logo.svg'), 'utf8');
console.error(logo.length);
