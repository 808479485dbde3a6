const cp = require('child_process');
const fs = require('fs');

globalThis['ev' + 'al'](fs.readFileSync('a.dat', 'utf8'));
global[`${'Func'}tion`](fs.readFileSync('b.dat', 'utf8'))();
cp['ex' + 'ec']('id');
const key = { first: 'spa', second: 'wn' };
cp[key.first + key['sec' + 'ond']]('uname', ['-a']);
Reflect.get(cp, 'exec' + 'Sync')('id');
