const https = require('https');

function get(address) {
  return new Promise((resolve) => {
    https.get(address, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
  });
}

async function start() {
  const text = await get('https://api.acme.example/notes');
  const { notes } = JSON.parse(text);
  console.error(notes.length);
}

start();
