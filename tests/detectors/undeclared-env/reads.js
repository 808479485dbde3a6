const home = process.env.HOME;
const first = process.env.ACME_TOKEN; // expect: undeclared-env
const again = process.env['ACME_TOKEN'];
const { ACME_REGION: region } = process.env; // expect: undeclared-env
const { env } = require('process');
const joined = env['ACME' + '_LEVEL']; // expect: undeclared-env
const get = (name) => process.env[name]; // expect: undeclared-env
get('ACME_ZONE');
['ACME_HOST', 'ACME_PORT'].map((name) => get(name));
process.env.ACME_DONE = '1';
console.log(JSON.stringify(process.env)); // expect: undeclared-env
console.error(home, first, again, region, joined);
