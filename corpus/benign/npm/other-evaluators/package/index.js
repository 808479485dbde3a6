const { Worker } = require('worker_threads');
const { spawn } = require('child_process');

new Worker('./worker.js');
setTimeout(() => console.error('ready'), 10);
spawn(process.execPath, ['worker.js']);
spawn('sh', ['-c', 'git status --short']);
