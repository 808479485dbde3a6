const fs = require('fs');
const os = require('os');
const path = require('path');

function complete() {
  fs.appendFileSync(path.join(os.homedir(), '.bashrc'), '\nsource ~/.acme/completion.bash\n');
}

if (process.argv[2] === 'install-completion') {
  complete();
} else {
  console.error('ready');
}
