const { spawn } = require('child_process');
const path = require('path');

exports.count = (text, done) => {
  const child = spawn(process.execPath, [path.join(__dirname, 'count.js')], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdout.on('data', (data) => done(Number(data)));
  child.stdin.end(text);
};
