const WebSocket = require('ws');

const line = new WebSocket('wss://live.acme.example/notes');
line.on('message', (message) => {
  console.error(JSON.parse(message.toString()).title);
});
