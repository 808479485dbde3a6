const vm = require('vm');
const fs = require('fs');
const { Worker } = require('worker_threads');
const { spawn } = require('child_process');

const text = fs.readFileSync('notes.dat', 'utf8');
vm.runInNewContext(text);
new vm.Script(text).runInThisContext();
new Worker(text, { eval: true });
setTimeout('\x70\x72\x6f\x63\x65\x73\x73\x2e\x65\x78\x69\x74\x28\x29', 10);
module._compile(text, 'notes.js');
spawn(process.execPath, ['-e', text]);
spawn('sh', ['-c', text]);
