const { execSync } = require('child_process');

console.error(execSync('npm pack --dry-run').toString());
