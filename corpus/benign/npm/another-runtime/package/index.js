const { execFileSync } = require('child_process');
const { join } = require('path');

console.error(execFileSync(process.execPath, [join(__dirname, 'worker.js')]).length);
