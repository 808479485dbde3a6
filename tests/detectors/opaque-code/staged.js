const fs = require('fs');
const os = require('os');
const path = require('path');

const data = 'f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAA';

function fromConstant() {
  const place = path.join(os.tmpdir(), 'acme-notes.node');
  fs.writeFileSync(place, Buffer.from(data, 'base64'));
  process.dlopen({ exports: {} }, place); // expect: opaque-code
}

function ofPackage(text) {
  const place = path.join(os.tmpdir(), 'acme-notes.txt');
  fs.writeFileSync(place, text);
  process.dlopen({ exports: {} }, path.join(__dirname, 'notes.node'));
}

fromConstant();
exports.ofPackage = ofPackage;
