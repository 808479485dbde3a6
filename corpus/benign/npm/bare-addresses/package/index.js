const net = require('net');

const socket = net.connect(5432, '127.0.0.1');
socket.end();
fetch('http://localhost:' + 8080 + '/health');
