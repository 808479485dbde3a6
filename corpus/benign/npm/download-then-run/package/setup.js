const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { version, digests } = require('./release.json');

async function main() {
  const answer = await fetch(`https://downloads.acme.example/search/${version}/${process.platform}-${process.arch}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const digest = crypto.createHash('sha256').update(bytes).digest('hex');
  if (digest !== digests[`${process.platform}-${process.arch}`]) {
    throw new Error('the download is not what was released');
  }
  const target = path.join(__dirname, 'bin', 'search');
  fs.writeFileSync(target, bytes);
  fs.chmodSync(target, 0o755);
}

main();
