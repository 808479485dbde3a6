const { ACME_TOKEN, HOME, ACME_REGION: region } = process.env;
const e = process.env;
const get = (name) => e[name];
const level = get('ACME_LOG_LEVEL');
for (const name of ['ACME_TOKEN', 'ACME_REGION']) {
  if (!process.env[name]) console.error(name + ' is not set');
}
console.error(region, level, HOME, ACME_TOKEN === '');
