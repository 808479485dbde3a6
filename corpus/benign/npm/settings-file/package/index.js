const fs = require('fs');
const path = require('path');
const { parse } = require('./parse');

exports.missing = (folder = process.cwd()) => {
  const wanted = parse(fs.readFileSync(path.join(folder, '.env.example'), 'utf8'));
  return Object.keys(wanted).filter((name) => !(name in process.env));
};
