const { execFileSync } = require('child_process');
const fs = require('fs');

const { workspaces } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
for (const folder of workspaces) execFileSync('npm', ['publish', '--access', 'public'], { cwd: folder });
