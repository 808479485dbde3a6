const fs = require('fs');
const os = require('os');
const path = require('path');

const file = path.join(os.homedir(), '.acme', 'completion.bash');
fs.writeFileSync(file, 'complete -W "list add" acme\n');
console.error(`to complete words in your shell, add to ~/.bashrc: source ${file}`);
