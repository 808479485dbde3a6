const { execSync } = require('child_process');

console.error(execSync('npm ls --json').length);
