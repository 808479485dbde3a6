const { spawn } = require('child_process');

exports.format = function (text) {
  const sorted = spawn('sort', ['-u'], { stdio: ['pipe', 'inherit', 'inherit'] });
  sorted.stdin.end(JSON.stringify({ text }));
};
