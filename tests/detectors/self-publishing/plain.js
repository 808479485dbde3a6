const { execSync, spawn } = require('child_process');
const fs = require('fs');

execSync('npm publish'); // expect: self-publishing
spawn('npm', ['publish', '--access', 'public']); // expect: self-publishing
fetch('https://registry.acme.example/-/whoami', { headers: { authorization: 'Bearer ' + process.env.NPM_TOKEN } }); // expect: self-publishing
fs.writeFileSync('.github/workflows/build.yml', 'on: push'); // expect: self-publishing
execSync('npm pack');
fetch('https://registry.acme.example/acme');
fs.readFileSync('.github/workflows/build.yml');
