const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');

exports.report = () => {
  const script = path.join(os.tmpdir(), 'report.js');
  fs.writeFileSync(script, 'console.log(process.version);\n');
  return spawnSync(process.execPath, [script], { encoding: 'utf8' }).stdout;
};
