const { execSync } = require('child_process');

console.error(execSync('grep -rn TODO src').toString());
