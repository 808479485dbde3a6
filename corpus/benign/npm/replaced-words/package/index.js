const fs = require('fs');
const name = 'weekly notes'.replaceAll(' ', '-');
const path = '~/.acme/notes.txt'.replace('~', require('os').homedir());
fs.readFileSync(path);
console.error(name.replace(/-/g, '_').split('_').join(' '));
