// One helper resolves every setting; what it gives one call is not what it gives another.
function resolve(flag, variable, fallback) {
  if (flag !== undefined) return { value: flag, source: 'cli' };
  if (variable !== undefined) return { value: variable, source: 'env' };
  return { value: fallback, source: 'default' };
}

class Setting {
  constructor(value) {
    this.value = value;
  }
}

function pair(value) {
  return [value, 'env'];
}

function wrapped(value) {
  return { value, at: 0 };
}

function settings(flags) {
  const port = resolve(flags.port, process.env.ACME_PORT, 3333);
  const key = resolve(flags.key, process.env.ACME_API_KEY, '');
  const all = { port: resolve(undefined, process.env.ACME_PORT, 1), key: resolve(undefined, process.env.ACME_API_KEY, '') };
  const host = new Setting(process.env.ACME_HOST);
  const token = new Setting(process.env.ACME_API_TOKEN);
  const [first] = pair(process.env.ACME_REGION);
  const [second] = pair(process.env.ACME_SECRET);

  console.log(`- port: ${port.value} (${port.source})`);
  console.log('host', host.value, first, all.port.value);
  console.log(JSON.stringify(port), JSON.stringify(all.port));
  console.log('made', JSON.stringify({ port: port.value }));

  console.log(`- key: ${resolve(undefined, process.env.ACME_API_KEY).value}`); // expect: secret-leak
  console.log('token', token.value); // expect: secret-leak
  console.log('secret', second); // expect: secret-leak
  console.log('key', key.source);
  console.log(JSON.stringify(wrapped(process.env.ACME_PORT)), wrapped(process.env.ACME_PORT));
  console.log(JSON.stringify(wrapped(process.env.ACME_ACCESS_TOKEN))); // expect: secret-leak
}

// What a function writes of its parameter is written for each of its calls.
function show(value) {
  console.log(`resolved: ${value}`); // expect: secret-leak
}

show(process.env.ACME_PASSWORD);
settings({});
