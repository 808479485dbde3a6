const net = require('net');
const { spawn } = require('child_process');

const line = net.connect(5432, 'db.acme.example');
line.on('data', (text) => console.error(text.length));
const program = spawn('git', ['log']);
program.stdout.pipe(process.stderr);
