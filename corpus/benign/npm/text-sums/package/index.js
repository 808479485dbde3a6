const fs = require('fs');
const os = require('os');

const notes = fs.readFileSync(os.homedir() + '/.acme' + '/notes.txt', 'utf8');
fetch('https://' + 'api' + '.acme.example' + '/notes', { method: 'POST', body: notes });
