const { execSync, spawn } = require('child_process');

execSync('npm install acme-helper'); // expect: software-install
spawn('npx', ['-y', 'acme-helper']); // expect: software-install
execSync('npm install git+https://code.acme.example/helper.git'); // expect: software-install
execSync('npm ls');
spawn('npm', ['--version']);
