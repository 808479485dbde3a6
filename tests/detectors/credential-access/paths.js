const fs = require('fs');
const os = require('os');
const path = require('path');

fs.readFileSync(path.join(os.homedir(), '.ssh', 'known_hosts'));
fs.readFileSync(os.homedir() + '/.' + 'ssh/id_rsa'); // expect: credential-access
for (const name of ['.netrc', '.acme']) {
  fs.readFile(path.join(os.homedir(), name), () => {}); // expect: credential-access
}
fs.readFileSync(`${process.env.HOME}/.aws/${'credentials'}`); // expect: credential-access
fs.readFileSync('~/.k#u#be/config'.replace(/#/g, '').replace('~', os.homedir())); // expect: credential-access
fs.readFileSync(path.join(os.homedir(), '.acme', 'credentials-help.md'));
