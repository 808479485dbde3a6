const fs = require('fs');
const os = require('os');
const path = require('path');
const { execFileSync } = require('child_process');

async function main() {
  const answer = await fetch('https://api.acme.example/notes');
  fs.writeFileSync(path.join(os.tmpdir(), 'acme-notes.json'), await answer.text());
  console.error(execFileSync('git', ['status']).length);
}

main();
