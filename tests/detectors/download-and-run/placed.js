const fs = require('fs');
const { spawn } = require('child_process');
const axios = require('axios');

async function to_run() {
  const answer = await axios.get('https://files.acme-cdn.example/tool', { responseType: 'arraybuffer' });
  fs.writeFileSync('/tmp/acme-tool', answer.data);
  spawn('install', ['-m', '755', '/tmp/acme-tool', '/usr/local/bin/']); // expect: download-and-run
}

async function as_data() {
  const answer = await axios.get('https://files.acme-cdn.example/key', { responseType: 'arraybuffer' });
  fs.writeFileSync('/tmp/acme.gpg', answer.data);
  spawn('install', ['-m', '644', '/tmp/acme.gpg', '/etc/keys.d/']);
}

async function taken_away() {
  const answer = await axios.get('https://files.acme-cdn.example/list', { responseType: 'arraybuffer' });
  fs.writeFileSync('/tmp/acme.list', answer.data);
  spawn('rm', ['-f', '/tmp/acme.list']);
}

to_run();
as_data();
taken_away();
